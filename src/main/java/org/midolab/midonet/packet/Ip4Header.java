package org.midolab.midonet.packet;

import java.util.Arrays;
import java.util.Optional;

/** Validates IPv4 headers as a router must before it forwards a packet (RFC 1812 §5.2.2). */
public final class Ip4Header {

  /** Reason why a header is invalid. */
  public enum Fault {
    /**
     * The header length or the total length is too short, or exceeds the frame, or the header is
     * longer than the packet.
     */
    LENGTH,
    CHECKSUM
  }

  private static final int MIN_LENGTH = 20;

  private Ip4Header() {}

  /**
   * Returns the fault of an IPv4 frame's header, if it has one; the frame may be tagged. A total
   * length of 0 is valid in a frame longer than 65535 bytes: the kernel passes such frames for
   * several packets (segmentation offload).
   */
  public static Optional<Fault> fault(byte[] frame) {
    int ip = Bytes.payloadOffset(frame);
    int available = frame.length - ip;
    if (available < MIN_LENGTH) {
      return Optional.of(Fault.LENGTH);
    }
    int length = Bytes.ipHeaderLength(frame, ip);
    int total = Bytes.u16(frame, ip + 2);
    boolean isSegmented = total == 0 && available > 0xFFFF;
    boolean fits = length >= MIN_LENGTH && length <= available;
    if (!fits || !isSegmented && (total < length || total > available)) {
      return Optional.of(Fault.LENGTH);
    }
    return InternetChecksum.over(frame, ip, length) == 0
        ? Optional.empty()
        : Optional.of(Fault.CHECKSUM);
  }

  /**
   * Returns the first bytes of a frame. If it is IPv4, its total length and header checksum are
   * adapted. A shorter frame is returned unchanged.
   *
   * @param most number of bytes to keep; they must include a whole IPv4 header with options
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
