Feature: The floating IP answers
  The purpose of the whole guide, which the guide itself never checks.

  @lab-fip-1 @traffic
  Scenario: The internet reaches an instance's floating IP by ICMP
    Then echo requests from internet to 192.0.2.11 are answered
    And internet reaches 192.0.2.12

  @lab-fip-2 @traffic
  Scenario: The internet reaches an instance's floating IP by TCP
    Then internet gets 4 MB by TCP through 192.0.2.11 from vm1
    And internet gets 4 MB by TCP through 192.0.2.12 from vm2

  @lab-fip-3 @traffic
  Scenario: Between gateway and compute node the packets are tunnelled
    Then while internet pings 192.0.2.11, VXLAN on UDP port 6677 passes the underlay between a gateway and compute1
    And the tunnelled packets have a tunnel key, and no tenant address in the outer header

  @lab-fip-4 @traffic
  Scenario: An instance goes out under its floating IP
    Then internet sees the echo requests of vm1 come from 192.0.2.11
    And internet sees the echo requests of vm2 come from 192.0.2.12

  @lab-fip-5
  Scenario: Both gateways announce the floating IP network and no other prefix
    Then bgp1 learns 192.0.2.0/24 from AS 64512 with next hop 198.51.100.2
    And bgp2 learns 192.0.2.0/24 from AS 64512 with next hop 203.0.113.2
    And bgp1 learns nothing else from AS 64512
    And bgp2 learns nothing else from AS 64512
    And internet has two paths to 192.0.2.0/24

  @lab-fip-6 @traffic
  Scenario: Every floating IP answers through every gateway, by ICMP and by TCP
    A peer sends directly to the gateway that it is connected to.

    Then bgp1 through 198.51.100.2 reaches these by ICMP and TCP
      | 192.0.2.11 | vm1 |
      | 192.0.2.12 | vm2 |
    And bgp2 through 203.0.113.2 reaches these by ICMP and TCP
      | 192.0.2.11 | vm1 |
      | 192.0.2.12 | vm2 |
