package org.midolab.midonet.agent.simulation;

import static org.midolab.midonet.model.Condition.FragmentPolicy.ANY;
import static org.midolab.midonet.model.Condition.FragmentPolicy.HEADER;

import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Condition.FragmentPolicy;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.packet.FlowKey;

/**
 * Whether a condition holds for a packet at one point of one device (docs: nsdb.md#conditions).
 *
 * <p>Fields are looked at from those that cost no match in the flow to those that cost most, and
 * not at all once one does not hold. A field that the packet does not have is not equal to
 * anything, so that its inversion holds. {@code nw_src} and {@code nw_dst} also stand for the
 * protocol addresses of ARP; other network fields are IPv4's only.
 *
 * @param ingress the port by which the packet entered the topology
 * @param in the port by which it entered the device, or null for what the device itself made
 * @param out the port by which it will leave the device, or null before that is known
 * @param state asked last, for its answers cost a match on whole addresses and ports
 */
record ConditionMatcher(Header header, Port ingress, Port in, Port out, State state) {

  /** What conditions ask of more than the packet. */
  interface State {

    /** Whether the packet returns to a connection. */
    boolean isReturn();

    /** Whether an address is in an IP address group; a group that is gone has none. */
    boolean isMember(UUID group, Ip4 address);
  }

  /** The device whose chain this is. */
  UUID deviceId() {
    return (in != null ? in : out).deviceId();
  }

  boolean matches(Condition condition) {
    return fieldsMatch(condition) != condition.conjunctionInv();
  }

  private boolean fieldsMatch(Condition c) {
    boolean seen = ports(c) && ethernet(c) && network(c) && transport(c) && quoted(c);
    return seen
        && groups(c)
        && (!c.matchForwardFlow() || !state.isReturn())
        && (!c.matchReturnFlow() || state.isReturn());
  }

  private boolean groups(Condition c) {
    boolean hasAddresses = header.isIpv4() || header.isArp();
    return (c.ipAddrGroupSrcId() == null
            || (hasAddresses && state.isMember(c.ipAddrGroupSrcId(), header.ipSrc()))
                != c.ipAddrGroupSrcInv())
        && (c.ipAddrGroupDstId() == null
            || (hasAddresses && state.isMember(c.ipAddrGroupDstId(), header.ipDst()))
                != c.ipAddrGroupDstInv());
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
    boolean ipv4 = header.isIpv4();
    return (c.nwProto() == null || (ipv4 && c.nwProto() == header.protocol()) != c.nwProtoInv())
        && (c.nwDst() == null || isDestinationIn(c.nwDst()) != c.nwDstInv())
        && (c.nwSrc() == null || isSourceIn(c.nwSrc()) != c.nwSrcInv())
        && (!c.matchNwDstRewritten() || header.isDestinationRewritten())
        && (c.nwTos() == null || (ipv4 && c.nwTos() == header.tos()) != c.nwTosInv());
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
    if (policy == ANY || !header.isIpv4()) {
      return policy != FragmentPolicy.NONHEADER;
    }
    int fragment = header.fragment();
    return switch (policy) {
      case ANY -> true;
      case HEADER -> fragment != FlowKey.LATER_FRAGMENT;
      case NONHEADER -> fragment == FlowKey.LATER_FRAGMENT;
      case UNFRAGMENTED -> fragment == FlowKey.UNFRAGMENTED;
    };
  }

  private boolean hasPort(Range range, boolean source) {
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
