package org.midolab.midonet.packet;

import java.nio.ByteBuffer;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.Mac;

/** Builds whole frames with correct checksums for tests. It does not use the code under test. */
public final class TestFrames {

  private TestFrames() {}

  public static byte[] tcp(Mac src, Mac dst, String ipSrc, String ipDst, int from, int to) {
    return ipv4(
        src,
        dst,
        Ip4.parse(ipSrc),
        Ip4.parse(ipDst),
        FlowKey.PROTO_TCP,
        64,
        0,
        from,
        to,
        new byte[20]);
  }

  public static byte[] udp(Mac src, Mac dst, String ipSrc, String ipDst, int from, int to) {
    return ipv4(
        src,
        dst,
        Ip4.parse(ipSrc),
        Ip4.parse(ipDst),
        FlowKey.PROTO_UDP,
        64,
        0,
        from,
        to,
        new byte[20]);
  }

  public static byte[] echo(Mac src, Mac dst, String ipSrc, String ipDst, int ttl) {
    return ipv4(
        src,
        dst,
        Ip4.parse(ipSrc),
        Ip4.parse(ipDst),
        FlowKey.PROTO_ICMP,
        ttl,
        0,
        8,
        0,
        new byte[] {1, 2, 3, 4, 5});
  }

  /**
   * Returns an untagged IPv4 frame.
   *
   * @param flagsAndOffset that field of the IPv4 header: 0x2000 first fragment, 0x0001 to 0x1FFF
   *     later ones
   * @param from source port, or ICMP type
   * @param to destination port, or ICMP code
   */
  public static byte[] ipv4(
      Mac src,
      Mac dst,
      Ip4 ipSrc,
      Ip4 ipDst,
      int protocol,
      int ttl,
      int flagsAndOffset,
      int from,
      int to,
      byte[] payload) {
    int l4 = 34;
    boolean later = (flagsAndOffset & 0x1FFF) != 0;
    int l4Header =
        later
            ? 0
            : switch (protocol) {
              case FlowKey.PROTO_TCP -> 20;
              case FlowKey.PROTO_UDP, FlowKey.PROTO_ICMP -> 8;
              default -> 0;
            };
    byte[] frame = new byte[l4 + l4Header + payload.length];
    dst.writeTo(frame, 0);
    src.writeTo(frame, 6);
    put16(frame, 12, 0x0800);
    frame[14] = 0x45;
    put16(frame, 16, frame.length - 14);
    put16(frame, 18, 0x1234);
    put16(frame, 20, flagsAndOffset);
    frame[22] = (byte) ttl;
    frame[23] = (byte) protocol;
    put32(frame, 26, ipSrc.bits());
    put32(frame, 30, ipDst.bits());
    put16(frame, 24, ~sum(frame, 14, 20, 0) & 0xFFFF);
    System.arraycopy(payload, 0, frame, l4 + l4Header, payload.length);
    if (!later) {
      writeL4(frame, l4, protocol, from, to);
    }
    return frame;
  }

  /**
   * Returns an untagged IPv6 frame with this payload.
   *
   * @param next protocol of the payload
   */
  public static byte[] ipv6(Mac src, Mac dst, Ip6 ipSrc, Ip6 ipDst, int next, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(54 + payload.length);
    for (Mac mac : new Mac[] {dst, src}) {
      frame.putShort((short) (mac.bits() >>> 32)).putInt((int) mac.bits());
    }
    frame.putShort((short) 0x86DD).putInt(0x6000_0000).putShort((short) payload.length);
    frame.put((byte) next).put((byte) 64);
    frame.putLong(ipSrc.high()).putLong(ipSrc.low()).putLong(ipDst.high()).putLong(ipDst.low());
    return frame.put(payload).array();
  }

  /** Returns the start of a TCP or UDP header, or of an ICMPv6 message, with zeros behind it. */
  public static byte[] ports(int from, int to) {
    return ByteBuffer.allocate(20).putShort((short) from).putShort((short) to).array();
  }

  /** Returns an ICMPv6 message of 20 bytes. */
  public static byte[] icmp6(int type, int code) {
    return ByteBuffer.allocate(20).put((byte) type).put((byte) code).array();
  }

  private static void writeL4(byte[] frame, int l4, int protocol, int from, int to) {
    int length = frame.length - l4;
    switch (protocol) {
      case FlowKey.PROTO_ICMP -> {
        frame[l4] = (byte) from;
        frame[l4 + 1] = (byte) to;
        put16(frame, l4 + 2, ~sum(frame, l4, length, 0) & 0xFFFF);
      }
      case FlowKey.PROTO_TCP, FlowKey.PROTO_UDP -> {
        put16(frame, l4, from);
        put16(frame, l4 + 2, to);
        if (protocol == FlowKey.PROTO_TCP) {
          frame[l4 + 12] = 0x50;
        } else {
          put16(frame, l4 + 4, length);
        }
        int at = protocol == FlowKey.PROTO_TCP ? l4 + 16 : l4 + 6;
        int checksum = ~sum(frame, l4, length, pseudo(frame, protocol, length)) & 0xFFFF;
        put16(frame, at, checksum == 0 ? 0xFFFF : checksum); // RFC 768: 0 means "not computed"
      }
      default -> {
        // no header of its own
      }
    }
  }

  /**
   * Fails unless all checksums of an IPv4 frame and of the header that an ICMP error quotes are
   * correct.
   */
  public static void verifyChecksums(byte[] frame) {
    verify(sum(frame, 14, headerLength(frame, 14), 0), "IPv4");
    int l4 = 14 + headerLength(frame, 14);
    int end = 14 + u16(frame, 16);
    if ((u16(frame, 20) & 0x3FFF) != 0) {
      return;
    }
    switch (frame[23]) {
      case FlowKey.PROTO_ICMP -> {
        verify(sum(frame, l4, end - l4, 0), "ICMP");
        if (IcmpPacket.isError(frame[l4])) {
          verify(sum(frame, l4 + 8, headerLength(frame, l4 + 8), 0), "quoted IPv4");
        }
      }
      case FlowKey.PROTO_TCP, FlowKey.PROTO_UDP ->
          verify(sum(frame, l4, end - l4, pseudo(frame, frame[23], end - l4)), "L4");
      default -> {
        // no checksum
      }
    }
  }

  private static void verify(int sum, String what) {
    if (sum != 0xFFFF) {
      throw new AssertionError(what + " checksum is wrong: sums up to " + Integer.toHexString(sum));
    }
  }

  private static int headerLength(byte[] frame, int ip) {
    return (frame[ip] & 0xF) * 4;
  }

  private static int pseudo(byte[] frame, int protocol, int length) {
    return sum(frame, 26, 8, protocol + length);
  }

  private static int sum(byte[] bytes, int from, int length, int start) {
    int sum = start;
    for (int i = 0; i < length; i++) {
      sum += (bytes[from + i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
    }
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return sum;
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  private static void put32(byte[] bytes, int at, int value) {
    put16(bytes, at, value >>> 16);
    put16(bytes, at + 2, value);
  }
}
