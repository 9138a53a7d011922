package org.midolab.midonet.packet;

/**
 * Computes the Internet checksum (RFC 1071) and updates it after a change of one word (RFC 1624).
 */
public final class InternetChecksum {

  private InternetChecksum() {}

  /** Returns the checksum of {@code length} bytes. A checksum field among them must be 0. */
  public static int over(byte[] bytes, int offset, int length) {
    long sum = 0;
    int end = offset + length;
    int i = offset;
    for (; i + 1 < end; i += 2) {
      sum += Bytes.u16(bytes, i);
    }
    if (i < end) {
      sum += Bytes.u8(bytes, i) << 8;
    }
    return ~fold(sum) & 0xFFFF;
  }

  /**
   * Returns the checksum after a 16-bit word changed. Of the two representations of zero in ones'
   * complement, it returns {@code 0xFFFF}: both verify, and UDP reserves 0 for "not computed" (RFC
   * 768).
   */
  static int update16(int checksum, int before, int after) {
    int updated = ~fold((~checksum & 0xFFFF) + (~before & 0xFFFF) + (after & 0xFFFF)) & 0xFFFF;
    return updated == 0 ? 0xFFFF : updated;
  }

  /** Returns the checksum after a 32-bit word changed. */
  static int update32(int checksum, int before, int after) {
    return update16(
        update16(checksum, before >>> 16, after >>> 16), before & 0xFFFF, after & 0xFFFF);
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xFFFF) + (folded >>> 16);
    }
    return (int) folded;
  }
}
