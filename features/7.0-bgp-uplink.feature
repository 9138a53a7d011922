Feature: 7 BGP Uplink Configuration
  The commands are typed as printed in the guide, in one session of midonet-cli. The guide's router0 is the router with the
  name "Edge Router"; its ports and peers are found by their addresses.

  Background:
    Given these placeholders of the guide
      | router0       | the router named Edge Router                              |
      | router0:port0 | the port 198.51.100.2 of the router named Edge Router     |
      | router0:port1 | the port 203.0.113.2 of the router named Edge Router      |
      | peer0         | the peer 198.51.100.1 of the router named Edge Router     |
      | peer1         | the peer 203.0.113.1 of the router named Edge Router      |

  @qsg-7.0-bgp-f2
  Scenario: There is one floating IP network, and no host has an address in it
    Then the router "Edge Router" has a port 192.0.2.1 in 192.0.2.0/24, linked to the bridge "ext-net"
    And on every host no interface has an address in 192.0.2.0/24

  @qsg-7.0-bgp-f3 @traffic
  Scenario: gateway1 and bgp1 are cabled by eth1
    Then a frame from bgp1 eth1 arrives at gateway1 eth1

  @qsg-7.0-bgp-f4 @traffic
  Scenario: gateway2 and bgp2 are cabled by eth1
    Then a frame from bgp2 eth1 arrives at gateway2 eth1

  @qsg-7.0-bgp-f5
  Scenario: bgp1 is 198.51.100.1 in AS 64513
    Then bgp1 has address 198.51.100.1 and is in AS 64513

  @qsg-7.0-bgp-f6
  Scenario: bgp2 is 203.0.113.1 in AS 64514
    Then bgp2 has address 203.0.113.1 and is in AS 64514

  @qsg-7.0-bgp-1.1
  Scenario: The command line is launched
    When midonet-cli is launched on the controller
    Then on controller "midonet-cli -e 'list router'" prints a line with "Edge Router"

  @qsg-7.0-bgp-1.2 @qsg-7.0-bgp-f9
  Scenario: The edge router is found
    When these commands are typed in midonet-cli, which prints
      | router list | router router0 name Edge Router state up                  |
      |             | router … name Tenant Router state up infilter … outfilter … |
    Then there is a router "Edge Router", up

  @qsg-7.0-bgp-2.1
  Scenario: The two uplink ports are bound
    Then the router "Edge Router" has a port 198.51.100.2 in 198.51.100.0/30, bound to eth1 of gateway1 and active
    And the router "Edge Router" has a port 203.0.113.2 in 203.0.113.0/30, bound to eth1 of gateway2 and active

  @qsg-7.0-bgp-2.2 @traffic
  Scenario: The ports are listed
    When these commands are typed in midonet-cli, which prints
      | router router0 port list | port … state up … mac … address 198.51.100.2 net 198.51.100.0/30… |
      |                          | port … state up … mac … address 203.0.113.2 net 203.0.113.0/30…   |
    Then bgp1 sees 198.51.100.2 at the MAC of the port of router "Edge Router"
    And bgp2 sees 203.0.113.2 at the MAC of the port of router "Edge Router"

  @qsg-7.0-bgp-3.1
  Scenario: The local AS number is set
    When these commands are typed in midonet-cli
      """
      router router0 set asn 64512
      """
    Then the router "Edge Router" has AS number 64512

  @qsg-7.0-bgp-3.2
  Scenario: The first peer is added
    When these commands are typed in midonet-cli, which prints
      | router router0 add bgp-peer asn 64513 address 198.51.100.1 | router0:peer0 |
    Then the router "Edge Router" has the BGP peer 198.51.100.1 of AS 64513

  @qsg-7.0-bgp-3.3
  Scenario: The second peer is added
    When these commands are typed in midonet-cli, which prints
      | router router0 add bgp-peer asn 64514 address 203.0.113.1 | router0:peer1 |
    Then the router "Edge Router" has the BGP peer 203.0.113.1 of AS 64514

  @qsg-7.0-bgp-3.4
  Scenario: The peers are listed
    When these commands are typed in midonet-cli, which prints
      | router router0 list bgp-peer | peer peer0 asn 64513 address 198.51.100.1 |
      |                              | peer peer1 asn 64514 address 203.0.113.1  |
    Then the router "Edge Router" has the BGP peer 198.51.100.1 of AS 64513
    And the router "Edge Router" has the BGP peer 203.0.113.1 of AS 64514

  @qsg-7.0-bgp-4.1 @traffic
  Scenario: The first session is authenticated
    Given these placeholders of the guide
      | BGP_PASSWORD | the password between 198.51.100.2 and 198.51.100.1 |
    When these commands are typed in midonet-cli
      """
      router router0 bgp-peer peer0 set password BGP_PASSWORD
      """
    Then bgp1 requires MD5 authentication from 198.51.100.2
    And the BGP packets from gateway1 to bgp1 are signed with MD5

  @qsg-7.0-bgp-4.2 @traffic
  Scenario: The second session is authenticated
    Given these placeholders of the guide
      | BGP_PASSWORD | the password between 203.0.113.2 and 203.0.113.1 |
    When these commands are typed in midonet-cli
      """
      router router0 bgp-peer peer1 set password BGP_PASSWORD
      """
    Then bgp2 requires MD5 authentication from 203.0.113.2
    And the BGP packets from gateway2 to bgp2 are signed with MD5

  Scenario Outline: <peer> gets a <timer> of <seconds> seconds
    When these commands are typed in midonet-cli
      """
      router router0 bgp-peer <peer> set <timer> <seconds>
      """
    Then the router "Edge Router"'s BGP peer <address> has <timer> <seconds>

    @qsg-7.0-bgp-5.1
    Examples:
      | peer  | address      | timer         | seconds |
      | peer0 | 198.51.100.1 | connect-retry | 10      |

    @qsg-7.0-bgp-5.2
    Examples:
      | peer  | address      | timer     | seconds |
      | peer0 | 198.51.100.1 | hold-time | 5       |

    @qsg-7.0-bgp-5.3
    Examples:
      | peer  | address      | timer      | seconds |
      | peer0 | 198.51.100.1 | keep-alive | 5       |

    @qsg-7.0-bgp-5.4
    Examples:
      | peer  | address     | timer         | seconds |
      | peer1 | 203.0.113.1 | connect-retry | 10      |

    @qsg-7.0-bgp-5.5
    Examples:
      | peer  | address     | timer     | seconds |
      | peer1 | 203.0.113.1 | hold-time | 5       |

    @qsg-7.0-bgp-5.6
    Examples:
      | peer  | address     | timer      | seconds |
      | peer1 | 203.0.113.1 | keep-alive | 5       |

  @qsg-7.0-bgp-5.7
  Scenario: The peers are listed with their timers
    When these commands are typed in midonet-cli, which prints
      | router router0 list bgp-peer | peer peer0 asn 64513 address 198.51.100.1 keep-alive 5 hold-time 5 connect-retry 10 |
      |                              | peer peer1 asn 64514 address 203.0.113.1 keep-alive 5 hold-time 5 connect-retry 10  |
    Then the router "Edge Router"'s BGP peer 198.51.100.1 has keep-alive 5
    And the router "Edge Router"'s BGP peer 198.51.100.1 has hold-time 5
    And the router "Edge Router"'s BGP peer 198.51.100.1 has connect-retry 10
    And the router "Edge Router"'s BGP peer 203.0.113.1 has keep-alive 5
    And the router "Edge Router"'s BGP peer 203.0.113.1 has hold-time 5
    And the router "Edge Router"'s BGP peer 203.0.113.1 has connect-retry 10

  @qsg-7.0-bgp-6.1
  Scenario: A route leads to the first peer, and the session comes up
    When these commands are typed in midonet-cli, which prints
      | router router0 route add src 0.0.0.0/0 dst 198.51.100.0/30 port router0:port0 type normal | router0:route0 |
    Then the router "Edge Router" has these routes
      | to              | by | out of       |
      | 198.51.100.0/30 |    | 198.51.100.2 |
    And bgp1's session with 198.51.100.2 comes up

  @qsg-7.0-bgp-6.2
  Scenario: A route leads to the second peer, and the session comes up
    When these commands are typed in midonet-cli, which prints
      | router router0 route add src 0.0.0.0/0 dst 203.0.113.0/30 port router0:port1 type normal | router0:route1 |
    Then the router "Edge Router" has these routes
      | to             | by | out of      |
      | 203.0.113.0/30 |    | 203.0.113.2 |
    And bgp2's session with 203.0.113.2 comes up

  @qsg-7.0-bgp-f11
  Scenario: With these routes both sessions are established
    Then the router "Edge Router" has these routes
      | to              | by | out of       |
      | 198.51.100.0/30 |    | 198.51.100.2 |
      | 203.0.113.0/30  |    | 203.0.113.2  |
    And bgp1 has an established session with 198.51.100.2
    And bgp2 has an established session with 203.0.113.2

  @qsg-7.0-bgp-f1 @traffic
  Scenario: External connectivity is by BGP
    Then between gateway1 and bgp1 there are BGP packets from 198.51.100.2, with port 179 at either end
    And between gateway2 and bgp2 there are BGP packets from 203.0.113.2, with port 179 at either end

  @qsg-7.0-bgp-f7
  Scenario: bgp1 sees MidoNet as 198.51.100.2 in AS 64512
    Then bgp1 sees 198.51.100.2 in AS 64512

  @qsg-7.0-bgp-f8
  Scenario: bgp2 sees MidoNet as 203.0.113.2 in AS 64512
    Then bgp2 sees 203.0.113.2 in AS 64512

  @qsg-7.0-bgp-f10
  Scenario: The peers' timers override the configured defaults
    Then bgp1's session with 198.51.100.2 has hold time 5
    And bgp2's session with 203.0.113.2 has hold time 5

  @qsg-7.0-bgp-7.1
  Scenario: The floating IP network is advertised
    When these commands are typed in midonet-cli, which prints
      | router router0 add bgp-network net 192.0.2.0/24 | router0:net0 |
    Then the router "Edge Router" advertises 192.0.2.0/24
    And bgp1 learns 192.0.2.0/24 from AS 64512 with next hop 198.51.100.2
    And bgp2 learns 192.0.2.0/24 from AS 64512 with next hop 203.0.113.2

  @qsg-7.0-bgp-7.2
  Scenario: The advertised networks are listed
    When these commands are typed in midonet-cli, which prints
      | router router0 list bgp-network | net … net 192.0.2.0/24 |
    Then the router "Edge Router" advertises 192.0.2.0/24

  @qsg-7.0-bgp-f12 @traffic
  Scenario: Instances reach out by what is learned, and are reached by what is advertised
    Then vm1 reaches 198.51.100.254
    And internet reaches 192.0.2.11
