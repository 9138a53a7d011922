Feature: The same bridge over GRE
  The tunnel zone determines the tunnel type of its members. At the end, it is VXLAN again.

  Background:
    Given these placeholders of the guide
      | host1     | the host named compute1          |
      | host2     | the host named compute2          |
      | underlay1 | the underlay address of compute1 |
      | underlay2 | the underlay address of compute2 |
      | tzone0    | the tunnel zone named tz         |
      | tzone1    | the tunnel zone named tz-gre     |

  @lab-gre-zone
  Scenario: A tunnel zone for GRE replaces the one for VXLAN
    When these commands are typed in midonet-cli
      """
      tunnel-zone tzone0 delete
      tunnel-zone create name tz-gre type gre
      tunnel-zone tzone1 add member host host1 address underlay1
      tunnel-zone tzone1 add member host host2 address underlay2
      """
    Then the API lists one tunnel zone, named "tz-gre", of type "gre"
    And the tunnel zone "tz-gre" has the member compute1, with its underlay address
    And the tunnel zone "tz-gre" has the member compute2, with its underlay address

  @lab-gre-tunnel
  Scenario: The instances reach each other, and the underlay sees GRE
    Then echo requests from vm1 to 192.168.1.12 are answered
    And while vm1 pings 192.168.1.12, GRE with a key passes the underlay between compute1 and compute2
    And no VXLAN passes on UDP port 6677

  @lab-gre-back
  Scenario: Back to VXLAN
    When these commands are typed in midonet-cli
      """
      tunnel-zone tzone1 delete
      tunnel-zone create name tz type vxlan
      tunnel-zone tzone0 add member host host1 address underlay1
      tunnel-zone tzone0 add member host host2 address underlay2
      """
    Then the API lists one tunnel zone, named "tz", of type "vxlan"
    And echo requests from vm1 to 192.168.1.12 are answered
