package org.midolab.midonet.datapath.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Datapath.Flow;
import org.midolab.midonet.datapath.Datapath.FlowStatistics;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.AnswerArp;
import org.midolab.midonet.datapath.FlowAction.DecrementTtl;
import org.midolab.midonet.datapath.FlowAction.Output;
import org.midolab.midonet.datapath.FlowAction.PopVlan;
import org.midolab.midonet.datapath.FlowAction.PushVlan;
import org.midolab.midonet.datapath.FlowAction.SetEthernet;
import org.midolab.midonet.datapath.FlowAction.SetIp;
import org.midolab.midonet.datapath.FlowAction.SetPorts;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;

/**
 * Formats a flow as one line, similar to {@code ovs-dpctl dump-flows}. The line contains only
 * fields in the mask; a flow matches any value of the others.
 */
final class FlowText {

  private FlowText() {}

  static String line(FlowStatistics statistics) {
    Flow flow = statistics.flow();
    return "%s, packets:%d, bytes:%d, idle:%.1fs, actions:%s"
        .formatted(
            match(flow.key(), flow.mask()),
            statistics.packets(),
            statistics.bytes(),
            statistics.idle().toMillis() / 1000.0,
            actions(flow));
  }

  static String match(FlowKey key, FlowMask mask) {
    List<String> parts = new ArrayList<>();
    parts.add("in_port(" + (key.inPort() == Datapath.TUNNEL_PORT ? "tunnel" : key.inPort()) + ")");
    add(parts, mask, FlowField.TUNNEL_KEY, "tun_id(" + key.tunnelKey() + ")");
    group(
        parts,
        "eth",
        mask,
        part(FlowField.ETH_SRC, "src", key.ethSrc()),
        part(FlowField.ETH_DST, "dst", key.ethDst()));
    if (mask.fields().contains(FlowField.VLAN)) {
      parts.add(key.vlan() == 0 ? "untagged" : "vlan(" + (key.vlan() & 0xFFF) + ")");
    }
    parts.add("eth_type(0x%04x)".formatted(key.etherType()));
    group(
        parts,
        key.isArp() ? "arp" : "ipv4",
        mask,
        part(FlowField.IP_SRC, key.isArp() ? "sip" : "src", prefix(key.ipSrc(), mask.srcPrefix())),
        part(FlowField.IP_DST, key.isArp() ? "tip" : "dst", prefix(key.ipDst(), mask.dstPrefix())),
        part(FlowField.IP_PROTO, key.isArp() ? "op" : "proto", key.ipProto()),
        part(FlowField.IP_TOS, "tos", key.tos()),
        part(FlowField.IP_TTL, "ttl", key.ttl()),
        part(FlowField.IP_FRAGMENT, "frag", fragment(key.fragment())));
    if (key.isArp()) {
      add(
          parts,
          mask,
          FlowField.TP_SRC,
          key.tpSrc() == 0 ? "arp_sender(eth_src)" : "arp_sender(other)");
      return String.join(",", parts);
    }
    boolean icmp = key.ipProto() == FlowKey.PROTO_ICMP;
    group(
        parts,
        l4(key),
        mask,
        part(FlowField.TP_SRC, icmp ? "type" : "src", key.tpSrc()),
        part(FlowField.TP_DST, icmp ? "code" : "dst", key.tpDst()));
    return String.join(",", parts);
  }

  private record Part(FlowField field, String text) {}

  private static Part part(FlowField field, String name, Object value) {
    return new Part(field, name + "=" + value);
  }

  private static void add(List<String> parts, FlowMask mask, FlowField field, String text) {
    if (mask.fields().contains(field)) {
      parts.add(text);
    }
  }

  private static void group(List<String> parts, String name, FlowMask mask, Part... members) {
    StringJoiner joiner = new StringJoiner(",", name + "(", ")").setEmptyValue("");
    for (Part member : members) {
      if (mask.fields().contains(member.field())) {
        joiner.add(member.text());
      }
    }
    if (joiner.length() > 0) {
      parts.add(joiner.toString());
    }
  }

  private static String prefix(Object address, int length) {
    return length == 32 ? address.toString() : address + "/" + length;
  }

  private static String fragment(int fragment) {
    return switch (fragment) {
      case FlowKey.UNFRAGMENTED -> "no";
      case FlowKey.FIRST_FRAGMENT -> "first";
      default -> "later";
    };
  }

  private static String l4(FlowKey key) {
    return switch (key.ipProto()) {
      case FlowKey.PROTO_TCP -> "tcp";
      case FlowKey.PROTO_UDP -> "udp";
      case FlowKey.PROTO_ICMP -> "icmp";
      default -> "l4";
    };
  }

  static String actions(Flow flow) {
    if (flow.actions().isEmpty()) {
      return "drop(" + flow.dropReason() + ")";
    }
    return flow.actions().stream().map(FlowText::action).collect(Collectors.joining(","));
  }

  private static String action(FlowAction action) {
    return switch (action) {
      case SetEthernet set -> "set(eth(" + sides(set.source(), set.destination()) + "))";
      case SetIp set -> "set(ipv4(" + sides(set.source(), set.destination()) + "))";
      case SetPorts(int source, int destination) ->
          "set(tp("
              + sides(
                  source == FlowAction.KEEP ? null : source,
                  destination == FlowAction.KEEP ? null : destination)
              + "))";
      case DecrementTtl(int hops) -> "dec_ttl(" + hops + ")";
      case PushVlan(int id) -> "push_vlan(" + id + ")";
      case PopVlan() -> "pop_vlan";
      case AnswerArp(Mac owner) -> "answer_arp(" + owner + ")";
      case Output(int port) -> "output(" + port + ")";
      case Tunnel t ->
          "%s(key=%d,src=%s,dst=%s)"
              .formatted(
                  t.encapsulation().name().toLowerCase(Locale.ROOT),
                  t.key(),
                  t.local(),
                  t.remote());
    };
  }

  private static String sides(Object source, Object destination) {
    if (source == null) {
      return "dst=" + destination;
    }
    return destination == null ? "src=" + source : "src=" + source + ",dst=" + destination;
  }
}
