package org.midolab.midonet.agent.simulation;

import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.Ip4Header;
import org.midolab.midonet.packet.Ip6Packet;
import org.midolab.midonet.packet.QuotedPacket;

/**
 * A frame's header at one point of its way: the original fields, and the changes that devices made
 * to them.
 *
 * <p>Reading an original field is recorded in {@link Reads}. Reading a changed field is not: its
 * value does not depend on the frame. Each branch of the frame's way has a {@code Header}; {@link
 * #copy} starts another branch.
 */
final class Header {

  private final FlowKey key;
  private final byte[] frame;
  private Optional<Ip6Packet> ip6; // null: not parsed yet
  private final Reads reads;

  /** New value, or null if no device changed the field; likewise for the next fields. */
  private Mac ethSrc;

  private Mac ethDst;
  private Ip4 ipSrc;
  private Ip4 ipDst;
  private Integer vlan;
  private Integer tpSrc;
  private Integer tpDst;
  private int hops;

  /** Identifier of an ICMP echo if a translation changed it, else null. */
  private Integer echoId;

  /** The packet that an ICMP error quotes if a translation changed it, else null. */
  private QuotedPacket quoted;

  private boolean destinationRewritten;
  private Crossed crossed;

  Header(FlowKey key, byte[] frame, Reads reads) {
    this.key = key;
    this.frame = frame;
    this.reads = reads;
  }

  Header copy() {
    Header copy = new Header(key, frame, reads);
    copy.ethSrc = ethSrc;
    copy.ethDst = ethDst;
    copy.ipSrc = ipSrc;
    copy.ipDst = ipDst;
    copy.vlan = vlan;
    copy.tpSrc = tpSrc;
    copy.tpDst = tpDst;
    copy.hops = hops;
    copy.echoId = echoId;
    copy.quoted = quoted;
    copy.destinationRewritten = destinationRewritten;
    copy.crossed = crossed;
    return copy;
  }

  /**
   * Returns the original frame. The caller must call {@link #onceOnly} if a decision depends on
   * bits that flows cannot match on.
   */
  byte[] frame() {
    return frame;
  }

  /**
   * Returns the ARP packet. All fields except the target's hardware address count as read, so that
   * all flows of ARP have the same mask. An announcement must not have a flow, because each one
   * reports a change. Nor must a packet whose sender hardware address is not the frame's source,
   * because flows cannot match on it.
   */
  ArpPacket arp() {
    ArpPacket arp = ArpPacket.parse(frame);
    reads.field(FlowField.ETH_SRC);
    reads.field(FlowField.ETH_DST);
    reads.field(FlowField.IP_PROTO);
    reads.field(FlowField.TP_SRC);
    reads.source(32);
    reads.destination(32);
    if (arp.isGratuitous() || !arp.senderMac().equals(key.ethSrc())) {
      reads.beyondFields();
    }
    return arp;
  }

  /** Records that this frame must not have a flow. */
  void onceOnly() {
    reads.beyondFields();
  }

  /**
   * Returns an untagged copy of the frame with all changes, for an ICMP message to quote or answer.
   */
  byte[] snapshot() {
    byte[] bytes = FrameRewriter.popVlan(frame.clone());
    FrameRewriter.setEthernet(bytes, ethSrc(), ethDst());
    if (isIpRewritten()) {
      FrameRewriter.setIp(bytes, ipSrc(), ipDst());
    }
    if (tpSrc != null || tpDst != null) {
      FrameRewriter.setPorts(bytes, sourcePort(), destinationPort());
    }
    if (echoId != null) {
      FrameRewriter.setEchoId(bytes, echoId);
    }
    if (hops > 0) {
      FrameRewriter.setTtl(bytes, key.ttl() - hops);
    }
    return bytes;
  }

  /** Returns the header fields that devices changed. */
  Written written() {
    return new Written(vlan, ethSrc, ethDst, ipSrc, ipDst, tpSrc, tpDst);
  }

  /** New values of header fields; null for fields that no device changed. */
  record Written(
      Integer vlan, Mac ethSrc, Mac ethDst, Ip4 ipSrc, Ip4 ipDst, Integer tpSrc, Integer tpDst) {

    static final Written NOTHING = new Written(null, null, null, null, null, null, null);
  }

  // ---- Ethernet

  int etherType() {
    return key.etherType();
  }

  boolean isIpv4() {
    return key.isIpv4();
  }

  boolean isIpv6() {
    return key.isIpv6();
  }

  /**
   * Returns the IPv6 packet; null for other frames and for malformed headers. Flows cannot match on
   * its fields.
   */
  Ip6Packet ip6() {
    if (!isIpv6()) {
      return null;
    }
    reads.beyondFields();
    if (ip6 == null) {
      ip6 = Ip6Packet.of(frame);
    }
    return ip6.orElse(null);
  }

  boolean isArp() {
    return key.isArp();
  }

  Mac ethSrc() {
    if (ethSrc != null) {
      return ethSrc;
    }
    reads.field(FlowField.ETH_SRC);
    return key.ethSrc();
  }

  Mac ethDst() {
    if (ethDst != null) {
      return ethDst;
    }
    reads.field(FlowField.ETH_DST);
    return key.ethDst();
  }

  void setEthernet(Mac source, Mac destination) {
    ethSrc = source;
    ethDst = destination;
  }

  /** Returns the VLAN id plus 0x1000 if there is a tag, else 0. */
  int vlan() {
    if (vlan != null) {
      return vlan;
    }
    reads.field(FlowField.VLAN);
    return key.vlan();
  }

  /** Whether the original frame has no tag. */
  boolean arrivedUntagged() {
    reads.field(FlowField.VLAN);
    return key.vlan() == 0;
  }

  /**
   * Sets or removes the tag.
   *
   * @param value VLAN id plus 0x1000, or 0 for no tag
   */
  void setVlan(int value) {
    vlan = value;
  }

  // ---- IPv4; the addresses also apply to ARP

  int protocol() {
    reads.field(FlowField.IP_PROTO);
    return key.ipProto();
  }

  int fragment() {
    reads.field(FlowField.IP_FRAGMENT);
    return key.fragment();
  }

  int tos() {
    reads.field(FlowField.IP_TOS);
    return key.tos();
  }

  /** Returns the time to live, after the routers so far. */
  int ttl() {
    reads.field(FlowField.IP_TTL);
    return key.ttl() - hops;
  }

  int hops() {
    return hops;
  }

  void decrementTtl() {
    hops++;
  }

  Ip4 ipSrc() {
    if (ipSrc != null) {
      return ipSrc;
    }
    reads.source(32);
    return key.ipSrc();
  }

  Ip4 ipDst() {
    if (ipDst != null) {
      return ipDst;
    }
    reads.destination(32);
    return key.ipDst();
  }

  boolean isSourceIn(Prefix prefix) {
    if (ipSrc != null) {
      return prefix.contains(ipSrc);
    }
    reads.source(Reads.bitsToTell(key.ipSrc().bits(), prefix.address().bits(), prefix.length()));
    return prefix.contains(key.ipSrc());
  }

  boolean isDestinationIn(Prefix prefix) {
    if (ipDst != null) {
      return prefix.contains(ipDst);
    }
    reads.destination(
        Reads.bitsToTell(key.ipDst().bits(), prefix.address().bits(), prefix.length()));
    return prefix.contains(key.ipDst());
  }

  boolean isSource(Ip4 address) {
    return isSourceIn(Prefix.host(address));
  }

  boolean isDestination(Ip4 address) {
    return isDestinationIn(Prefix.host(address));
  }

  /**
   * Records the bits of the destination that a lookup depended on.
   *
   * @return all destinations for which the lookup has the same result
   */
  Prefix readDestinationFor(RoutingTable.Lookup lookup) {
    if (ipDst != null) {
      return Prefix.host(ipDst);
    }
    reads.destination(lookup.bits());
    return new Prefix(key.ipDst(), lookup.bits()).network();
  }

  /** Returns the destination for a lookup. {@link #readDestinationFor} must record the read. */
  int destinationBitsUnread() {
    return (ipDst != null ? ipDst : key.ipDst()).bits();
  }

  boolean isIpRewritten() {
    return ipSrc != null || ipDst != null;
  }

  /**
   * Returns the fault of the original IPv4 header, if it has one. A faulty frame gets no flow, so
   * that the drop applies to this frame only.
   */
  Optional<Ip4Header.Fault> ipFault() {
    Optional<Ip4Header.Fault> fault = Ip4Header.fault(frame);
    if (fault.isPresent()) {
      reads.beyondFields();
    }
    return fault;
  }

  // ---- TCP, UDP, ICMP

  /** Returns the source port, or the ICMP type. */
  int sourcePort() {
    if (tpSrc != null) {
      return tpSrc;
    }
    reads.field(FlowField.TP_SRC);
    return key.tpSrc();
  }

  /** Returns the destination port, or the ICMP code. */
  int destinationPort() {
    if (tpDst != null) {
      return tpDst;
    }
    reads.field(FlowField.TP_DST);
    return key.tpDst();
  }

  /**
   * Whether this is an ICMP error, which quotes a packet. False for later fragments: their type is
   * 0.
   */
  boolean isIcmpError() {
    return isIpv4() && protocol() == FlowKey.PROTO_ICMP && IcmpPacket.isError(sourcePort());
  }

  /**
   * Returns the source of the packet that an ICMP error quotes, or null. Flows cannot match on it.
   */
  Ip4 quotedSrc() {
    QuotedPacket packet = quoted();
    return packet == null ? null : packet.source();
  }

  /**
   * Returns the destination of the packet that an ICMP error quotes, or null. Flows cannot match on
   * it.
   */
  Ip4 quotedDst() {
    QuotedPacket packet = quoted();
    return packet == null ? null : packet.destination();
  }

  /** Returns the packet that an ICMP error quotes, or null. */
  private QuotedPacket quoted() {
    reads.beyondFields();
    return quoted != null ? quoted : QuotedPacket.of(frame);
  }

  /** Returns the original frame with the translated payload, which actions cannot change. */
  byte[] frameWithPayload() {
    if (quoted != null) {
      return quoted.writtenInto(frame);
    }
    byte[] echo = frame.clone();
    FrameRewriter.setEchoId(echo, echoId);
    return echo;
  }

  /**
   * Whether a translation changed the packet that an ICMP error quotes, or an echo's identifier.
   */
  boolean isPayloadRewritten() {
    return quoted != null || echoId != null;
  }

  // ---- connections

  /**
   * Returns the key by which the original frame may return to a connection; null if no state is
   * kept for such frames. For an ICMP error, it is the key of a packet that would answer the quoted
   * one.
   */
  ConnectionKey asReturning(UUID deviceId) {
    if (isIpv6()) {
      return asReturning6(deviceId);
    }
    if (!isTrackable()) {
      return null;
    }
    if (isIcmpError()) {
      reads.beyondFields();
      int source = IcmpPacket.quotedSourcePort(frame);
      return source < 0
          ? null
          : ConnectionKey.answering(
              IcmpPacket.quotedProtocol(frame),
              IcmpPacket.quotedSource(frame),
              source,
              IcmpPacket.quotedDestination(frame),
              IcmpPacket.quotedDestinationPort(frame),
              deviceId);
    }
    reads.source(32);
    reads.destination(32);
    reads.field(FlowField.TP_SRC);
    reads.field(FlowField.TP_DST);
    // not as a translation on the way has changed them
    return new ConnectionKey(
        key.ipProto(), key.ipSrc(), key.tpSrc(), key.ipDst(), key.tpDst(), deviceId);
  }

  private ConnectionKey asReturning6(UUID deviceId) {
    Ip6Packet packet = ip6();
    if (packet == null || packet.sourcePort() < 0) {
      return null;
    }
    return packet.isError()
        ? packet.quoted(frame).map(quoted -> answering(quoted, deviceId)).orElse(null)
        : new ConnectionKey(
            packet.protocol(),
            packet.source(),
            packet.sourcePort(),
            packet.destination(),
            packet.destinationPort(),
            deviceId);
  }

  private static ConnectionKey answering(Ip6Packet packet, UUID deviceId) {
    return packet.sourcePort() < 0
        ? null
        : ConnectionKey.answering(
            packet.protocol(),
            packet.source(),
            packet.sourcePort(),
            packet.destination(),
            packet.destinationPort(),
            deviceId);
  }

  /**
   * Returns the key of the packets that answer the frame with its changes; null if no state is kept
   * for such frames.
   */
  ConnectionKey answering(UUID deviceId) {
    if (isIpv6()) {
      Ip6Packet packet = ip6();
      return packet == null ? null : answering(packet, deviceId);
    }
    return isTrackable() && !isIcmpError()
        ? ConnectionKey.answering(
            key.ipProto(), ipSrc(), sourcePort(), ipDst(), destinationPort(), deviceId)
        : null;
  }

  private boolean isTrackable() {
    return isIpv4()
        && (protocol() == FlowKey.PROTO_TCP
            || protocol() == FlowKey.PROTO_UDP
            || protocol() == FlowKey.PROTO_ICMP)
        && fragment() != FlowKey.LATER_FRAGMENT;
  }

  // ---- translation

  /**
   * Translates by static NAT. The packet that an ICMP error quotes went in the opposite direction,
   * so its source is translated.
   */
  void translateDestination(Ip4 to) {
    if (isIcmpError()) {
      QuotedPacket packet = quoted();
      if (packet != null && packet.source().equals(ipDst())) {
        quoted = packet.withSource(to);
      }
    }
    ipDst = to;
    destinationRewritten = true;
  }

  /** Translates by static NAT; in a quoted packet, the destination. */
  void translateSource(Ip4 to) {
    if (isIcmpError()) {
      QuotedPacket packet = quoted();
      if (packet != null && packet.destination().equals(ipSrc())) {
        quoted = packet.withDestination(to);
      }
    }
    ipSrc = to;
  }

  /**
   * Returns the key of the frame with its changes for dynamic NAT at a device; null if it has no
   * ports. For an ICMP error, it is the key of a packet that would answer the quoted one.
   */
  NatKey natKey(NatKey.Kind kind, UUID deviceId) {
    if (!isTrackable()) {
      return null;
    }
    if (isIcmpError()) {
      QuotedPacket packet = quoted();
      return packet == null || !packet.hasPorts()
          ? null
          : new NatKey(
              kind,
              packet.protocol(),
              packet.destination(),
              packet.destinationPort(),
              packet.source(),
              packet.sourcePort(),
              deviceId);
    }
    if (protocol() != FlowKey.PROTO_ICMP) {
      return new NatKey(
          kind, protocol(), ipSrc(), sourcePort(), ipDst(), destinationPort(), deviceId);
    }
    if (!IcmpPacket.isEcho(sourcePort())) {
      return null;
    }
    return new NatKey(kind, FlowKey.PROTO_ICMP, ipSrc(), echoId(), ipDst(), echoId(), deviceId);
  }

  /** Returns the identifier of an ICMP echo. Flows cannot match on it. */
  private int echoId() {
    reads.beyondFields();
    return echoId != null ? echoId : IcmpPacket.echoId(frame);
  }

  /** Translates by dynamic NAT; the frame must have a {@link #natKey}. */
  void translateDestination(Endpoint to) {
    if (isIcmpError()) {
      quoted = quoted().withSource(to.address(), to.port());
    } else if (protocol() == FlowKey.PROTO_ICMP) {
      setEchoId(to.port());
    } else if (destinationPort() != to.port()) {
      tpDst = to.port();
    }
    ipDst = to.address();
    destinationRewritten = true;
  }

  /** Translates by dynamic NAT; the frame must have a {@link #natKey}. */
  void translateSource(Endpoint to) {
    if (isIcmpError()) {
      quoted = quoted().withDestination(to.address(), to.port());
    } else if (protocol() == FlowKey.PROTO_ICMP) {
      setEchoId(to.port());
    } else if (sourcePort() != to.port()) {
      tpSrc = to.port();
    }
    ipSrc = to.address();
  }

  private void setEchoId(int id) {
    if (echoId() != id) {
      echoId = id;
    }
  }

  /** Whether a translation changed the destination since the frame entered the last router. */
  boolean isDestinationRewritten() {
    return destinationRewritten;
  }

  void enterRouter() {
    destinationRewritten = false;
  }

  // ---- devices

  /** Records that the frame enters a device, and returns how many devices it has entered. */
  int cross(UUID device) {
    crossed = new Crossed(device, crossed == null ? 1 : crossed.count + 1, crossed);
    return crossed.count;
  }

  boolean hasCrossed(UUID device) {
    for (Crossed at = crossed; at != null; at = at.before) {
      if (at.device.equals(device)) {
        return true;
      }
    }
    return false;
  }

  private record Crossed(UUID device, int count, Crossed before) {}
}
