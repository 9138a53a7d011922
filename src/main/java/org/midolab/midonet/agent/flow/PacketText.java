package org.midolab.midonet.agent.flow;

import org.midolab.midonet.packet.FlowKey;

/** Text about a frame's addresses, for operators. */
final class PacketText {

  private PacketText() {}

  /** Returns the addresses in one line, for example {@code A > B, UDP 10.0.0.1:9 > 10.0.0.2:53}. */
  static String of(FlowKey key) {
    String vlan = key.vlan() == 0 ? "" : ", VLAN " + (key.vlan() & 0xFFF);
    return "%s > %s%s, %s".formatted(key.ethSrc(), key.ethDst(), vlan, network(key));
  }

  private static String network(FlowKey key) {
    if (key.isArp()) {
      return "ARP %s %s for %s"
          .formatted(
              key.ipProto() == FlowKey.ARP_REQUEST ? "request" : "reply", key.ipSrc(), key.ipDst());
    }
    if (!key.isIpv4()) {
      return "ethertype 0x%04x".formatted(key.etherType());
    }
    return switch (key.ipProto()) {
      case FlowKey.PROTO_TCP -> "TCP " + ends(key);
      case FlowKey.PROTO_UDP -> "UDP " + ends(key);
      case FlowKey.PROTO_ICMP ->
          "ICMP type %d code %d %s > %s"
              .formatted(key.tpSrc(), key.tpDst(), key.ipSrc(), key.ipDst());
      default -> "IP protocol %d %s > %s".formatted(key.ipProto(), key.ipSrc(), key.ipDst());
    };
  }

  private static String ends(FlowKey key) {
    return key.fragment() == FlowKey.LATER_FRAGMENT
        ? key.ipSrc() + " > " + key.ipDst() + ", later fragment"
        : "%s:%d > %s:%d".formatted(key.ipSrc(), key.tpSrc(), key.ipDst(), key.tpDst());
  }
}
