Feature: Networks, and an uplink by BGP
  As in the guide's chapters 4.4 to 7, with one gateway. neutron parses quotes twice, so a name with a blank has two pairs of
  quotes.

  Background:
    Given these placeholders of the guide
      | <EDGE_ROUTER_ID>  | the id of Neutron's router named Edge Router           |
      | <UPLINK1_PORT_ID> | the id of Neutron's port with the address 198.51.100.2 |
      | host1             | the host named gateway1                                |
      | host2             | the host named compute1                                |
      | underlay1         | the underlay address of gateway1                       |
      | underlay2         | the underlay address of compute1                       |
      | router0           | the router named Edge Router                           |
      | peer0             | the peer 198.51.100.1 of the router named Edge Router  |

  @lab-cloud-zone
  Scenario: A tunnel zone for VXLAN has both hosts
    When midonet-cli is launched on the controller
    And these commands are typed in midonet-cli, with names for the answers
      | zone | tunnel-zone create name tz type vxlan                      |
      |      | tunnel-zone <zone> add member host host1 address underlay1 |
      |      | tunnel-zone <zone> add member host host2 address underlay2 |
    Then the tunnel zone "tz" has the member gateway1, with its underlay address
    And the tunnel zone "tz" has the member compute1, with its underlay address

  @lab-cloud-tenant
  Scenario: A tenant's network is behind a router with a gateway, and no server accepts ICMP or SSH yet
    Given Neutron on controller is ready
    When these commands are typed at neutron's prompt
      """
      neutron net-create ext-net --router:external
      neutron subnet-create ext-net 192.0.2.0/24 --name ext-subnet --allocation-pool start=192.0.2.2,end=192.0.2.254 --disable-dhcp --gateway 192.0.2.1
      neutron net-create tenant-net
      neutron subnet-create tenant-net 192.168.1.0/24 --name tenant-subnet --gateway 192.168.1.1 --dns-nameserver 203.0.113.53
      neutron router-create "'Tenant Router'"
      neutron router-interface-add "'Tenant Router'" tenant-subnet
      neutron router-gateway-set "'Tenant Router'" ext-net --fixed-ip ip_address=192.0.2.2
      neutron security-group-create servers
      """
    Then Neutron has these networks
      | name       | type    |          | MidoNet's bridge |
      | ext-net    | midonet | external | ext-net          |
      | tenant-net | midonet | internal | tenant-net       |
    And Neutron has these subnets
      | prefix         | network    | gateway     | DHCP | MidoNet's DHCP |
      | 192.0.2.0/24   | ext-net    | 192.0.2.1   | off  | off            |
      | 192.168.1.0/24 | tenant-net | 192.168.1.1 | on   | on             |
    And the router "Tenant Router" has a port 192.168.1.1 in 192.168.1.0/24, linked to the bridge "tenant-net"

  @lab-cloud-edge
  Scenario: An edge router has a port at the gateway's uplink
    When these commands are typed at neutron's prompt
      """
      neutron router-create "'Edge Router'"
      neutron router-interface-add <EDGE_ROUTER_ID> ext-subnet
      neutron net-create uplink1 --tenant_id admin --provider:network_type uplink
      neutron subnet-create --tenant_id admin --disable-dhcp --name uplink1-subnet uplink1 198.51.100.0/30
      neutron port-create uplink1 --binding:host_id gateway1 --binding:profile type=dict interface_name=eth1 --fixed-ip ip_address=198.51.100.2
      neutron router-interface-add <EDGE_ROUTER_ID> port=<UPLINK1_PORT_ID>
      """
    Then the router "Edge Router" has a port 198.51.100.2 in 198.51.100.0/30, bound to eth1 of gateway1 and active
    And bgp1 reaches 198.51.100.2

  @lab-cloud-bgp
  Scenario: The floating IP network is advertised to the upstream
    Given these placeholders of the guide
      | BGP_PASSWORD | the password between 198.51.100.2 and 198.51.100.1 |
    When these commands are typed in midonet-cli
      """
      router router0 set asn 64512
      router router0 add bgp-peer asn 64513 address 198.51.100.1
      router router0 bgp-peer peer0 set password BGP_PASSWORD
      router router0 add bgp-network net 192.0.2.0/24
      """
    Then bgp1's session with 198.51.100.2 comes up
    And bgp1 learns 192.0.2.0/24 from AS 64512 with next hop 198.51.100.2
