package org.midolab.midonet.packet;

import java.util.Arrays;
import java.util.Optional;

/** What a router checks of an IPv4 header before it believes the rest (RFC 1812 §5.2.2). */
public final class Ip4Header {

  /** What is wrong with a header. */
  public enum Fault {
    /** Its own length or the packet's does not fit, one into the other or into the frame. */
    LENGTH,
    CHECKSUM
  }

  private static final int MIN_LENGTH = 20;

  private Ip4Header() {}

  /**
   * Looks at the header of an IPv4 frame, tagged or not. A frame that stands for so many packets
   * that its length is none of 16 bits has the total length 0.
   */
  public static Optional<Fault> fault(byte[] frame) {
    int ip = Bytes.payloadOffset(frame);
    int available = frame.length - ip;
    if (available < MIN_LENGTH) {
      return Optional.of(Fault.LENGTH);
    }
    int length = Bytes.ipHeaderLength(frame, ip);
    int total = Bytes.u16(frame, ip + 2);
    boolean standsForMany = total == 0 && available > 0xFFFF;
    boolean fits = length >= MIN_LENGTH && length <= available;
    if (!fits || !standsForMany && (total < length || total > available)) {
      return Optional.of(Fault.LENGTH);
    }
    return InternetChecksum.over(frame, ip, length) == 0
        ? Optional.empty()
        : Optional.of(Fault.CHECKSUM);
  }

  /**
   * Returns the start of a frame, with a total length and a header checksum that fit it if the
   * frame is IPv4. A shorter frame is returned as it is.
   *
   * @param most bytes of the start; at least as many as an IPv4 header with options ends at
   */
  public static byte[] start(byte[] frame, int most) {
    if (frame.length <= most) {
      return frame;
    }
    byte[] start = Arrays.copyOf(frame, most);
    int ip = Bytes.payloadOffset(start);
    if (Bytes.u16(start, ip - 2) == FlowKey.ETHERTYPE_IPV4) {
      Bytes.put16(start, ip + 2, most - ip);
      Bytes.put16(start, ip + 10, 0);
      Bytes.put16(
          start, ip + 10, InternetChecksum.over(start, ip, Bytes.ipHeaderLength(start, ip)));
    }
    return start;
  }
}
