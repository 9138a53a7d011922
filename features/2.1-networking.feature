Feature: 2.1 Networking Configuration

  @qsg-2.1-net-1
  Scenario: Every host resolves the names of all hosts
    When on every host the file "/etc/hosts" lists every host with its management address
    Then on every host each host's name resolves to its management address

  @qsg-2.1-net-2 @traffic
  Scenario: The hosts reach each other
    Then every host reaches every host by name
    And on every agent host interface "eth2" is up and accepts packets of 1650 bytes
    And every agent host reaches every agent host across the underlay
