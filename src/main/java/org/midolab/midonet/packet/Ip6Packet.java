package org.midolab.midonet.packet;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.midolab.midonet.model.Ip6;

/**
 * The fields of an IPv6 packet that filters look at (RFC 8200, RFC 4443).
 *
 * @param protocol of the first header that is no extension header
 * @param fragment {@link FlowKey#UNFRAGMENTED}, {@link FlowKey#FIRST_FRAGMENT} or {@link
 *     FlowKey#LATER_FRAGMENT}
 * @param trafficClass 0 to 255
 * @param sourcePort of TCP or UDP, or the type of ICMPv6; -1 if the packet has none
 * @param destinationPort of TCP or UDP, or the code of ICMPv6; -1 if the packet has none
 * @param payload offset in bytes of what follows the last extension header
 */
public record Ip6Packet(
    Ip6 source,
    Ip6 destination,
    int protocol,
    int fragment,
    int trafficClass,
    int sourcePort,
    int destinationPort,
    int payload) {

  /** Types of ICMPv6. */
  public static final int ECHO_REQUEST = 128;

  public static final int ECHO_REPLY = 129;

  private static final int HEADER = 40;
  private static final int ICMP_HEADER = 8;

  /** Most extension headers that are read; senders use one or two. */
  private static final int MOST_EXTENSIONS = 8;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION_OPTIONS = 60;

  /**
   * Parses the packet in a frame, which may be tagged.
   *
   * @return empty if it is not IPv6, or its headers are truncated or too many
   */
  public static Optional<Ip6Packet> of(byte[] frame) {
    if (frame.length < Bytes.ETHERNET_LENGTH
        || Bytes.isTagged(frame) && frame.length < Bytes.ETHERNET_LENGTH + 4) {
      return Optional.empty();
    }
    int ip = Bytes.payloadOffset(frame);
    return Bytes.u16(frame, ip - 2) == FlowKey.ETHERTYPE_IPV6 ? at(frame, ip) : Optional.empty();
  }

  /**
   * Returns the packet that an ICMPv6 error quotes; empty if this is no error, or the quote is too
   * short.
   *
   * @param frame that this packet was parsed from
   */
  public Optional<Ip6Packet> quoted(byte[] frame) {
    return isError() ? at(frame, payload + ICMP_HEADER) : Optional.empty();
  }

  /** Whether this is an ICMPv6 error (RFC 4443 §2.1). */
  public boolean isError() {
    return protocol == FlowKey.PROTO_ICMPV6 && sourcePort >= 0 && sourcePort < ECHO_REQUEST;
  }

  private static Optional<Ip6Packet> at(byte[] bytes, int ip) {
    if (bytes.length < ip + HEADER || (bytes[ip] & 0xF0) != 0x60) {
      return Optional.empty();
    }
    int next = Bytes.u8(bytes, ip + 6);
    int at = ip + HEADER;
    int fragment = FlowKey.UNFRAGMENTED;
    for (int i = 0; i < MOST_EXTENSIONS; i++) {
      boolean options = next == HOP_BY_HOP || next == ROUTING || next == DESTINATION_OPTIONS;
      if (!options && next != FRAGMENT) {
        return Optional.of(end(bytes, ip, next, fragment, at));
      }
      if (bytes.length < at + 8) {
        return Optional.empty();
      }
      if (next == FRAGMENT) {
        int offset = Bytes.u16(bytes, at + 2);
        fragment = (offset & 0xFFF8) != 0 ? FlowKey.LATER_FRAGMENT : FlowKey.FIRST_FRAGMENT;
      }
      int length = options ? (Bytes.u8(bytes, at + 1) + 1) * 8 : 8;
      next = Bytes.u8(bytes, at);
      at += length;
      if (fragment == FlowKey.LATER_FRAGMENT) {
        return Optional.of(end(bytes, ip, next, fragment, at));
      }
    }
    return Optional.empty();
  }

  private static Ip6Packet end(byte[] bytes, int ip, int protocol, int fragment, int at) {
    boolean ports = protocol == FlowKey.PROTO_TCP || protocol == FlowKey.PROTO_UDP;
    boolean icmp = protocol == FlowKey.PROTO_ICMPV6;
    boolean has = (ports || icmp) && fragment != FlowKey.LATER_FRAGMENT && bytes.length >= at + 4;
    int source = -1;
    int destination = -1;
    if (has) {
      source = ports ? Bytes.u16(bytes, at) : Bytes.u8(bytes, at);
      destination = ports ? Bytes.u16(bytes, at + 2) : Bytes.u8(bytes, at + 1);
    }
    return new Ip6Packet(
        address(bytes, ip + 8),
        address(bytes, ip + 24),
        protocol,
        fragment,
        Bytes.u16(bytes, ip) >>> 4 & 0xFF,
        source,
        destination,
        at);
  }

  private static Ip6 address(byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Ip6(buffer.getLong(at), buffer.getLong(at + 8));
  }
}
