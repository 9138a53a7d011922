package org.midolab.midonet.packet;

import java.util.Arrays;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * A UDP datagram over IPv4 in one untagged Ethernet frame (RFC 768, RFC 791).
 *
 * @param sourcePort 0 to 65535
 * @param destinationPort 0 to 65535
 * @param payload the bytes after the UDP header, at most 65,507
 */
public record UdpDatagram(
    Mac ethSrc,
    Mac ethDst,
    Ip4 source,
    Ip4 destination,
    int sourcePort,
    int destinationPort,
    byte[] payload) {

  /** Bytes of an IPv4 header without options and a UDP header. */
  public static final int HEADERS = 28;

  private static final int IP_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int TTL = 64;
  private static final int FRAGMENT_BITS = 0x3FFF;

  /**
   * Parses an unfragmented datagram and verifies its checksums. A UDP checksum of 0 means that
   * there is none (RFC 768).
   *
   * @param frame the bytes from the Ethernet header on; padding is ignored
   * @throws MalformedFrameException if the frame contains no such datagram, its lengths contradict
   *     each other, or a checksum is wrong
   */
  public static UdpDatagram parse(byte[] frame) {
    FlowKey key = FrameParser.parse(frame, 0, 0);
    if (!key.isIpv4() || key.vlan() != 0 || key.ipProto() != FlowKey.PROTO_UDP) {
      throw new MalformedFrameException("no untagged UDP datagram over IPv4");
    }
    int ip = Bytes.ETHERNET_LENGTH;
    if (Ip4Header.fault(frame).isPresent() || (Bytes.u16(frame, ip + 6) & FRAGMENT_BITS) != 0) {
      throw new MalformedFrameException("faulty IPv4 header, or a fragment");
    }
    int udp = ip + Bytes.ipHeaderLength(frame, ip);
    int available = ip + Bytes.u16(frame, ip + 2) - udp;
    int length = available < UDP_HEADER ? 0 : Bytes.u16(frame, udp + 4);
    if (length < UDP_HEADER || length > available) {
      throw new MalformedFrameException("the UDP length contradicts the packet's length");
    }
    if (Bytes.u16(frame, udp + 6) != 0 && checksum(frame, ip, udp, length) != 0) {
      throw new MalformedFrameException("wrong UDP checksum");
    }
    return new UdpDatagram(
        key.ethSrc(),
        key.ethDst(),
        key.ipSrc(),
        key.ipDst(),
        key.tpSrc(),
        key.tpDst(),
        Arrays.copyOfRange(frame, udp + UDP_HEADER, udp + length));
  }

  /** Returns the frame, without padding. */
  public byte[] toFrame() {
    int ip = Bytes.ETHERNET_LENGTH;
    int udp = ip + IP_HEADER;
    int length = UDP_HEADER + payload.length;
    byte[] frame = new byte[udp + length];
    FrameRewriter.setEthernet(frame, ethSrc, ethDst);
    Bytes.put16(frame, 12, FlowKey.ETHERTYPE_IPV4);
    frame[ip] = 0x45;
    Bytes.put16(frame, ip + 2, IP_HEADER + length);
    frame[ip + 8] = TTL;
    frame[ip + 9] = FlowKey.PROTO_UDP;
    Bytes.put32(frame, ip + 12, source.bits());
    Bytes.put32(frame, ip + 16, destination.bits());
    Bytes.put16(frame, ip + 10, InternetChecksum.over(frame, ip, IP_HEADER));
    Bytes.put16(frame, udp, sourcePort);
    Bytes.put16(frame, udp + 2, destinationPort);
    Bytes.put16(frame, udp + 4, length);
    System.arraycopy(payload, 0, frame, udp + UDP_HEADER, payload.length);
    int checksum = checksum(frame, ip, udp, length);
    Bytes.put16(frame, udp + 6, checksum == 0 ? 0xFFFF : checksum);
    return frame;
  }

  /** Returns the checksum of the pseudo header and the datagram (RFC 768). */
  private static int checksum(byte[] frame, int ip, int udp, int length) {
    byte[] summed = new byte[12 + length];
    System.arraycopy(frame, ip + 12, summed, 0, 8);
    Bytes.put16(summed, 8, FlowKey.PROTO_UDP);
    Bytes.put16(summed, 10, length);
    System.arraycopy(frame, udp, summed, 12, length);
    return InternetChecksum.over(summed, 0, summed.length);
  }
}
