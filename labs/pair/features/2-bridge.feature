Feature: One bridge over two hosts
  The commands are typed in one session of midonet-cli.

  Background:
    Given these placeholders of the guide
      | host1     | the host named compute1          |
      | host2     | the host named compute2          |
      | underlay1 | the underlay address of compute1 |
      | underlay2 | the underlay address of compute2 |

  @lab-bridge-zone
  Scenario: A tunnel zone for VXLAN has both hosts
    When midonet-cli is launched on the controller
    And these commands are typed in midonet-cli, with names for the answers
      | zone | tunnel-zone create name tz type vxlan                      |
      |      | tunnel-zone <zone> add member host host1 address underlay1 |
      |      | tunnel-zone <zone> add member host host2 address underlay2 |
    Then the API lists one tunnel zone, named "tz", of type "vxlan"
    And the tunnel zone "tz" has the member compute1, with its underlay address
    And the tunnel zone "tz" has the member compute2, with its underlay address

  @lab-bridge-ports
  Scenario: A bridge has a port bound to a TAP device of each host
    When these commands are typed in midonet-cli, with names for the answers
      | net   | bridge create name net                            |
      | port1 | bridge <net> add port                             |
      | port2 | bridge <net> add port                             |
      |       | host host1 add binding port <port1> interface tapvm1 |
      |       | host host2 add binding port <port2> interface tapvm2 |
    Then there is a bridge "net"
    And the bridge "net" has a port bound to tapvm1 of compute1 and active
    And the bridge "net" has a port bound to tapvm2 of compute2 and active

  @lab-bridge-reach
  Scenario: The instances reach each other
    Then echo requests from vm1 to 192.168.1.12 are answered
    And vm2 reaches 192.168.1.11

  @lab-bridge-vxlan
  Scenario: Their packets cross the underlay in VXLAN
    Then while vm1 pings 192.168.1.12, VXLAN on UDP port 6677 passes the underlay between compute1 and compute2
    And no VXLAN passes on UDP port 4789
    And the tunnelled packets have a tunnel key, and no tenant address in the outer header
