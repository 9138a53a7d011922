Feature: 5 Initial Network Configuration
  OpenStack's own chapter is followed, with the guide's command for the external network. The names and addresses are those of
  the guide's chapter 7: the router "Tenant Router", and 192.0.2.0/24 for floating IPs. The commands that the guide does not
  print are typed into an interactive neutron. It parses quotes twice, so a name with a blank has two pairs of quotes.

  @qsg-5.0-ext-1
  Scenario: The external network is created
    Given Neutron on controller is ready
    When root types on controller
      """
      source admin-openrc.sh
      neutron net-create ext-net --router:external
      """
    Then Neutron has these networks
      | name    | type    |          | MidoNet's bridge |
      | ext-net | midonet | external | ext-net          |
    And there is a bridge "ext-net"

  @qsg-5.0-ext-0
  Scenario: The other initial networks are created
    When these commands are typed at neutron's prompt
      """
      neutron subnet-create ext-net 192.0.2.0/24 --name ext-subnet --allocation-pool start=192.0.2.2,end=192.0.2.254 --disable-dhcp --gateway 192.0.2.1
      neutron net-create tenant-net
      neutron subnet-create tenant-net 192.168.1.0/24 --name tenant-subnet --gateway 192.168.1.1
      neutron router-create "'Tenant Router'"
      neutron router-interface-add "'Tenant Router'" tenant-subnet
      neutron router-gateway-set "'Tenant Router'" ext-net --fixed-ip ip_address=192.0.2.2
      """
    Then Neutron has these networks
      | name       | type    |          | MidoNet's bridge |
      | tenant-net | midonet | internal | tenant-net       |
    And Neutron has these subnets
      | prefix         | network    | gateway     | DHCP | MidoNet's DHCP |
      | 192.0.2.0/24   | ext-net    | 192.0.2.1   | off  | off            |
      | 192.168.1.0/24 | tenant-net | 192.168.1.1 | on   | on             |
    And there is a router "Tenant Router", up
    And the router "Tenant Router" has the id of Neutron's router of that name
    And Neutron's router "Tenant Router" has a port 192.168.1.1 in the network "tenant-net"
    And Neutron's router "Tenant Router" has a port 192.0.2.2 in the network "ext-net"
    And the router "Tenant Router" has a port 192.168.1.1 in 192.168.1.0/24, linked to the bridge "tenant-net"
    And the router "Tenant Router" has a port 192.0.2.2 in 192.0.2.0/24, linked to the bridge "ext-net"
    And the router "Tenant Router" has these routes
      | to             | by        | out of      |
      | 0.0.0.0/0      | 192.0.2.1 | 192.0.2.2   |
      | 192.168.1.0/24 |           | 192.168.1.1 |
