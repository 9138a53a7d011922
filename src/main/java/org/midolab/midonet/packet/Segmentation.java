package org.midolab.midonet.packet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Does the work that Linux offloads to network cards: completes L4 checksums, and splits a GSO
 * frame (several packets of a stream in one frame) into packets. It handles TCP and UDP over IPv4,
 * and over IPv6 without extension headers. Other frames are not changed.
 */
public final class Segmentation {

  private static final int ETHERNET = 14;
  private static final int TAG = 4;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86DD;
  private static final int IPV6_HEADER = 40;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int UDP_HEADER = 8;
  private static final int FIN_PSH = 0x09;
  private static final int CWR = 0x80;

  /** Offsets of a frame's IP header, L4 header and end of packet. */
  private record Headers(boolean ipv6, int ip, int l4, int end, int protocol) {

    int checksumAt() {
      return l4 + (protocol == TCP ? 16 : 6);
    }

    int payloadAt(byte[] frame) {
      return l4 + (protocol == TCP ? (frame[l4 + 12] >> 4 & 0xF) * 4 : UDP_HEADER);
    }
  }

  private Segmentation() {}

  /** Returns null if the frame has no complete TCP or UDP header, or is a fragment. */
  private static @Nullable Headers headers(byte[] frame) {
    if (frame.length < ETHERNET + TAG) {
      return null;
    }
    boolean tagged = u16(frame, 12) == 0x8100;
    int ip = tagged ? ETHERNET + TAG : ETHERNET;
    int type = u16(frame, ip - 2);
    Headers headers = null;
    if (type == IPV4 && frame.length >= ip + 20 && (u16(frame, ip + 6) & 0x3FFF) == 0) {
      int l4 = ip + (frame[ip] & 0xF) * 4;
      int end = Math.min(frame.length, ip + u16(frame, ip + 2));
      headers = new Headers(false, ip, l4, end, frame[ip + 9] & 0xFF);
    } else if (type == IPV6 && frame.length >= ip + IPV6_HEADER) {
      int end = Math.min(frame.length, ip + IPV6_HEADER + u16(frame, ip + 4));
      headers = new Headers(true, ip, ip + IPV6_HEADER, end, frame[ip + 6] & 0xFF);
    }
    if (headers == null
        || headers.protocol() != TCP && headers.protocol() != UDP
        || headers.l4() + (headers.protocol() == TCP ? 20 : UDP_HEADER) > headers.end()) {
      return null;
    }
    return headers;
  }

  /**
   * Completes the L4 checksum in place if its field contains only the sum of the pseudo header, as
   * Linux leaves it for the network card. Other checksums, correct or wrong, are not changed.
   *
   * @param frame the bytes from the Ethernet header on
   */
  public static void finishChecksum(byte[] frame) {
    Headers headers = headers(frame);
    if (headers == null) {
      return;
    }
    int field = u16(frame, headers.checksumAt());
    long pseudo = pseudoSum(frame, headers, headers.end() - headers.l4());
    if (field == fold(pseudo)) {
      writeChecksum(frame, headers, headers.end());
    }
  }

  /**
   * Returns the number of packets that {@link #cut} returns, 1 or more.
   *
   * @param segmentSize payload bytes of each packet except the last, 1 or more
   */
  public static int packets(byte[] frame, int segmentSize) {
    Headers headers = headers(frame);
    int payload = headers == null ? frame.length : headers.payloadAt(frame);
    return Math.max(1, (frame.length - payload + segmentSize - 1) / segmentSize);
  }

  /**
   * Splits a GSO frame into packets.
   *
   * @param segmentSize payload bytes of each packet except the last; 0 or less for a frame that is
   *     not a GSO frame
   * @return packets with correct lengths, IPv4 identifications, sequence numbers and checksums; the
   *     frame itself if it cannot be split
   */
  public static List<byte[]> cut(byte[] frame, int segmentSize) {
    // The length fields in a GSO frame may be wrong, because it may exceed 64 KiB.
    Headers headers = headers(frame);
    if (headers == null || segmentSize <= 0) {
      return List.of(frame);
    }
    int payload = headers.payloadAt(frame);
    List<byte[]> packets = new ArrayList<>();
    int index = 0;
    for (int from = payload; from < frame.length; from += segmentSize, index++) {
      int length = Math.min(segmentSize, frame.length - from);
      byte[] packet = new byte[payload + length];
      System.arraycopy(frame, 0, packet, 0, payload);
      System.arraycopy(frame, from, packet, payload, length);
      adjust(packet, headers, index, from - payload, from + length == frame.length);
      packets.add(packet);
    }
    return packets.isEmpty() ? List.of(frame) : packets;
  }

  private static void adjust(byte[] packet, Headers headers, int index, int offset, boolean last) {
    int ip = headers.ip();
    if (headers.ipv6()) {
      put16(packet, ip + 4, packet.length - ip - IPV6_HEADER);
    } else {
      put16(packet, ip + 2, packet.length - ip);
      put16(packet, ip + 4, u16(packet, ip + 4) + index);
      put16(packet, ip + 10, 0);
      put16(packet, ip + 10, ~fold(sum(packet, ip, headers.l4(), 0)));
    }
    int l4 = headers.l4();
    if (headers.protocol() == TCP) {
      int sequence = (u16(packet, l4 + 4) << 16 | u16(packet, l4 + 6)) + offset;
      put16(packet, l4 + 4, sequence >>> 16);
      put16(packet, l4 + 6, sequence);
      packet[l4 + 13] &= (byte) ~((last ? 0 : FIN_PSH) | (index == 0 ? 0 : CWR));
    } else {
      put16(packet, l4 + 4, packet.length - l4);
    }
    writeChecksum(packet, headers, packet.length);
  }

  private static void writeChecksum(byte[] frame, Headers headers, int end) {
    put16(frame, headers.checksumAt(), 0);
    long sum = pseudoSum(frame, headers, end - headers.l4());
    int checksum = ~fold(sum(frame, headers.l4(), end, sum)) & 0xFFFF;
    // RFC 768: a UDP checksum of 0 means that there is none.
    put16(
        frame,
        headers.checksumAt(),
        checksum == 0 && headers.protocol() == UDP ? 0xFFFF : checksum);
  }

  private static long pseudoSum(byte[] frame, Headers headers, int length) {
    int from = headers.ip() + (headers.ipv6() ? 8 : 12);
    int bytes = headers.ipv6() ? 32 : 8;
    return sum(frame, from, from + bytes, headers.protocol() + length);
  }

  private static long sum(byte[] bytes, int from, int to, long start) {
    long sum = start;
    int i = from;
    for (; i + 1 < to; i += 2) {
      sum += u16(bytes, i);
    }
    return i < to ? sum + ((bytes[i] & 0xFF) << 8) : sum;
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (int) folded;
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }
}
