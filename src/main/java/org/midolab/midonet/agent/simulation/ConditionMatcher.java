package org.midolab.midonet.agent.simulation;

import static org.midolab.midonet.model.Condition.FragmentPolicy.ANY;
import static org.midolab.midonet.model.Condition.FragmentPolicy.HEADER;

import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Condition.FragmentPolicy;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.Ip6Packet;

/**
 * Decides whether a condition holds for a packet at one point of one device (docs:
 * nsdb.md#conditions).
 *
 * <p>Fields are compared in order of their cost in the flow's mask, the cheapest first. The first
 * field that does not hold ends the comparison. A field that the packet does not have equals no
 * value, so its inversion holds. {@code nw_src} and {@code nw_dst} also apply to the protocol
 * addresses of ARP. Other network fields apply to IPv4 and IPv6.
 *
 * @param ingress the port by which the packet entered the topology
 * @param in the port by which it entered the device, or null for packets that the device made
 * @param out the port by which it will leave the device, or null before that is known
 * @param state read last, because its answers need matches on whole addresses and ports
 */
record ConditionMatcher(Header header, Port ingress, Port in, Port out, State state) {

  /** State outside the packet that conditions depend on. */
  interface State {

    /** Whether the packet returns to a connection. */
    boolean isReturn();

    /** Whether an address is in an IP address group; false if there is no such group. */
    boolean isMember(UUID group, IpAddress address);
  }

  /** Returns the device whose chain is evaluated. */
  UUID deviceId() {
    return (in != null ? in : out).deviceId();
  }

  boolean matches(Condition condition) {
    return fieldsMatch(condition) != condition.conjunctionInv();
  }

  private boolean fieldsMatch(Condition c) {
    boolean fields = ports(c) && ethernet(c) && network(c) && transport(c) && quoted(c);
    return fields
        && groups(c)
        && (!c.matchForwardFlow() || !state.isReturn())
        && (!c.matchReturnFlow() || state.isReturn());
  }

  private boolean groups(Condition c) {
    return (c.ipAddrGroupSrcId() == null
            || isMember(c.ipAddrGroupSrcId(), true) != c.ipAddrGroupSrcInv())
        && (c.ipAddrGroupDstId() == null
            || isMember(c.ipAddrGroupDstId(), false) != c.ipAddrGroupDstInv());
  }

  private boolean isMember(UUID group, boolean source) {
    IpAddress address = null;
    if (header.isIpv4() || header.isArp()) {
      address = source ? header.ipSrc() : header.ipDst();
    } else if (header.isIpv6()) {
      Ip6Packet packet = header.ip6();
      address = packet == null ? null : source ? packet.source() : packet.destination();
    }
    return address != null && state.isMember(group, address);
  }

  private boolean ports(Condition c) {
    return among(c.inPortIds(), in, c.inPortInv())
        && among(c.outPortIds(), out, c.outPortInv())
        && inGroup(c.portGroupId(), ingress, c.portGroupInv())
        && inGroup(c.inPortGroupId(), in, c.inPortGroupInv())
        && inGroup(c.outPortGroupId(), out, c.outPortGroupInv())
        && (c.traversedDeviceId() == null
            || header.hasCrossed(c.traversedDeviceId()) != c.traversedDeviceInv());
  }

  private static boolean among(Set<UUID> ids, Port port, boolean inverted) {
    return ids.isEmpty() || (port != null && ids.contains(port.id())) != inverted;
  }

  private static boolean inGroup(UUID group, Port port, boolean inverted) {
    return group == null || (port != null && port.portGroupIds().contains(group)) != inverted;
  }

  private boolean ethernet(Condition c) {
    return (c.dlType() == null || (c.dlType() == header.etherType()) != c.dlTypeInv())
        && (!c.noVlan() || header.vlan() == 0)
        && (c.vlan() == null || header.vlan() == (c.vlan() | 0x1000))
        && (c.dlSrc() == null || masked(header.ethSrc(), c.dlSrc(), c.dlSrcMask()) != c.dlSrcInv())
        && (c.dlDst() == null || masked(header.ethDst(), c.dlDst(), c.dlDstMask()) != c.dlDstInv());
  }

  private static boolean masked(Mac mac, Mac wanted, Mac mask) {
    long bits = mask == null ? -1 : mask.bits();
    return ((mac.bits() ^ wanted.bits()) & bits) == 0;
  }

  private boolean network(Condition c) {
    return (c.nwProto() == null || (c.nwProto() == protocol()) != c.nwProtoInv())
        && (c.nwDst() == null || isDestinationIn(c.nwDst()) != c.nwDstInv())
        && (c.nwSrc() == null || isSourceIn(c.nwSrc()) != c.nwSrcInv())
        && (c.nw6Dst() == null || is6(packet -> c.nw6Dst().contains(packet.destination())))
        && (c.nw6Src() == null || is6(packet -> c.nw6Src().contains(packet.source())))
        && (!c.matchNwDstRewritten() || header.isDestinationRewritten())
        && (c.nwTos() == null || (c.nwTos() == tos()) != c.nwTosInv());
  }

  private boolean is6(Predicate<Ip6Packet> wanted) {
    Ip6Packet packet = header.ip6();
    return packet != null && wanted.test(packet);
  }

  /** Returns the protocol of an IP packet; -1 for other frames. */
  private int protocol() {
    if (header.isIpv4()) {
      return header.protocol();
    }
    Ip6Packet packet = header.ip6();
    return packet == null ? -1 : packet.protocol();
  }

  private int tos() {
    if (header.isIpv4()) {
      return header.tos();
    }
    Ip6Packet packet = header.ip6();
    return packet == null ? -1 : packet.trafficClass();
  }

  private boolean isSourceIn(Prefix prefix) {
    return (header.isIpv4() || header.isArp()) && header.isSourceIn(prefix);
  }

  private boolean isDestinationIn(Prefix prefix) {
    return (header.isIpv4() || header.isArp()) && header.isDestinationIn(prefix);
  }

  private boolean transport(Condition c) {
    return fragment(c)
        && (c.tpDst() == null || hasPort(c.tpDst(), false) != c.tpDstInv())
        && (c.tpSrc() == null || hasPort(c.tpSrc(), true) != c.tpSrcInv());
  }

  private boolean fragment(Condition c) {
    FragmentPolicy policy = c.fragmentPolicy();
    if (policy == null) {
      policy = c.tpSrc() != null || c.tpDst() != null ? HEADER : ANY;
    }
    if (policy == ANY || !header.isIpv4() && !header.isIpv6()) {
      return policy != FragmentPolicy.NONHEADER;
    }
    int fragment = fragment();
    return switch (policy) {
      case ANY -> true;
      case HEADER -> fragment != FlowKey.LATER_FRAGMENT;
      case NONHEADER -> fragment == FlowKey.LATER_FRAGMENT;
      case UNFRAGMENTED -> fragment == FlowKey.UNFRAGMENTED;
    };
  }

  private int fragment() {
    if (header.isIpv4()) {
      return header.fragment();
    }
    Ip6Packet packet = header.ip6();
    return packet == null ? FlowKey.LATER_FRAGMENT : packet.fragment();
  }

  private boolean hasPort(Range range, boolean source) {
    if (header.isIpv6()) {
      // a packet without ports has -1, which is in no range
      return is6(packet -> range.contains(source ? packet.sourcePort() : packet.destinationPort()));
    }
    if (!header.isIpv4()
        || !hasPorts(header.protocol())
        || header.fragment() == FlowKey.LATER_FRAGMENT) {
      return false;
    }
    return range.contains(source ? header.sourcePort() : header.destinationPort());
  }

  private static boolean hasPorts(int protocol) {
    return protocol == FlowKey.PROTO_TCP
        || protocol == FlowKey.PROTO_UDP
        || protocol == FlowKey.PROTO_ICMP;
  }

  private boolean quoted(Condition c) {
    if (c.icmpDataSrc() == null && c.icmpDataDst() == null) {
      return true;
    }
    boolean error = header.isIcmpError();
    return (c.icmpDataSrc() == null
            || isIn(error ? header.quotedSrc() : null, c.icmpDataSrc()) != c.icmpDataSrcInv())
        && (c.icmpDataDst() == null
            || isIn(error ? header.quotedDst() : null, c.icmpDataDst()) != c.icmpDataDstInv());
  }

  private static boolean isIn(Ip4 address, Prefix prefix) {
    return address != null && prefix.contains(address);
  }
}
