Feature: A VLAN-aware bridge and a mirror
  The bridge of vm1 becomes VLAN 7 of a VLAN-aware bridge, whose trunk is the TAP device of vm4, on the other host. vm4 sends
  tagged frames, as a physical switch does. Then a mirror copies what vm1 sends to vm2, on the other host, too.

  Background:
    Given these placeholders of the guide
      | host2   | the host named compute2 |
      | bridge1 | the bridge named net    |

  @lab-vlan-trunk
  Scenario: An instance and a station of a VLAN reach each other
    When these commands are typed in midonet-cli, with names for the answers
      |       | host host2 delete binding interface tapvm4           |
      | aware | bridge create name aware                             |
      | trunk | bridge <aware> add port                              |
      |       | host host2 add binding port <trunk> interface tapvm4 |
      | vlan7 | bridge <aware> add port vlan 7                       |
      |       | bridge bridge1 add port peer <vlan7>                 |
    And root types on vm4
      """
      ip link add link eth0 name eth0.7 type vlan id 7
      ip address add 192.168.1.24/24 dev eth0.7
      ip link set eth0.7 up
      """
    Then the bridge "aware" has a port bound to tapvm4 of compute2 and active
    And echo requests from vm1 to 192.168.1.24 are answered
    And on vm4 "ping -n -c 3 -I eth0.7 192.168.1.11" succeeds

  @lab-vlan-apart
  Scenario: A station of another VLAN is not reached
    When root types on vm4
      """
      ip link add link eth0 name eth0.8 type vlan id 8
      ip address add 192.168.1.28/24 dev eth0.8
      ip link set eth0.8 up
      """
    Then echo requests from vm1 to 192.168.1.28 are not answered
    And echo requests from vm1 to 192.168.1.24 are answered

  @lab-vlan-mirror
  Scenario: A mirror copies the packets of an instance to another host
    When these commands are typed in midonet-cli, with names for the answers
      | mirror | mirror create to-port <port2>           |
      |        | mirror <mirror> add matches proto 1     |
      |        | port <port1> set in-mirrors <mirror>    |
    And root types on vm2
      """
      setsid -f timeout 30 tcpdump -l -n -c 5 -i eth0 'icmp and dst host 192.168.1.24' > /run/copies 2> /run/copies.log
      timeout 10 sh -c 'until grep -q listening /run/copies.log; do sleep 0.2; done'
      """
    Then on vm1 "ping -n -c 8 -i 0.3 192.168.1.24" succeeds
    And on vm2 "grep -c 'ICMP echo request' /run/copies" prints "5"
