Feature: An uplink, for a certificate
  Everything is seen from MidoNet's end of the wire: by the gateway's BGP speaker, by captures on its interface, and by what
  arrives on the other side of the peer. The peer is never asked, so that it may be any router. Scenarios that are tagged as
  disturbing change MidoNet's end or the wire, and undo that.

  @lab-uplink-heard @traffic
  Scenario: BGP packets of each peer arrive at its gateway
    Then BGP packets of the peer 198.51.100.1 arrive at gateway1
    And BGP packets of the peer 203.0.113.1 arrive at gateway2

  @lab-uplink-session
  Scenario: Each gateway has an established session with its peer
    Then gateway1 has an established session with the peer 198.51.100.1 of AS 64513
    And gateway2 has an established session with the peer 203.0.113.1 of AS 64514

  @lab-uplink-capabilities
  Scenario: 4-byte AS numbers, route refresh and multiprotocol are negotiated
    Then gateway1 and the peer 198.51.100.1 both have the capabilities "4byteAs routeRefresh multiprotocolExtensions"
    And gateway2 and the peer 203.0.113.1 both have the capabilities "4byteAs routeRefresh multiprotocolExtensions"

  @lab-uplink-signed @traffic
  Scenario: The packets of each session are signed with MD5, both ways
    Then the BGP packets of gateway1 and the peer 198.51.100.1 are signed with MD5, both ways
    And the BGP packets of gateway2 and the peer 203.0.113.1 are signed with MD5, both ways

  @lab-uplink-timers
  Scenario: Each session has the lower of both hold times
    Then gateway1's session with the peer 198.51.100.1 has hold time 5
    And gateway2's session with the peer 203.0.113.1 has hold time 5

  @lab-uplink-arp @traffic
  Scenario: Each peer sends to the MAC of MidoNet's port
    Then the peer 198.51.100.1 sends to 198.51.100.2 at the MAC of the port of router "Edge Router", to gateway1
    And the peer 203.0.113.1 sends to 203.0.113.2 at the MAC of the port of router "Edge Router", to gateway2

  @lab-uplink-learned
  Scenario: Each gateway learns the address outside, with AS path and next hop
    Then gateway1 learns 198.51.100.254/32 from the peer 198.51.100.1 by the AS path "64513 64515"
    And gateway2 learns 198.51.100.254/32 from the peer 203.0.113.1 by the AS path "64514 64515"

  @lab-uplink-announced
  Scenario: Each gateway announces the floating IP network, and each peer passes it on
    Then gateway1 announces only 192.0.2.0/24 to the peer 198.51.100.1
    And gateway2 announces only 192.0.2.0/24 to the peer 203.0.113.1
    And internet learns 192.0.2.0/24 by the AS path "64513 64512" with next hop 198.51.100.129
    And internet learns 192.0.2.0/24 by the AS path "64514 64512" with next hop 203.0.113.129
    And internet has two paths to 192.0.2.0/24

  @lab-uplink-sharing @traffic
  Scenario: Connections and their answers are spread over both uplinks
    Then of 32 TCP connections from internet to 192.0.2.11 each uplink carries some
    And of the answers to 32 TCP connections from internet to 192.0.2.11 each uplink carries some

  @lab-uplink-password @disturbs
  Scenario: With another password at one end there is no session
    When the password between 198.51.100.2 and the BGP peer 198.51.100.1 is changed to "another-password"
    Then gateway1 has no session with the peer 198.51.100.1 for ten seconds
    When the change is undone
    Then gateway1 has an established session with the peer 198.51.100.1 of AS 64513

  @lab-uplink-as @disturbs
  Scenario: With another AS number there is no session
    When the AS number of the BGP peer 198.51.100.1 is changed from 64513 to 64599
    Then gateway1 has no session with the peer 198.51.100.1 for ten seconds
    When the change is undone
    Then gateway1 has an established session with the peer 198.51.100.1 of AS 64513

  @lab-uplink-hold @disturbs
  Scenario: The hold time is negotiated anew
    When the hold time of the BGP peer 198.51.100.1 is changed from 5 to 9 seconds
    Then gateway1's session with the peer 198.51.100.1 has hold time 9
    When the change is undone
    Then gateway1's session with the peer 198.51.100.1 has hold time 5

  @lab-uplink-withdrawn @disturbs
  Scenario: A network is announced, and withdrawn
    When the network 192.0.2.128/25 is also advertised
    Then internet learns 192.0.2.128/25 by the AS path "64513 64512" with next hop 198.51.100.129
    When the change is undone
    Then internet has no path to 192.0.2.128/25

  @lab-uplink-refresh @disturbs
  Scenario: Routes are sent again on request
    When gateway1 asks the peer 198.51.100.1 for its routes again
    Then the peer 198.51.100.1 sends its routes to gateway1 again, in the same session

  @lab-uplink-flaps @disturbs
  Scenario: After ten resets in a row everything is as before
    When gateway1 resets its session with the peer 198.51.100.1 10 times
    Then gateway1's session with the peer 198.51.100.1 was established 10 times more
    And gateway1 has an established session with the peer 198.51.100.1 of AS 64513
    And gateway1 learns 198.51.100.254/32 from the peer 198.51.100.1 by the AS path "64513 64515"
    And internet learns 192.0.2.0/24 by the AS path "64513 64512" with next hop 198.51.100.129

  @lab-uplink-carrier @disturbs
  Scenario: Failover in 20 trials: an uplink loses its carrier
    When in 20 trials an uplink loses its carrier
    Then neither direction is silent for longer than 2 seconds in any of them, and internet leaves the path within 2 seconds

  @lab-uplink-silent @disturbs
  Scenario: Failover in 20 trials: an uplink drops everything
    When in 20 trials an uplink drops everything
    Then neither direction is silent for longer than 7 seconds in any of them, and internet leaves the path within 7 seconds

  @lab-uplink-reset @disturbs
  Scenario: Failover in 20 trials: a session is reset
    When in 20 trials a gateway resets its session
    Then neither direction is silent for longer than 2 seconds in any of them, and internet leaves the path within 2 seconds

  @lab-uplink-peer @disturbs
  Scenario: Failover in 20 trials: the BGP software of a peer is killed
    When in 20 trials the BGP software of a peer is killed
    Then neither direction is silent for longer than 7 seconds in any of them, and internet leaves the path within 7 seconds

  @lab-uplink-power @disturbs
  Scenario: Failover in 20 trials: a gateway loses its power
    When in 20 trials a gateway loses its power
    Then neither direction is silent for longer than 7 seconds in any of them, and internet leaves the path within 7 seconds
