Feature: 4.4 MidoNet Host Registration
  The commands are typed as printed in the guide, in one session of midonet-cli.

  Background:
    Given these placeholders of the guide
      | tzone0              | the tunnel zone named tz           |
      | host0               | the host named controller          |
      | host1               | the host named gateway1            |
      | host2               | the host named gateway2            |
      | host3               | the host named compute1            |
      | ip_address_of_host0 | the underlay address of controller |
      | ip_address_of_host1 | the underlay address of gateway1   |
      | ip_address_of_host2 | the underlay address of gateway2   |
      | ip_address_of_host3 | the underlay address of compute1   |

  @qsg-4.4-reg-1
  Scenario: midonet-cli shows its prompt and asks for no password
    When midonet-cli is launched on the controller
    Then on controller "midonet-cli -e 'list host'" succeeds

  @qsg-4.4-reg-2.1
  Scenario: A tunnel zone for VXLAN is created
    When these commands are typed in midonet-cli, which prints
      | tunnel-zone create name tz type vxlan | tzone0 |
    Then the API lists one tunnel zone, named "tz", of type "vxlan"

  @qsg-4.4-reg-2.3 @traffic
  Scenario: The hosts let tunnels pass
    Then on every agent host no packet filter drops UDP port 6677
    And every agent host receives packets from all others on UDP port 6677
    And every agent host reaches every agent host across the underlay

  @qsg-4.4-reg-3.1
  Scenario: The tunnel zone is listed
    When these commands are typed in midonet-cli, which prints
      | list tunnel-zone | tzone tzone0 name tz type vxlan |
    Then the API lists one tunnel zone, named "tz", of type "vxlan"

  @qsg-4.4-reg-3.2
  Scenario: The hosts are listed, all alive
    When these commands are typed in midonet-cli, which prints
      | list host | host host0 name controller alive true |
      |           | host host1 name gateway1 alive true   |
      |           | host host2 name gateway2 alive true   |
      |           | host host3 name compute1 alive true   |
    Then the API lists exactly these hosts, alive
      | controller |
      | gateway1   |
      | gateway2   |
      | compute1   |

  @qsg-4.4-reg-3.3
  Scenario: controller joins the tunnel zone
    When these commands are typed in midonet-cli, which prints
      | tunnel-zone tzone0 add member host host0 address ip_address_of_host0 | zone tzone0 host host0 address ip_address_of_host0 |
    Then the tunnel zone "tz" has the member controller, with its underlay address

  @qsg-4.4-reg-3.4
  Scenario: gateway1 joins the tunnel zone
    When these commands are typed in midonet-cli, which prints
      | tunnel-zone tzone0 add member host host1 address ip_address_of_host1 | zone tzone0 host host1 address ip_address_of_host1 |
    Then the tunnel zone "tz" has the member gateway1, with its underlay address

  @qsg-4.4-reg-3.5
  Scenario: gateway2 joins the tunnel zone
    When these commands are typed in midonet-cli, which prints
      | tunnel-zone tzone0 add member host host2 address ip_address_of_host2 | zone tzone0 host host2 address ip_address_of_host2 |
    Then the tunnel zone "tz" has the member gateway2, with its underlay address

  @qsg-4.4-reg-3.6
  Scenario: compute1 joins the tunnel zone
    When these commands are typed in midonet-cli, which prints
      | tunnel-zone tzone0 add member host host3 address ip_address_of_host3 | zone tzone0 host host3 address ip_address_of_host3 |
    Then the tunnel zone "tz" has the member compute1, with its underlay address

  @qsg-4.4-reg-f1 @qsg-4.4-reg-f2 @traffic
  Scenario: Hosts of a tunnel zone talk by VXLAN, on UDP port 6677
    Then while internet pings 192.0.2.11, VXLAN on UDP port 6677 passes the underlay between a gateway and compute1
    And no VXLAN passes on UDP port 4789
