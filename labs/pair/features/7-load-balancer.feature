Feature: A load balancer
  A router between the two bridges has a VIP. Its members are vm1 and vm2, on two hosts; the client is vm4. One of the agents
  probes both members.

  Background:
    Given these placeholders of the guide
      | bridge1 | the bridge named net   |
      | bridge2 | the bridge named other |

  @lab-balancer-members
  Scenario: Connections to the VIP reach both members
    When these commands are typed in midonet-cli, with names for the answers
      | router   | router create name "Balanced"                                                                    |
      | servers  | router <router> add port address 192.168.1.1 net 192.168.1.0/24                                  |
      |          | bridge bridge1 add port peer <servers>                                                           |
      |          | router <router> add route type normal src 0.0.0.0/0 dst 192.168.1.0/24 port <servers> weight 100 |
      | clients  | router <router> add port address 192.168.2.1 net 192.168.2.0/24                                  |
      |          | bridge bridge2 add port peer <clients>                                                           |
      |          | router <router> add route type normal src 0.0.0.0/0 dst 192.168.2.0/24 port <clients> weight 100 |
      | balancer | load-balancer create                                                                             |
      |          | router <router> set load-balancer <balancer>                                                     |
      | monitor  | health-monitor create delay 2 timeout 1 max-retries 2 type TCP                                   |
      | pool     | pool create load-balancer <balancer> lb-method ROUND_ROBIN health-monitor <monitor>              |
      |          | pool <pool> add member address 192.168.1.11 protocol-port 8080                                   |
      |          | pool <pool> add member address 192.168.1.12 protocol-port 8080                                   |
      |          | pool <pool> add vip address 198.51.100.80 protocol-port 80                                       |
    And root types on vm1 and vm2
      """
      ip route replace 192.168.2.0/24 via 192.168.1.1
      cat > /run/server.pl << 'END'
      my $server = IO::Socket::INET->new(LocalPort => 8080, Listen => 64, ReuseAddr => 1) or die;
      while (my $client = $server->accept) { print $client "$ENV{NAME}\n"; close $client }
      END
      NAME=$(cat /sys/class/net/eth0/address) setsid -f perl -MIO::Socket::INET /run/server.pl > /run/server.log 2>&1
      """
    And root types on vm4
      """
      ip route replace 198.51.100.80/32 via 192.168.2.1
      """
    Then on vm4 "for i in $(seq 40); do nc -d -w 2 198.51.100.80 80; done | sort -u" prints the lines
      | 02:00:c0:a8:01:0b |
      | 02:00:c0:a8:01:0c |

  @lab-balancer-sticky
  Scenario: A client sticks to one member
    When these commands are typed in midonet-cli
      """
      pool <pool> vip vip0 set persistence SOURCE_IP
      """
    Then on vm4 "for i in $(seq 40); do nc -d -w 2 198.51.100.80 80; done | sort -u | wc -l" prints "1"
    When these commands are typed in midonet-cli
      """
      pool <pool> vip vip0 clear persistence
      """
    Then on vm4 "for i in $(seq 40); do nc -d -w 2 198.51.100.80 80; done | sort -u | wc -l" prints "2"

  @lab-balancer-dead
  Scenario: A member that dies gets no connections, and a pool without members refuses them
    When root types on vm2
      """
      pkill -f /run/server.pl
      """
    # The first 35 take longer than 2 x delay + timeout. Until then connections of the dead member are refused.
    Then on vm4 "for i in $(seq 60); do nc -v -d -w 2 198.51.100.80 80 2>&1 | tail -n 1; sleep 0.15; done | tail -n 25 | sort | uniq -c" prints a line with "25 02:00:c0:a8:01:0b"
    When root types on vm1
      """
      pkill -f /run/server.pl
      """
    # For longer than the monitor takes: until then the instance itself refuses.
    Then on vm4 "for i in $(seq 40); do nc -v -d -w 2 198.51.100.80 80 2>&1; sleep 0.2; done | tail -n 1" prints a line with "refused"
    And on compute2 "mm-dpctl datapath --dump midonet" prints a line with "NO_POOL_MEMBER"
