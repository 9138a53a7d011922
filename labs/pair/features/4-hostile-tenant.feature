Feature: One tenant cannot hurt another
  vm3 and vm4 share a bridge of a second tenant. One of them attacks, or its host is strained. Between vm1 and vm2 of the
  first tenant no packet of an established flow is lost meanwhile.

  Background:
    Given the guide calls
      | host1 | the host named compute1 |
      | host2 | the host named compute2 |
      | net   | the bridge named net    |

  @lab-hostile-tenant
  Scenario: A second tenant has a bridge of its own
    When midonet-cli is launched on the controller
    And in midonet-cli is typed, and its answers are called
      | port5 | bridge net add port                                  |
      |       | host host1 add binding port <port5> interface tapvm5 |
      | other | bridge create name other                             |
      | port3 | bridge <other> add port                              |
      | port4 | bridge <other> add port                              |
      |       | host host1 add binding port <port3> interface tapvm3 |
      |       | host host2 add binding port <port4> interface tapvm4 |
    Then the bridge "other" has a port bound to tapvm3 of compute1 and active
    And the bridge "other" has a port bound to tapvm4 of compute2 and active
    And echo requests from vm3 to 192.168.2.14 are answered

  @lab-hostile-macs
  Scenario: A tenant sends from random MAC addresses
    Given vm1 pings 192.168.1.12 ten times a second
    When vm3 sends 15000 frames to vm4, each from another random MAC address, 4000 a second
    Then every one of these echo requests is answered

  @lab-hostile-flows
  Scenario: A tenant opens more flows than its share
    Given vm1 pings 192.168.1.12 ten times a second
    When vm3 sends 100000 UDP packets to vm4, each of another flow, 10000 a second
    Then every one of these echo requests is answered

  @lab-hostile-pause
  Scenario: The agent of a host pauses
    Given vm1 pings 192.168.1.12 ten times a second
    When vm1 has confirmed its neighbours, and must soon do so again
    And vm2 has confirmed its neighbours, and must soon do so again
    And the agent of compute2 is paused for 10 seconds
    Then every one of these echo requests is answered

  @lab-hostile-masks
  Scenario: A tenant's rules need many flow masks
    When in midonet-cli is typed, and its answers are called
      | filter | chain create name filter           |
      |        | bridge <other> set infilter <filter> |
    And the chain filter gets 100 rules over prefixes and ports
    Given vm1 pings 192.168.1.12 ten times a second
    When vm3 sends 20000 UDP packets to vm4, each of another flow, 5000 a second
    Then every one of these echo requests is answered

  @lab-hostile-interfaces
  Scenario: A host has 2,000 interfaces, and ports are bound to them one by one
    Given vm1 pings 192.168.1.12 ten times a second
    When compute1 gets 2000 more interfaces
    And in midonet-cli is typed 50 times, and its answers are called
      | more | bridge <other> add port                              |
      |      | host host1 add binding port <more> interface hx#a    |
    Then every one of these echo requests is answered
    And on nsdb1 the unit "zookeeper.service" was never restarted
    When the 2000 more interfaces of compute1 are removed

  @lab-hostile-moves
  Scenario: A station moves from host to host
    When a station moves 20 times between vm1 and vm2 while vm5 sends to it
    Then frames follow every move within 1 second
