Feature: 1 Architecture
  The guide's description of the finished system: the hosts and the purpose of each.

  Scenario Outline: <what>
    Then every host knows <hosts> by name

    @qsg-1.0-arch-f1
    Examples: The controller
      | what                                       | hosts      |
      | There is one controller, named controller  | controller |

    @qsg-1.0-arch-f2
    Examples: The compute node
      | what                                       | hosts      |
      | There is one compute node, named compute1  | compute1   |

  @qsg-1.0-arch-f3
  Scenario: There is no network node, and no agent of Neutron anywhere
    Then on every host no process runs "neutron-(l3|dhcp|metadata|openvswitch)-agent"
    And the lab has no node named "network"

  @qsg-1.0-arch-f4
  Scenario: Two gateways replace it
    Then the API lists the hosts "gateway1" and "gateway2", alive
    And on gateway1 and gateway2 interface "eth1" is up with carrier and without an address

  @qsg-1.0-arch-f5
  Scenario: Each gateway speaks BGP with its own routing daemon
    Then on gateway1 and gateway2 a process "bgpd" runs in the namespace of its uplink port
    And bgp1 has an established session with 198.51.100.2
    And bgp2 has an established session with 203.0.113.2

  @qsg-1.0-arch-f6
  Scenario: Three hosts form the network state database
    Then every host knows nsdb1, nsdb2 and nsdb3 by name

  @qsg-1.0-arch-f7
  Scenario: ZooKeeper stores the virtual topology, Cassandra the state of connections
    Then the database holds an object "TunnelZone" named "tz"
    And the flow-state keyspace has these tables
      | conntrack_by_egress_port  |
      | conntrack_by_ingress_port |
      | nat_by_egress_port        |
      | nat_by_ingress_port       |

  @qsg-1.0-arch-f8 @qsg-1.0-arch-f9
  Scenario: An agent runs on every host where traffic enters or leaves
    Then the API lists exactly these hosts, alive
      | controller |
      | gateway1   |
      | gateway2   |
      | compute1   |

  @qsg-1.0-arch-f12
  Scenario: MidoNet's plugin takes ML2's place
    Then on controller "/etc/neutron/neutron.conf" sets
      | DEFAULT.core_plugin | midonet.neutron.plugin_v2.MidonetPluginV2 |
    And on controller no process runs "ml2_conf"

  @qsg-1.0-arch-f13
  Scenario: The plugin is on the controller
    Then on controller "python3 -c 'import midonet.neutron.plugin_v2'" succeeds

  @qsg-1.0-arch-f10
  Scenario: The cluster runs on the controller
    Then the API on controller answers

  @qsg-1.0-arch-f11
  Scenario: The command line is on the controller
    Then on controller the command "midonet-cli" is on the path
