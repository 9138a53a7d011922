Feature: 2.1 Networking Configuration

  @qsg-2.1-net-1
  Scenario: Every host is known by name
    When on every host the file "/etc/hosts" lists every host with its management address
    Then on every host each host's name stands for its management address

  @qsg-2.1-net-2 @traffic
  Scenario: The hosts reach each other
    Then every host reaches every host by name
    And on every agent host interface "eth2" is up and takes packets of 1650 bytes
    And every agent host reaches every agent host across the underlay
