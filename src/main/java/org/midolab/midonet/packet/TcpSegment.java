package org.midolab.midonet.packet;

import java.util.Optional;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * A TCP segment over IPv4 in one untagged Ethernet frame (RFC 9293, RFC 791).
 *
 * @param sourcePort 0 to 65535
 * @param destinationPort 0 to 65535
 * @param sequence sequence number
 * @param acknowledgment acknowledgment number, 0 without {@link #ACK}
 * @param flags bits {@link #FIN}, {@link #SYN}, {@link #RST}, {@link #ACK} and others
 * @param length bytes after the TCP header
 */
public record TcpSegment(
    Mac ethSrc,
    Mac ethDst,
    Ip4 source,
    Ip4 destination,
    int sourcePort,
    int destinationPort,
    int sequence,
    int acknowledgment,
    int flags,
    int length) {

  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int ACK = 0x10;

  private static final int IP_HEADER = 20;
  private static final int TCP_HEADER = 20;
  private static final int TTL = 64;
  private static final int DO_NOT_FRAGMENT = 0x4000;
  private static final int FRAGMENT_BITS = 0x3FFF;

  /**
   * Parses an unfragmented segment. Verifies no checksums.
   *
   * @param frame the bytes from the Ethernet header on
   * @return empty if the frame holds no whole TCP header
   */
  public static Optional<TcpSegment> parse(byte[] frame) {
    int ip = Bytes.ETHERNET_LENGTH;
    if (frame.length < ip + IP_HEADER
        || Bytes.u16(frame, 12) != FlowKey.ETHERTYPE_IPV4
        || frame[ip + 9] != FlowKey.PROTO_TCP
        || (Bytes.u16(frame, ip + 6) & FRAGMENT_BITS) != 0) {
      return Optional.empty();
    }
    int tcp = ip + Bytes.ipHeaderLength(frame, ip);
    int end = Math.min(frame.length, ip + Bytes.u16(frame, ip + 2));
    if (tcp + TCP_HEADER > end) {
      return Optional.empty();
    }
    int payload = tcp + (Bytes.u8(frame, tcp + 12) >>> 4) * 4;
    return Optional.of(
        new TcpSegment(
            Mac.at(frame, 6),
            Mac.at(frame, 0),
            Bytes.ip4(frame, ip + 12),
            Bytes.ip4(frame, ip + 16),
            Bytes.u16(frame, tcp),
            Bytes.u16(frame, tcp + 2),
            Bytes.i32(frame, tcp + 4),
            Bytes.i32(frame, tcp + 8),
            Bytes.u8(frame, tcp + 13),
            Math.max(0, end - payload)));
  }

  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /**
   * Returns the reset that answers this segment, as a host sends it that knows no such connection
   * (RFC 9293 §3.10.7.1).
   *
   * @return empty for a reset, which must not be answered
   */
  public Optional<TcpSegment> reset() {
    if (has(RST)) {
      return Optional.empty();
    }
    int occupied = length + (has(SYN) ? 1 : 0) + (has(FIN) ? 1 : 0);
    return Optional.of(
        new TcpSegment(
            ethDst,
            ethSrc,
            destination,
            source,
            destinationPort,
            sourcePort,
            has(ACK) ? acknowledgment : 0,
            has(ACK) ? 0 : sequence + occupied,
            has(ACK) ? RST : RST | ACK,
            0));
  }

  /** Returns the frame, without TCP options. Its {@link #length} must be 0. */
  public byte[] toFrame() {
    int ip = Bytes.ETHERNET_LENGTH;
    int tcp = ip + IP_HEADER;
    byte[] frame = new byte[tcp + TCP_HEADER];
    FrameRewriter.setEthernet(frame, ethSrc, ethDst);
    Bytes.put16(frame, 12, FlowKey.ETHERTYPE_IPV4);
    frame[ip] = 0x45;
    Bytes.put16(frame, ip + 2, IP_HEADER + TCP_HEADER);
    Bytes.put16(frame, ip + 6, DO_NOT_FRAGMENT);
    frame[ip + 8] = TTL;
    frame[ip + 9] = FlowKey.PROTO_TCP;
    Bytes.put32(frame, ip + 12, source.bits());
    Bytes.put32(frame, ip + 16, destination.bits());
    Bytes.put16(frame, ip + 10, InternetChecksum.over(frame, ip, IP_HEADER));
    Bytes.put16(frame, tcp, sourcePort);
    Bytes.put16(frame, tcp + 2, destinationPort);
    Bytes.put32(frame, tcp + 4, sequence);
    Bytes.put32(frame, tcp + 8, acknowledgment);
    frame[tcp + 12] = 0x50;
    frame[tcp + 13] = (byte) flags;
    Bytes.put16(frame, tcp + 14, 0xFFFF); // window
    Bytes.put16(frame, tcp + 16, checksum(frame, ip, tcp));
    return frame;
  }

  /** Returns the checksum of the pseudo header and the TCP header (RFC 9293 §3.1). */
  private static int checksum(byte[] frame, int ip, int tcp) {
    byte[] summed = new byte[12 + TCP_HEADER];
    System.arraycopy(frame, ip + 12, summed, 0, 8);
    summed[9] = FlowKey.PROTO_TCP;
    Bytes.put16(summed, 10, TCP_HEADER);
    System.arraycopy(frame, tcp, summed, 12, TCP_HEADER);
    return InternetChecksum.over(summed, 0, summed.length);
  }
}
