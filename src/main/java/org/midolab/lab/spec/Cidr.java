package org.midolab.lab.spec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IPv4 address with the prefix length of its network, as on an interface: {@code
 * 198.51.100.1/30}.
 *
 * @param bits the address, host part included, most significant byte first
 * @param length prefix length, 0 to 32
 */
public record Cidr(int bits, int length) {

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?:/(\\d{1,2}))?");

  public Cidr {
    if (length < 0 || length > 32) {
      throw new IllegalArgumentException("prefix length " + length + ", allowed: 0 to 32");
    }
  }

  /**
   * Parses a text. An address without a prefix length gets /32. Returns empty if the text is not
   * valid.
   */
  public static Optional<Cidr> parse(String text) {
    Matcher match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    int bits = 0;
    for (int group = 1; group <= 4; group++) {
      int octet = Integer.parseInt(match.group(group));
      if (octet > 255) {
        return Optional.empty();
      }
      bits = bits << 8 | octet;
    }
    int length = match.group(5) == null ? 32 : Integer.parseInt(match.group(5));
    return length > 32 ? Optional.empty() : Optional.of(new Cidr(bits, length));
  }

  /**
   * Parses a text that is known to be valid.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static Cidr of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: '" + text + "'"));
  }

  /** Returns the address without the prefix length, in dotted decimal. */
  public String address() {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 255)
        + "."
        + (bits >>> 8 & 255)
        + "."
        + (bits & 255);
  }

  /** Returns the network of this address: the host part is zero. */
  public Cidr network() {
    return new Cidr(bits & mask(length), length);
  }

  /** Returns the network's address plus {@code offset}. */
  public Cidr host(int offset) {
    return new Cidr(network().bits + offset, length);
  }

  public boolean contains(Cidr other) {
    return other.length >= length && (other.bits & mask(length)) == (bits & mask(length));
  }

  public boolean overlaps(Cidr other) {
    return contains(other.network()) || other.contains(network());
  }

  /**
   * Reports whether this is the network's own address or its broadcast address. No interface may
   * have these.
   */
  boolean isReserved() {
    return length < 31 && (bits == network().bits || bits == (bits | ~mask(length)));
  }

  private static int mask(int length) {
    return length == 0 ? 0 : -1 << 32 - length;
  }

  @Override
  public String toString() {
    return address() + "/" + length;
  }
}
