package org.midolab.midonet.packet;

import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.Ip4;

/**
 * The packet that an ICMP error quotes (RFC 792), as far as a translation changes it.
 *
 * @param sourcePort 0 to 65535 for TCP and UDP, the identifier of an ICMP echo; {@link #NO_PORT}
 *     for other packets, for later fragments, and when too little is quoted
 * @param destinationPort likewise; the same identifier for an ICMP echo
 */
public record QuotedPacket(
    int protocol, Ip4 source, int sourcePort, Ip4 destination, int destinationPort) {

  public static final int NO_PORT = -1;

  private static final int ECHO_ID = 4;

  /** Reads the packet that an ICMP error quotes; null when it quotes no whole IPv4 header. */
  public static @Nullable QuotedPacket of(byte[] error) {
    int ip = IcmpPacket.quoted(error);
    if (ip < 0) {
      return null;
    }
    int protocol = Bytes.u8(error, ip + 9);
    int source = NO_PORT;
    int destination = NO_PORT;
    int l4 = IcmpPacket.quotedTransport(error);
    if (isEcho(error, protocol, l4)) {
      source = Bytes.u16(error, l4 + ECHO_ID);
      destination = source;
    } else if (l4 >= 0 && hasPorts(protocol)) {
      source = Bytes.u16(error, l4);
      destination = Bytes.u16(error, l4 + 2);
    }
    return new QuotedPacket(
        protocol, Bytes.ip4(error, ip + 12), source, Bytes.ip4(error, ip + 16), destination);
  }

  private static boolean hasPorts(int protocol) {
    return protocol == FlowKey.PROTO_TCP || protocol == FlowKey.PROTO_UDP;
  }

  private static boolean isEcho(byte[] error, int protocol, int l4) {
    return protocol == FlowKey.PROTO_ICMP
        && l4 >= 0
        && l4 + ECHO_ID + 2 <= error.length
        && IcmpPacket.isEcho(Bytes.u8(error, l4));
  }

  public boolean hasPorts() {
    return sourcePort != NO_PORT;
  }

  public QuotedPacket withSource(Ip4 address) {
    return new QuotedPacket(protocol, address, sourcePort, destination, destinationPort);
  }

  public QuotedPacket withDestination(Ip4 address) {
    return new QuotedPacket(protocol, source, sourcePort, address, destinationPort);
  }

  /**
   * @param port source port; of an ICMP echo the identifier
   */
  public QuotedPacket withSource(Ip4 address, int port) {
    boolean echo = protocol == FlowKey.PROTO_ICMP;
    return new QuotedPacket(protocol, address, port, destination, echo ? port : destinationPort);
  }

  /**
   * @param port destination port; of an ICMP echo the identifier
   */
  public QuotedPacket withDestination(Ip4 address, int port) {
    boolean echo = protocol == FlowKey.PROTO_ICMP;
    return new QuotedPacket(protocol, source, echo ? port : sourcePort, address, port);
  }

  /** A copy of an ICMP error that quotes a packet, with this packet's fields; checksums follow. */
  public byte[] writtenInto(byte[] error) {
    byte[] frame = error.clone();
    int ip = Bytes.payloadOffset(frame);
    int end = Math.min(frame.length, ip + Bytes.u16(frame, ip + 2));
    int quoted = IcmpPacket.quoted(frame);
    FrameRewriter.setAddresses(frame, quoted, end, source, destination);
    if (hasPorts()) {
      if (protocol == FlowKey.PROTO_ICMP) {
        FrameRewriter.setEchoId(frame, quoted, sourcePort);
      } else {
        FrameRewriter.setPorts(frame, quoted, end, sourcePort, destinationPort);
      }
    }
    int icmp = ip + Bytes.ipHeaderLength(frame, ip);
    Bytes.put16(frame, icmp + 2, 0);
    Bytes.put16(frame, icmp + 2, InternetChecksum.over(frame, icmp, end - icmp));
    return frame;
  }
}
