package org.midolab.lab.probe;

import java.util.List;

/**
 * Tests whether VXLAN packets from one host to another's tunnel port pass every packet filter
 * there. It sends some packets with an unused tunnel key and reads the kernel's counters. These are
 * the packets that tunnel devices received and, before the agent has created its device, the
 * datagrams to a port without a listener (UdpNoPorts).
 */
public final class TunnelCounter {

  /** Number of packets: so many that other traffic does not hide them. */
  public static final int PACKETS = 20;

  /** A VXLAN header with key 0xfffffd, and an Ethernet frame to an unused address. */
  private static final String PACKET =
      "\\x08\\0\\0\\0\\xff\\xff\\xfd\\0"
          + "\\x02\\0\\0\\0\\0\\x01\\x02\\0\\0\\0\\0\\x02\\x88\\xb5"
          + "\\0".repeat(46);

  private TunnelCounter() {}

  /** Sends packets from one node to each of the addresses, on a UDP port. */
  public static void send(LabNode from, List<String> addresses, int port) {
    var line = new StringBuilder();
    for (var address : addresses) {
      line.append("for i in $(seq ")
          .append(PACKETS)
          .append("); do printf '")
          .append(PACKET)
          .append("' > /dev/udp/")
          .append(address)
          .append('/')
          .append(port)
          .append("; done; ");
    }
    var answer = from.run("bash", "-c", line.toString());
    if (!answer.ok()) {
      throw new LabException(from.name() + " cannot send: " + answer.all().strip());
    }
  }

  /**
   * Returns how many packets to a UDP port have passed the packet filters of a node: those of its
   * VXLAN devices on that port, and those to the port while nothing listens on it.
   */
  public static long received(LabNode node, int port) {
    var answer =
        node.shell(
            "for d in $(ip -d -o link show type vxlan | grep 'dstport "
                + port
                + " ' | cut -d: -f2 | cut -d@ -f1); do cat /sys/class/net/$d/statistics/rx_packets;"
                + " done; awk '$1 == \"Udp:\" && $2 ~ /^[0-9]/ {print $3}' /proc/net/snmp");
    if (!answer.ok() || answer.text().isEmpty()) {
      throw new LabException(node.name() + " does not count packets: " + answer.all());
    }
    return answer.out().lines().mapToLong(line -> Long.parseLong(line.strip())).sum();
  }
}
