Feature: Beyond the guide: tunnels of type gre
  In section 4.4 of the guide, the operator chooses between vxlan and gre. Here the running cloud changes to gre and back;
  floating IPs answer before, between and after.

  Background:
    Given these placeholders of the guide
      | tz-vxlan            | the tunnel zone named tz           |
      | tz-gre              | the tunnel zone named gre          |
      | host0               | the host named controller          |
      | host1               | the host named gateway1            |
      | host2               | the host named gateway2            |
      | host3               | the host named compute1            |
      | ip_address_of_host0 | the underlay address of controller |
      | ip_address_of_host1 | the underlay address of gateway1   |
      | ip_address_of_host2 | the underlay address of gateway2   |
      | ip_address_of_host3 | the underlay address of compute1   |

  @lab-beyond-gre-1 @qsg-4.4-reg-2.2
  Scenario: The hosts change to GRE
    When midonet-cli is launched on the controller
    And these commands are typed in midonet-cli
      """
      tunnel-zone create name gre type gre
      tunnel-zone tz-gre add member host host0 address ip_address_of_host0
      tunnel-zone tz-gre add member host host1 address ip_address_of_host1
      tunnel-zone tz-gre add member host host2 address ip_address_of_host2
      tunnel-zone tz-gre add member host host3 address ip_address_of_host3
      tunnel-zone tz-vxlan delete
      """
    Then the API lists one tunnel zone, named "gre", of type "gre"
    And while internet pings 192.0.2.11, GRE with a key passes the underlay between a gateway and compute1
    And no VXLAN passes on UDP port 6677
    And internet reaches 192.0.2.11
    And internet gets 4 MB by TCP through 192.0.2.11 from vm1

  @lab-beyond-gre-2
  Scenario: The hosts change back to VXLAN
    When midonet-cli is launched on the controller
    And these commands are typed in midonet-cli
      """
      tunnel-zone create name tz type vxlan
      tunnel-zone tz-vxlan add member host host0 address ip_address_of_host0
      tunnel-zone tz-vxlan add member host host1 address ip_address_of_host1
      tunnel-zone tz-vxlan add member host host2 address ip_address_of_host2
      tunnel-zone tz-vxlan add member host host3 address ip_address_of_host3
      tunnel-zone tz-gre delete
      """
    Then the API lists one tunnel zone, named "tz", of type "vxlan"
    And while internet pings 192.0.2.11, VXLAN on UDP port 6677 passes the underlay between a gateway and compute1
    And internet reaches 192.0.2.11
