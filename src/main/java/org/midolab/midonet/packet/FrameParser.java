package org.midolab.midonet.packet;

import static org.midolab.midonet.packet.FlowKey.ETHERTYPE_ARP;
import static org.midolab.midonet.packet.FlowKey.ETHERTYPE_IPV4;
import static org.midolab.midonet.packet.FlowKey.FIRST_FRAGMENT;
import static org.midolab.midonet.packet.FlowKey.LATER_FRAGMENT;
import static org.midolab.midonet.packet.FlowKey.PROTO_ICMP;
import static org.midolab.midonet.packet.FlowKey.PROTO_TCP;
import static org.midolab.midonet.packet.FlowKey.PROTO_UDP;
import static org.midolab.midonet.packet.FlowKey.UNFRAGMENTED;

import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * Parses a frame into the fields that flows match; {@link FlowField} describes how ARP and ICMP use
 * them.
 *
 * <pre>
 *   0        6        12      14           18             18+4*ihl
 *   | dst    | src    | 8100 tag | type |  IPv4 | ARP     |  TCP | UDP | ICMP
 *                     '- optional -'
 * </pre>
 *
 * One VLAN tag (802.1Q or 802.1ad) is parsed; bytes after a second tag are not. Fields of protocols
 * that a frame does not carry are 0.
 */
public final class FrameParser {

  private static final int ARP_LENGTH = 28;
  private static final int MIN_IP_HEADER = 20;
  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int FRAGMENT_OFFSET = 0x1FFF;

  private FrameParser() {}

  /**
   * Parses a frame.
   *
   * @param inPort datapath port number for the key
   * @param tunnelKey tunnel key for the key, 0 outside tunnels
   * @throws MalformedFrameException when a header is truncated or inconsistent
   */
  public static FlowKey parse(byte[] frame, int inPort, int tunnelKey) {
    require(frame.length, Bytes.ETHERNET_LENGTH, "an Ethernet header");
    int vlan = 0;
    if (Bytes.isTagged(frame)) {
      require(frame.length, Bytes.ETHERNET_LENGTH + 4, "a VLAN tag");
      vlan = Bytes.u16(frame, 14) & 0x0FFF | 0x1000;
    }
    int payload = Bytes.payloadOffset(frame);
    int etherType = Bytes.u16(frame, payload - 2);
    Mac destination = Mac.at(frame, 0);
    Mac source = Mac.at(frame, 6);
    return switch (etherType) {
      case ETHERTYPE_ARP -> arp(frame, payload, inPort, tunnelKey, source, destination, vlan);
      case ETHERTYPE_IPV4 -> ipv4(frame, payload, inPort, tunnelKey, source, destination, vlan);
      default ->
          new FlowKey(
              inPort,
              tunnelKey,
              source,
              destination,
              etherType,
              vlan,
              0,
              0,
              0,
              0,
              Ip4.ANY,
              Ip4.ANY,
              0,
              0);
    };
  }

  private static FlowKey arp(
      byte[] frame, int at, int inPort, int tunnelKey, Mac source, Mac destination, int vlan) {
    require(frame.length, at + ARP_LENGTH, "an ARP packet");
    if (Bytes.i32(frame, at) != 0x0001_0800 || Bytes.u16(frame, at + 4) != 0x0604) {
      throw new MalformedFrameException("ARP that is not for IPv4 over Ethernet");
    }
    int operation = Bytes.u16(frame, at + 6);
    return new FlowKey(
        inPort,
        tunnelKey,
        source,
        destination,
        ETHERTYPE_ARP,
        vlan,
        operation > 255 ? 0 : operation,
        UNFRAGMENTED,
        0,
        0,
        Bytes.ip4(frame, at + 14),
        Bytes.ip4(frame, at + 24),
        Mac.at(frame, at + 8).equals(source) ? 0 : 1,
        0);
  }

  private static FlowKey ipv4(
      byte[] frame, int at, int inPort, int tunnelKey, Mac source, Mac destination, int vlan) {
    require(frame.length, at + MIN_IP_HEADER, "an IPv4 header");
    int headerLength = Bytes.ipHeaderLength(frame, at);
    if (frame[at] >>> 4 != 4
        || headerLength < MIN_IP_HEADER
        || Bytes.u16(frame, at + 2) < headerLength) {
      throw new MalformedFrameException(
          "IPv4 header with version, header length or total length out of range");
    }
    require(frame.length, at + headerLength, "an IPv4 header with options");
    int protocol = Bytes.u8(frame, at + 9);
    int fragment = fragment(Bytes.u16(frame, at + 6));
    int sourcePort = 0;
    int destinationPort = 0;
    if (fragment != LATER_FRAGMENT) {
      int l4 = at + headerLength;
      if (protocol == PROTO_TCP || protocol == PROTO_UDP) {
        require(frame.length, l4 + (protocol == PROTO_TCP ? 20 : 8), "a TCP or UDP header");
        sourcePort = Bytes.u16(frame, l4);
        destinationPort = Bytes.u16(frame, l4 + 2);
      } else if (protocol == PROTO_ICMP) {
        require(frame.length, l4 + 8, "an ICMP header");
        sourcePort = Bytes.u8(frame, l4);
        destinationPort = Bytes.u8(frame, l4 + 1);
      }
    }
    return new FlowKey(
        inPort,
        tunnelKey,
        source,
        destination,
        ETHERTYPE_IPV4,
        vlan,
        protocol,
        fragment,
        Bytes.u8(frame, at + 1),
        Bytes.u8(frame, at + 8),
        Bytes.ip4(frame, at + 12),
        Bytes.ip4(frame, at + 16),
        sourcePort,
        destinationPort);
  }

  private static int fragment(int flagsAndOffset) {
    if ((flagsAndOffset & FRAGMENT_OFFSET) != 0) {
      return LATER_FRAGMENT;
    }
    return (flagsAndOffset & MORE_FRAGMENTS) != 0 ? FIRST_FRAGMENT : UNFRAGMENTED;
  }

  private static void require(int length, int needed, String what) {
    if (length < needed) {
      throw new MalformedFrameException(
          what + " needs " + needed + " bytes of frame, got " + length);
    }
  }
}
