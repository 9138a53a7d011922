Feature: A VLAN-aware bridge
  The bridge of vm1 becomes VLAN 7 of a VLAN-aware bridge, whose trunk is the TAP device of vm4, on the other host. vm4 sends
  tagged ARP requests, as a physical switch does; a program makes them, because not every kernel has VLAN interfaces.

  Background:
    Given these placeholders of the guide
      | host2   | the host named compute2 |
      | bridge1 | the bridge named net    |

  @lab-vlan-trunk
  Scenario: A station of a VLAN finds an instance
    When these commands are typed in midonet-cli, with names for the answers
      |       | host host2 delete binding interface tapvm4           |
      | aware | bridge create name aware                             |
      | trunk | bridge <aware> add port                              |
      |       | host host2 add binding port <trunk> interface tapvm4 |
      | vlan7 | bridge <aware> add port vlan 7                       |
      |       | bridge bridge1 add port peer <vlan7>                 |
    And root types on vm4
      """
      cat > /run/ask.pl << 'END'
      # Asks for 192.168.1.11 by ARP, in the VLAN of the argument, as 192.168.1.24.
      use Socket;
      open my $file, '<', '/sys/class/net/eth0/ifindex' or die;
      my $index = <$file> + 0;
      my $mac = pack 'H12', '0200c0a8020e';
      socket my $socket, 17, 3, unpack('S', pack('n', 3)) or die "socket: $!";
      my $arp = pack('nnCCn', 1, 0x0800, 6, 4, 1) . $mac . inet_aton('192.168.1.24') . "\0" x 6 . inet_aton('192.168.1.11');
      my $frame = "\xff" x 6 . $mac . pack('nnn', 0x8100, $ARGV[0], 0x0806) . $arp . "\0" x 18;
      send $socket, $frame, 0, pack('SnlSCCa8', 17, 3, $index, 0, 0, 6, "\xff" x 6) or die "send: $!";
      END
      cat > /run/answers << 'END'
      timeout 4 tcpdump -l -e -n -i eth0 'vlan and arp[6:2] = 2' 2> /run/answers.log > /run/answers.txt &
      timeout 4 sh -c 'until grep -q listening /run/answers.log; do sleep 0.1; done'
      perl /run/ask.pl $1
      wait
      cat /run/answers.txt
      END
      """
    Then the bridge "aware" has a port bound to tapvm4 of compute2 and active
    And on vm4 "sh /run/answers 7" prints a line with "vlan 7, p 0, ethertype ARP (0x0806), Reply 192.168.1.11 is-at 02:00:c0:a8:01:0b"

  @lab-vlan-apart
  Scenario: A station of another VLAN finds nobody
    Then on vm4 "sh /run/answers 8 | grep -c Reply" prints "0"
    And on vm4 "sh /run/answers 7 | grep -c Reply" prints "1"
