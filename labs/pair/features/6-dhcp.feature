Feature: Addresses by DHCP
  The agent of an instance's host answers it by its own port. Three clients ask: busybox's udhcpc by the secured port of
  vm3, ISC's dhclient on vm4, and systemd-networkd on vm5. The subnet's MTU is more than the underlay carries.

  Background:
    Given these placeholders of the guide
      | bridge1 | the bridge named net   |
      | bridge2 | the bridge named other |

  @lab-dhcp-udhcpc
  Scenario: udhcpc gets an address by a secured port and renews it
    When these commands are typed in midonet-cli
      """
      bridge bridge2 add arp-entry ip 192.168.2.2 mac 02:00:c0:a8:02:02
      bridge bridge2 add dhcp subnet 192.168.2.0/24 gw 192.168.2.1 server 192.168.2.2 dns-servers 203.0.113.53 interface-mtu 9000
      bridge bridge2 dhcp subnet 192.168.2.0/24 add opt121-routes destination 198.51.100.0/24 gateway 192.168.2.3
      bridge bridge2 dhcp subnet 192.168.2.0/24 add host name vm3 address 192.168.2.13 mac 02:00:c0:a8:02:0d
      bridge bridge2 dhcp subnet 192.168.2.0/24 add host name vm4 address 192.168.2.14 mac 02:00:c0:a8:02:0e
      """
    And root types on vm3
      """
      ip address flush dev eth0
      udhcpc -i eth0 -n -t 15 -T 1 -p /run/udhcpc.pid
      """
    Then on vm3 "ip -4 -o address show dev eth0" prints a line with "inet 192.168.2.13/24 brd 192.168.2.255"
    And on vm3 "cat /sys/class/net/eth0/mtu" prints "1600"
    And on vm3 "ip route show default" prints a line with "default via 192.168.2.1 dev eth0"
    And on vm3 "cat /etc/resolv.conf" prints a line with "nameserver 203.0.113.53"
    When root types on vm3
      """
      (timeout 10 tcpdump -l -n -v -c 2 -i eth0 udp port 67 > /run/renewal 2> /run/renewal.log & sleep 2; kill -USR1 $(cat /run/udhcpc.pid); wait)
      """
    Then on vm3 "cat /run/renewal" prints a line with "192.168.2.13.68 > 192.168.2.2.67"
    And on vm3 "cat /run/renewal" prints a line with "192.168.2.2.67 > 192.168.2.13.68"
    And on vm3 "cat /run/renewal" prints a line with "DHCP-Message (53), length 1: ACK"

  @lab-dhcp-dhclient
  Scenario: dhclient asks for a wrong address first and is refused
    When root types on vm4
      """
      ip address flush dev eth0
      cat > /var/lib/dhcp/dhclient.leases << END
      lease {
        interface "eth0";
        fixed-address 192.168.2.77;
        option subnet-mask 255.255.255.0;
        renew never;
        rebind never;
        expire never;
      }
      END
      dhclient -1 -v eth0 > /run/dhclient.log 2>&1
      """
    Then on vm4 "cat /run/dhclient.log" prints a line with "DHCPREQUEST for 192.168.2.77 on eth0"
    And on vm4 "cat /run/dhclient.log" prints a line with "DHCPNAK from 192.168.2.2"
    And on vm4 "cat /run/dhclient.log" prints a line with "bound to 192.168.2.14"
    And on vm4 "ip -4 -o address show dev eth0" prints a line with "inet 192.168.2.14/24 brd 192.168.2.255"
    And on vm4 "cat /sys/class/net/eth0/mtu" prints "1600"
    And on vm4 "ip route show default" prints a line with "default via 192.168.2.1 dev eth0"
    And on vm4 "ip route show 198.51.100.0/24" prints a line with "via 192.168.2.3 dev eth0"
    And echo requests from vm3 to 192.168.2.14 are answered
    And on vm3 "ping -n -c 3 -M do -s 1572 192.168.2.14" succeeds

  @lab-dhcp-networkd
  Scenario: systemd-networkd gets an address and classless routes
    When these commands are typed in midonet-cli
      """
      bridge bridge1 add dhcp subnet 192.168.1.0/24 gw 192.168.1.1 dns-servers 203.0.113.53
      bridge bridge1 dhcp subnet 192.168.1.0/24 add opt121-routes destination 198.51.100.0/24 gateway 192.168.1.3
      bridge bridge1 dhcp subnet 192.168.1.0/24 add host name vm5 address 192.168.1.15 mac 02:00:c0:a8:01:0f
      """
    And root types on vm5
      """
      ip address flush dev eth0
      mkdir -p /run/systemd/network /run/systemd/netif/leases /run/systemd/netif/links /run/systemd/netif/lldp
      chown -R systemd-network: /run/systemd/netif
      cat > /run/systemd/network/eth0.network << END
      [Match]
      Name=eth0
      [Network]
      DHCP=ipv4
      LinkLocalAddressing=no
      [DHCPv4]
      ClientIdentifier=mac
      END
      setsid -f setpriv --reuid systemd-network --regid systemd-network --init-groups \
        --inh-caps +net_admin,+net_raw,+net_bind_service --ambient-caps +net_admin,+net_raw,+net_bind_service \
        /lib/systemd/systemd-networkd > /run/networkd.log 2>&1
      timeout 20 sh -c 'until ls /run/systemd/netif/leases/* 2> /dev/null; do sleep 0.2; done'
      """
    Then on vm5 "ip -4 -o address show dev eth0" prints a line with "inet 192.168.1.15/24"
    And on vm5 "cat /sys/class/net/eth0/mtu" prints "1500"
    And on vm5 "ip route show default" prints a line with "default via 192.168.1.1 dev eth0"
    And on vm5 "ip route show 198.51.100.0/24" prints a line with "via 192.168.1.3 dev eth0"
    And on vm5 "cat /run/systemd/netif/leases/*" prints a line with "DNS=203.0.113.53"
    And echo requests from vm5 to 192.168.1.11 are answered
