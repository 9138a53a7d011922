package org.midolab.midonet.packet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/** Builds ICMP messages of a router as whole frames, and reads them (RFC 792, RFC 1812 §4.3). */
public final class IcmpPacket {

  public static final int ECHO_REPLY = 0;
  public static final int UNREACHABLE = 3;
  public static final int SOURCE_QUENCH = 4;
  public static final int REDIRECT = 5;
  public static final int ECHO_REQUEST = 8;
  public static final int TIME_EXCEEDED = 11;
  public static final int PARAMETER_PROBLEM = 12;

  /** Codes of {@link #UNREACHABLE}. */
  public static final int NET_UNREACHABLE = 0;

  public static final int HOST_UNREACHABLE = 1;
  public static final int FRAGMENTATION_NEEDED = 4;
  public static final int ADMINISTRATIVELY_PROHIBITED = 13;

  private static final int TTL = 64;
  private static final int IP_HEADER = 20;
  private static final int ICMP_HEADER = 8;

  /** RFC 1812 §4.3.2.3: as much of the packet as fits without the error exceeding 576 bytes. */
  private static final int MAX_ERROR = 576;

  private IcmpPacket() {}

  /** Returns whether the type is an error. Errors quote the packet that caused them. */
  public static boolean isError(int type) {
    return type == UNREACHABLE
        || type == SOURCE_QUENCH
        || type == REDIRECT
        || type == TIME_EXCEEDED
        || type == PARAMETER_PROBLEM;
  }

  /** Whether the type is an echo request or reply, which have an identifier. */
  public static boolean isEcho(int type) {
    return type == ECHO_REQUEST || type == ECHO_REPLY;
  }

  /** Identifier of an echo request or reply (RFC 792), 0 to 65535. */
  public static int echoId(byte[] frame) {
    int ip = Bytes.payloadOffset(frame);
    return Bytes.u16(frame, ip + Bytes.ipHeaderLength(frame, ip) + 4);
  }

  /**
   * Returns the reply to an unfragmented echo request: with source and destination exchanged, and
   * without the VLAN tag.
   */
  public static byte[] echoReply(byte[] request) {
    byte[] frame =
        Arrays.copyOf(FrameRewriter.popVlan(request), FrameRewriter.popVlan(request).length);
    FrameRewriter.setEthernet(frame, Mac.at(frame, 0), Mac.at(frame, 6));
    int ip = Bytes.ETHERNET_LENGTH;
    FrameRewriter.setIp(frame, Bytes.ip4(frame, ip + 16), Bytes.ip4(frame, ip + 12));
    FrameRewriter.setTtl(frame, TTL);
    int icmp = ip + Bytes.ipHeaderLength(frame, ip);
    int before = Bytes.u16(frame, icmp);
    frame[icmp] = ECHO_REPLY;
    Bytes.put16(
        frame,
        icmp + 2,
        InternetChecksum.update16(Bytes.u16(frame, icmp + 2), before, Bytes.u16(frame, icmp)));
    return frame;
  }

  /**
   * Returns an ICMP error about a packet, addressed to its sender: the Ethernet and IP destinations
   * are the sources of {@code about}.
   *
   * @param about the frame as it reached the router
   * @param from the router port's MAC
   * @param source the router port's address
   */
  public static byte[] error(int type, int code, byte[] about, Mac from, Ip4 source) {
    int quoted = Bytes.payloadOffset(about);
    int available = Math.min(about.length - quoted, Bytes.u16(about, quoted + 2));
    int quote = Math.min(available, MAX_ERROR - IP_HEADER - ICMP_HEADER);
    int ip = Bytes.ETHERNET_LENGTH;
    int icmp = ip + IP_HEADER;
    byte[] frame = new byte[icmp + ICMP_HEADER + quote];
    FrameRewriter.setEthernet(frame, from, Mac.at(about, 6));
    Bytes.put16(frame, 12, FlowKey.ETHERTYPE_IPV4);
    frame[ip] = 0x45;
    // RFC 1812 §4.3.2.5: network control precedence
    frame[ip + 1] = (byte) 0xC0;
    Bytes.put16(frame, ip + 2, frame.length - ip);
    frame[ip + 8] = TTL;
    frame[ip + 9] = FlowKey.PROTO_ICMP;
    Bytes.put32(frame, ip + 12, source.bits());
    Bytes.put32(frame, ip + 16, Bytes.i32(about, quoted + 12));
    Bytes.put16(frame, ip + 10, InternetChecksum.over(frame, ip, IP_HEADER));
    frame[icmp] = (byte) type;
    frame[icmp + 1] = (byte) code;
    System.arraycopy(about, quoted, frame, icmp + ICMP_HEADER, quote);
    Bytes.put16(frame, icmp + 2, InternetChecksum.over(frame, icmp, frame.length - icmp));
    return frame;
  }

  /**
   * Returns the ICMP error for a packet that does not fit and must not be fragmented (RFC 1191 §4).
   * Its source is the packet's destination; a VLAN tag is kept.
   *
   * @param about an IPv4 frame
   * @param mtu length of the longest IP packet that fits, in bytes
   */
  public static byte[] fragmentationNeeded(byte[] about, int mtu) {
    int quoted = Bytes.payloadOffset(about);
    Ip4 destination = Bytes.ip4(about, quoted + 16);
    byte[] frame = error(UNREACHABLE, FRAGMENTATION_NEEDED, about, Mac.at(about, 0), destination);
    int icmp = Bytes.ETHERNET_LENGTH + IP_HEADER;
    Bytes.put16(frame, icmp + 6, mtu);
    Bytes.put16(frame, icmp + 2, 0);
    Bytes.put16(frame, icmp + 2, InternetChecksum.over(frame, icmp, frame.length - icmp));
    return Bytes.isTagged(about)
        ? FrameRewriter.pushVlan(frame, Bytes.u16(about, 14) & 0x0FFF)
        : frame;
  }

  /** Returns the protocol of the packet that an ICMP error quotes, or -1 when it quotes none. */
  public static int quotedProtocol(byte[] frame) {
    int quoted = quoted(frame);
    return quoted < 0 ? -1 : frame[quoted + 9] & 0xFF;
  }

  /**
   * Returns the source port of the packet that an ICMP error quotes, or its ICMP type; -1 when the
   * quote is too short or the packet is a later fragment.
   */
  public static int quotedSourcePort(byte[] frame) {
    int transport = quotedTransport(frame);
    return transport < 0
        ? -1
        : quotedProtocol(frame) == FlowKey.PROTO_ICMP
            ? frame[transport] & 0xFF
            : Bytes.u16(frame, transport);
  }

  /**
   * Returns the destination port of the quoted packet, or its ICMP code; -1 as for the source port.
   */
  public static int quotedDestinationPort(byte[] frame) {
    int transport = quotedTransport(frame);
    return transport < 0
        ? -1
        : quotedProtocol(frame) == FlowKey.PROTO_ICMP
            ? frame[transport + 1] & 0xFF
            : Bytes.u16(frame, transport + 2);
  }

  /**
   * Offset of what the quoted IPv4 header carries; -1 when less than four bytes of it are quoted or
   * it is a later fragment.
   */
  static int quotedTransport(byte[] frame) {
    int quoted = quoted(frame);
    if (quoted < 0 || (Bytes.u16(frame, quoted + 6) & 0x1FFF) != 0) {
      return -1;
    }
    int transport = quoted + (frame[quoted] & 15) * 4;
    return transport + 4 <= frame.length ? transport : -1;
  }

  /**
   * Returns the source of the packet that an ICMP error quotes, or null when it quotes no whole
   * IPv4 header.
   */
  public static @Nullable Ip4 quotedSource(byte[] frame) {
    int quoted = quoted(frame);
    return quoted < 0 ? null : Bytes.ip4(frame, quoted + 12);
  }

  /**
   * Returns the destination of the packet that an ICMP error quotes, or null when it quotes no
   * whole IPv4 header.
   */
  public static @Nullable Ip4 quotedDestination(byte[] frame) {
    int quoted = quoted(frame);
    return quoted < 0 ? null : Bytes.ip4(frame, quoted + 16);
  }

  /** Offset of the IPv4 header that an ICMP error quotes, or -1. */
  static int quoted(byte[] frame) {
    int ip = Bytes.payloadOffset(frame);
    int quoted = ip + Bytes.ipHeaderLength(frame, ip) + ICMP_HEADER;
    return quoted + IP_HEADER <= frame.length && frame[quoted] >>> 4 == 4 ? quoted : -1;
  }
}
