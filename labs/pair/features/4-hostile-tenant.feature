Feature: One tenant cannot hurt another
  vm3 and vm4 share a bridge of a second tenant. One of them attacks, or its host is under load. Meanwhile, no packet of an
  established flow between vm1 and vm2 of the first tenant is lost.

  Background:
    Given these placeholders of the guide
      | host1 | the host named compute1 |
      | host2 | the host named compute2 |
      | net   | the bridge named net    |

  @lab-hostile-tenant
  Scenario: A second tenant has its own bridge
    When midonet-cli is launched on the controller
    And these commands are typed in midonet-cli, with names for the answers
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
    Given vm1 pings 192.168.1.12 ten times per second
    When vm3 sends 15000 frames to vm4, each from another random MAC address, at 4000 per second
    Then all of these echo requests are answered

  @lab-hostile-flows
  Scenario: A tenant opens more flows than its share
    Given vm1 pings 192.168.1.12 ten times per second
    When vm3 sends 100000 UDP packets to vm4, each of another flow, at 10000 per second
    Then all of these echo requests are answered

  @lab-hostile-pause
  Scenario: The agent of a host is paused
    Given vm1 pings 192.168.1.12 ten times per second
    When the ARP entries of vm1 become stale
    And the ARP entries of vm2 become stale
    And the agent of compute2 is paused for 10 seconds
    Then all of these echo requests are answered

  @lab-hostile-masks
  Scenario: A tenant's rules need many flow masks
    When these commands are typed in midonet-cli, with names for the answers
      | filter | chain create name filter           |
      |        | bridge <other> set infilter <filter> |
    And the chain filter gets 100 rules over prefixes and ports
    Given vm1 pings 192.168.1.12 ten times per second
    When vm3 sends 20000 UDP packets to vm4, each of another flow, at 5000 per second
    Then all of these echo requests are answered

  @lab-hostile-interfaces
  Scenario: A host has 2,000 interfaces, and ports are bound to them one by one
    Given vm1 pings 192.168.1.12 ten times per second
    When compute1 gets 2000 additional interfaces
    And these commands are typed in midonet-cli 50 times, with names for the answers
      | more | bridge <other> add port                              |
      |      | host host1 add binding port <more> interface hx#a    |
    Then all of these echo requests are answered
    And on nsdb1 the unit "zookeeper.service" was never restarted
    When the 2000 additional interfaces of compute1 are removed

  @lab-hostile-moves
  Scenario: A station moves from host to host
    When a station moves 20 times between vm1 and vm2 while vm5 sends to it
    Then frames follow every move within 1 second
