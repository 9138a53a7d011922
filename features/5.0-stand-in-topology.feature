Feature: 5–6 Stand-in: the topology that Neutron's translation would create
  The lab does not have Nova yet, whose instances chapters 5 and 6 start. So midonet-cli creates what the translation of these
  chapters would create: the same devices, links, routes, chains, rules, groups and bindings. Everything else follows the guide.

  Background:
    Given these placeholders of the guide
      | host1 | the host named gateway1 |
      | host2 | the host named gateway2 |
      | host3 | the host named compute1 |

  @lab-standin-1
  Scenario: The external network is a bridge
    When these commands are typed in midonet-cli, with names for the answers
      | ext-net | bridge create name ext-net |
    Then there is a bridge "ext-net"

  @lab-standin-2
  Scenario: A tenant's router has the chains of every Neutron router
    When these commands are typed in midonet-cli, with names for the answers
      | tenant    | router create name "Tenant Router"                                                      |
      | tenant-id | router <tenant> show id                                                                 |
      | pre       | chain create name OS_PRE_ROUTING_<tenant-id>                                            |
      | post      | chain create name OS_POST_ROUTING_<tenant-id>                                           |
      | forward   | chain create name OS_FORWARD_<tenant-id>                                                |
      | skip      | chain create name OS_SKIP_SNAT_<tenant-id>                                              |
      | exact     | chain create name OS_FLOAT_SNAT_EXACT_<tenant-id>                                       |
      | float     | chain create name OS_FLOAT_SNAT_<tenant-id>                                             |
      |           | router <tenant> set infilter <pre> outfilter <post> forward-chain <forward>             |
      |           | chain <post> add rule pos 1 type jump jump-to <skip>                                    |
      |           | chain <post> add rule pos 2 type jump jump-to <exact>                                   |
      |           | chain <post> add rule pos 3 type jump jump-to <float>                                   |
    Then there is a router "Tenant Router", up

  @lab-standin-3
  Scenario: The tenant's network is attached to it
    When these commands are typed in midonet-cli, with names for the answers
      | net    | bridge create name tenant-net                                                                         |
      | inside | router <tenant> add port address 192.168.1.1 net 192.168.1.0/24                                       |
      |        | bridge <net> add port peer <inside>                                                                   |
      |        | router <tenant> add route type normal src 0.0.0.0/0 dst 192.168.1.0/24 port <inside> weight 100       |
    Then the router "Tenant Router" has a port 192.168.1.1 in 192.168.1.0/24, linked to the bridge "tenant-net"

  @lab-standin-4
  Scenario: The edge router is attached to the external network
    When these commands are typed in midonet-cli, with names for the answers
      | edge     | router create name "Edge Router"                                                                  |
      | edge-id  | router <edge> show id                                                                             |
      | edge-ext | router <edge> add port address 192.0.2.1 net 192.0.2.0/24                                         |
      |          | bridge <ext-net> add port peer <edge-ext>                                                         |
      |          | router <edge> add route type normal src 0.0.0.0/0 dst 192.0.2.0/24 port <edge-ext> weight 100     |
    Then there is a router "Edge Router", up
    And the router "Edge Router" has a port 192.0.2.1 in 192.0.2.0/24, linked to the bridge "ext-net"

  @lab-standin-5
  Scenario: The tenant's router has its gateway on the external network
    When these commands are typed in midonet-cli, with names for the answers
      | gateway | router <tenant> add port address 192.0.2.2 net 192.0.2.0/24                                                     |
      |         | bridge <ext-net> add port peer <gateway>                                                                        |
      |         | router <tenant> add route type normal src 0.0.0.0/0 dst 0.0.0.0/0 gw 192.0.2.1 port <gateway> weight 100        |
      |         | chain <skip> add rule pos 1 type return out-ports <gateway>                                                     |
      |         | chain <skip> add rule pos 2 type accept in-ports <gateway>                                                      |
      |         | chain <skip> add rule pos 3 type accept inverted true match-nw-dst-rewritten true                               |
    Then the router "Tenant Router" has a port 192.0.2.2 in 192.0.2.0/24, linked to the bridge "ext-net"
    And the router "Tenant Router" has these routes
      | to             | by        | out of      |
      | 0.0.0.0/0      | 192.0.2.1 | 192.0.2.2   |
      | 192.168.1.0/24 |           | 192.168.1.1 |

  @lab-standin-6 @traffic
  Scenario: Two instances hang on compute1's taps
    When these commands are typed in midonet-cli, with names for the answers
      | vm1 | bridge <net> add port                                                |
      |     | bridge <net> add arp-entry ip 192.168.1.11 mac 02:00:c0:a8:01:0b     |
      |     | host host3 add binding port <vm1> interface tapvm1                   |
      | vm2 | bridge <net> add port                                                |
      |     | bridge <net> add arp-entry ip 192.168.1.12 mac 02:00:c0:a8:01:0c     |
      |     | host host3 add binding port <vm2> interface tapvm2                   |
    Then the bridge "tenant-net" has a port bound to tapvm1 of compute1 and active
    And the bridge "tenant-net" has a port bound to tapvm2 of compute1 and active
    And vm1 reaches 192.168.1.1
    And vm1 reaches 192.168.1.12

  @lab-standin-7
  Scenario: There are two floating IPs
    When these commands are typed in midonet-cli, with names for the answers
      | gateway-mac | port <gateway> show mac                                                                                         |
      |             | bridge <ext-net> add arp-entry ip 192.0.2.11 mac <gateway-mac>                                                  |
      |             | bridge <ext-net> add arp-entry ip 192.0.2.12 mac <gateway-mac>                                                  |
      |             | chain <pre> add rule pos 1 type dnat dst 192.0.2.11/32 target 192.168.1.11 action accept                        |
      |             | chain <pre> add rule pos 2 type dnat dst 192.0.2.12/32 target 192.168.1.12 action accept                        |
      |             | chain <exact> add rule pos 1 type snat src 192.168.1.11/32 out-ports <gateway> target 192.0.2.11 action accept  |
      |             | chain <exact> add rule pos 2 type snat src 192.168.1.12/32 out-ports <gateway> target 192.0.2.12 action accept  |
      |             | chain <float> add rule pos 1 type snat src 192.168.1.11/32 target 192.0.2.11 action accept                      |
      |             | chain <float> add rule pos 2 type snat src 192.168.1.12/32 target 192.0.2.12 action accept                      |
    Then the bridge "ext-net" answers ARP for 192.0.2.11 with the MAC of the port 192.0.2.2 of router "Tenant Router"
    And the bridge "ext-net" answers ARP for 192.0.2.12 with the MAC of the port 192.0.2.2 of router "Tenant Router"
    And the router "Tenant Router" translates by these chains, in this order
      | chain               | rule   | to           |
      | OS_PRE_ROUTING      | dnat   | 192.168.1.11 |
      | OS_PRE_ROUTING      | dnat   | 192.168.1.12 |
      | OS_POST_ROUTING     | jump   |              |
      | OS_SKIP_SNAT        | return |              |
      | OS_SKIP_SNAT        | accept |              |
      | OS_SKIP_SNAT        | accept |              |
      | OS_POST_ROUTING     | jump   |              |
      | OS_FLOAT_SNAT_EXACT | snat   | 192.0.2.11   |
      | OS_FLOAT_SNAT_EXACT | snat   | 192.0.2.12   |
      | OS_POST_ROUTING     | jump   |              |
      | OS_FLOAT_SNAT       | snat   | 192.0.2.11   |
      | OS_FLOAT_SNAT       | snat   | 192.0.2.12   |

  @lab-standin-8
  Scenario: There are two uplinks
    When these commands are typed in midonet-cli, with names for the answers
      | uplink1 | router <edge> add port address 198.51.100.2 net 198.51.100.0/30        |
      | uplink2 | router <edge> add port address 203.0.113.2 net 203.0.113.0/30          |
      |         | host host1 add binding port <uplink1> interface eth1                   |
      |         | host host2 add binding port <uplink2> interface eth1                   |
      | uplinks | port-group create name OS_PORT_GROUP_<edge-id> stateful true           |
      |         | port-group <uplinks> add member port <uplink1>                         |
      |         | port-group <uplinks> add member port <uplink2>                         |
    Then the router "Edge Router" has a port 198.51.100.2 in 198.51.100.0/30, bound to eth1 of gateway1 and active
    And the router "Edge Router" has a port 203.0.113.2 in 203.0.113.0/30, bound to eth1 of gateway2 and active
    And the uplinks of router "Edge Router", 198.51.100.2 and 203.0.113.2, form a stateful port group
