package org.midolab.lab.probe;

import java.util.List;

/**
 * Whether VXLAN that one host sends to another's tunnel port passes every packet filter there: some
 * packets with a key that nobody has, and the kernel's counts of what came through. These are the
 * packets that tunnel devices received and, before the agent has made its device, the datagrams for
 * a port that nobody listens on (UdpNoPorts).
 */
public final class TunnelCounter {

  /** As many as stand out against what else is on the way. */
  public static final int PACKETS = 20;

  /** A VXLAN header with key 0xfffffd, and an Ethernet frame that is nobody's. */
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
   * How many packets for a UDP port have passed the packet filters of a node: of its VXLAN devices
   * at that port, and of the port as long as nobody listens.
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
