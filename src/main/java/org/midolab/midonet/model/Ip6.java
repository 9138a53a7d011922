package org.midolab.midonet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An IPv6 address (RFC 4291) as its 128 bits in network order.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Ip6(long high, long low) implements IpAddress, Comparable<Ip6> {

  private static final int GROUPS = 8;

  /**
   * Parses an address.
   *
   * @param text up to eight groups of hex digits, {@code ::} for one run of zeros, without a zone
   * @throws IllegalArgumentException when the text has another form, for example an embedded IPv4
   *     address
   */
  @JsonCreator
  public static Ip6 parse(String text) {
    int gap = text.indexOf("::");
    int[] groups = new int[GROUPS];
    if (gap < 0) {
      if (read(text, groups, 0) != GROUPS) {
        throw malformed(text);
      }
    } else {
      int[] tail = new int[GROUPS];
      int before = read(text.substring(0, gap), groups, 0);
      int after = read(text.substring(gap + 2), tail, 0);
      if (before < 0 || after < 0 || before + after >= GROUPS) {
        throw malformed(text);
      }
      System.arraycopy(tail, 0, groups, GROUPS - after, after);
    }
    return new Ip6(bits(groups, 0), bits(groups, GROUPS / 2));
  }

  /**
   * Reads groups into an array. Returns the number of groups, or -1 when one of them is malformed.
   */
  private static int read(String text, int[] groups, int from) {
    if (text.isEmpty()) {
      return 0;
    }
    int count = from;
    for (String group : text.split(":", -1)) {
      if (count == GROUPS || !group.matches("[0-9a-fA-F]{1,4}")) {
        return -1;
      }
      groups[count++] = Integer.parseInt(group, 16);
    }
    return count - from;
  }

  private static long bits(int[] groups, int from) {
    long bits = 0;
    for (int i = from; i < from + GROUPS / 2; i++) {
      bits = bits << 16 | groups[i];
    }
    return bits;
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not an IPv6 address; write groups of hex digits, as in 2001:db8::1");
  }

  @Override
  public int version() {
    return 6;
  }

  private int group(int index) {
    return (int) ((index < 4 ? high : low) >>> 48 - 16 * (index % 4)) & 0xFFFF;
  }

  @Override
  public int compareTo(Ip6 other) {
    int upper = Long.compareUnsigned(high, other.high);
    return upper != 0 ? upper : Long.compareUnsigned(low, other.low);
  }

  /** Returns the canonical form of RFC 5952. */
  @JsonValue
  @Override
  public String toString() {
    int gap = -1;
    int length = 1;
    for (int start = 0; start < GROUPS; start++) {
      int end = start;
      while (end < GROUPS && group(end) == 0) {
        end++;
      }
      if (end - start > length) {
        gap = start;
        length = end - start;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == gap) {
        text.append("::");
        i += length - 1;
      } else {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
          text.append(':');
        }
        text.append(Integer.toHexString(group(i)));
      }
    }
    return text.toString();
  }
}
