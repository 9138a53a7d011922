Feature: Beyond the guide: failover between two gateways
  A probe sends ten echo requests per second in both directions during a fault. The report has the time without replies;
  the limit is that of the requirement. On a machine that is too busy the result is "not measured".

  @lab-beyond-carry
  Scenario: Both gateways carry traffic
    Then of 32 TCP connections from internet to 192.0.2.11 each gateway carries some

  @lab-beyond-a @qsg-7.0-bgp-n1
  Scenario: (a) An uplink loses its carrier
    Given ten echo requests per second are sent between internet and 192.0.2.11
    When their gateway's uplink loses its carrier
    Then neither direction is silent for longer than 2 seconds
    And their gateway's uplink is restored, and its BGP session comes back

  @lab-beyond-b
  Scenario: (b) An uplink drops everything silently
    Given ten echo requests per second are sent between internet and 192.0.2.11
    When their gateway's uplink drops everything
    Then neither direction is silent for longer than 7 seconds
    And the fault had an effect: some requests were not answered
    And their gateway's uplink is restored, and its BGP session comes back

  @lab-beyond-c
  Scenario: (c) The agent is killed, and its unit restarts it
    Given ten echo requests per second are sent between internet and 192.0.2.11
    When the agent of their gateway is killed
    Then a new flow from internet to 192.0.2.11 is served within 5 seconds
    And no packet of the established flow is lost
    And its BGP session never went down

  @lab-beyond-pause
  Scenario: (c') The agent of a compute node is paused
    Given ten echo requests per second are sent between internet and 192.0.2.11
    When the ARP entries of vm1 become stale
    And the agent of compute1 is paused for 10 seconds
    Then no packet of the established flow is lost

  @lab-beyond-d
  Scenario: (d) The agent is stopped
    Given ten echo requests per second are sent between internet and 192.0.2.11
    When the agent of their gateway is stopped
    Then neither direction is silent for longer than 2 seconds
    And the agent of their gateway is started, and its BGP session comes back

  @lab-beyond-e
  Scenario: (e) A gateway loses power
    Given ten echo requests per second are sent between internet and 192.0.2.11
    When their gateway loses its power
    Then neither direction is silent for longer than 7 seconds
    And the fault had an effect: some requests were not answered
    And their gateway gets its power back, and its BGP session comes back
