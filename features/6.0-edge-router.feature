Feature: 6 Edge Router Setup
  The guide's commands for an uplink are typed for both uplinks of chapter 7. The ids in them are those that Neutron has shown.
  They are typed into an interactive neutron. It parses quotes twice, so a name with a blank has two pairs of quotes.

  Background:
    Given these placeholders of the guide
      | <EDGE_ROUTER_NAME> | "'Edge Router'"                                        |
      | <EDGE_ROUTER_ID>   | the id of Neutron's router named Edge Router           |
      | <EXT_SUBNET_ID>    | the id of Neutron's subnet named ext-subnet            |
      | <UPLINK1_NET_ID>   | the id of Neutron's network named uplink1              |
      | <UPLINK2_NET_ID>   | the id of Neutron's network named uplink2              |
      | <UPLINK1_PORT_ID>  | the id of Neutron's port with the address 198.51.100.2 |
      | <UPLINK2_PORT_ID>  | the id of Neutron's port with the address 203.0.113.2  |

  @qsg-6.0-edge-f7
  Scenario: The external network has brought no router with it
    Then Neutron has these networks
      | name    | type    |          | MidoNet's bridge |
      | ext-net | midonet | external | ext-net          |
    And MidoNet has no router that Neutron does not have

  @qsg-6.0-edge-f10 @traffic
  Scenario: The instances reach each other, with or without an edge router
    Performed before there is one.

    Then vm1 reaches 192.168.1.12
    And vm2 reaches 192.168.1.11

  @qsg-6.0-edge-1
  Scenario: The edge router is created
    When these commands are typed at neutron's prompt
      """
      neutron router-create <EDGE_ROUTER_NAME>
      """
    Then there is a router "Edge Router", up

  @qsg-6.0-edge-f8
  Scenario: The edge router is one of Neutron's routers
    Then the router "Edge Router" has the id of Neutron's router of that name

  @qsg-6.0-edge-2
  Scenario: The edge router is attached to the external network
    When these commands are typed at neutron's prompt
      """
      neutron router-interface-add <EDGE_ROUTER_ID> <EXT_SUBNET_ID>
      """
    Then Neutron's router "Edge Router" has a port 192.0.2.1 in the network "ext-net"
    And the router "Edge Router" has a port 192.0.2.1 in 192.0.2.0/24, linked to the bridge "ext-net"
    And the router "Edge Router" has these routes
      | to           | by | out of    |
      | 192.0.2.0/24 |    | 192.0.2.1 |

  @qsg-6.0-edge-f12 @traffic
  Scenario: The external network is between the edge router and the tenant's router
    Then the router "Edge Router" has a port 192.0.2.1 in 192.0.2.0/24, linked to the bridge "ext-net"
    And the router "Tenant Router" has a port 192.0.2.2 in 192.0.2.0/24, linked to the bridge "ext-net"
    And vm1 reaches 192.0.2.1

  @qsg-6.0-edge-3
  Scenario: There is an uplink network for each uplink
    When these commands are typed at neutron's prompt
      """
      neutron net-create uplink1 --tenant_id admin --provider:network_type uplink
      neutron net-create uplink2 --tenant_id admin --provider:network_type uplink
      """
    Then Neutron has these networks
      | name    | type   |          | MidoNet's bridge |
      | uplink1 | uplink | internal | none             |
      | uplink2 | uplink | internal | none             |

  @qsg-6.0-edge-4
  Scenario: Each uplink network has the subnet of its cable
    When these commands are typed at neutron's prompt
      """
      neutron subnet-create --tenant_id admin --disable-dhcp --name uplink1-subnet uplink1 198.51.100.0/30
      neutron subnet-create --tenant_id admin --disable-dhcp --name uplink2-subnet uplink2 203.0.113.0/30
      """
    Then Neutron has these subnets
      | prefix          | network | gateway      | DHCP | MidoNet's DHCP |
      | 198.51.100.0/30 | uplink1 | 198.51.100.1 | off  | none           |
      | 203.0.113.0/30  | uplink2 | 203.0.113.1  | off  | none           |

  @qsg-6.0-edge-5
  Scenario: Each uplink network has a port, with the gateway and its interface
    When these commands are typed at neutron's prompt
      """
      neutron port-create <UPLINK1_NET_ID> --binding:host_id gateway1 --binding:profile type=dict interface_name=eth1 --fixed-ip ip_address=198.51.100.2
      neutron port-create <UPLINK2_NET_ID> --binding:host_id gateway2 --binding:profile type=dict interface_name=eth1 --fixed-ip ip_address=203.0.113.2
      """
    Then Neutron has these bound ports
      | address      | network | host     | interface |
      | 198.51.100.2 | uplink1 | gateway1 | eth1      |
      | 203.0.113.2  | uplink2 | gateway2 | eth1      |

  @qsg-6.0-edge-6
  Scenario: The uplink ports are attached to the edge router
    When these commands are typed at neutron's prompt
      """
      neutron router-interface-add <EDGE_ROUTER_ID> port=<UPLINK1_PORT_ID>
      neutron router-interface-add <EDGE_ROUTER_ID> port=<UPLINK2_PORT_ID>
      """
    Then Neutron's router "Edge Router" has a port 198.51.100.2 in the network "uplink1"
    And Neutron's router "Edge Router" has a port 203.0.113.2 in the network "uplink2"
    And Neutron's port 198.51.100.2 is ACTIVE
    And Neutron's port 203.0.113.2 is ACTIVE
    And the router "Edge Router" has a port 198.51.100.2 in 198.51.100.0/30, bound to eth1 of gateway1 and active
    And the router "Edge Router" has a port 203.0.113.2 in 203.0.113.0/30, bound to eth1 of gateway2 and active
    And the uplinks of router "Edge Router", 198.51.100.2 and 203.0.113.2, form a stateful port group
    And the router "Edge Router" has these routes
      | to              | by | out of       |
      | 198.51.100.0/30 |    | 198.51.100.2 |
      | 203.0.113.0/30  |    | 203.0.113.2  |

  @qsg-6.0-edge-f13 @traffic
  Scenario: Each port is at its interface of its gateway
    Then the router "Edge Router" has a port 198.51.100.2 in 198.51.100.0/30, bound to eth1 of gateway1 and active
    And the router "Edge Router" has a port 203.0.113.2 in 203.0.113.0/30, bound to eth1 of gateway2 and active
    And on gateway1 and gateway2 interface "eth1" is up with carrier and without an address
    And bgp1 reaches 198.51.100.2
    And bgp2 reaches 203.0.113.2

  @qsg-6.0-edge-f6
  Scenario: All of the gateway is in Neutron
    Then MidoNet has no router that Neutron does not have
    And Neutron's router "Edge Router" has a port 192.0.2.1 in the network "ext-net"
    And Neutron's router "Edge Router" has a port 198.51.100.2 in the network "uplink1"
    And Neutron's router "Edge Router" has a port 203.0.113.2 in the network "uplink2"
