package org.midolab.midonet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An IPv6 address with a prefix length of 0 to 128 (RFC 4291). */
public record Prefix6(Ip6 address, int length) {

  public Prefix6 {
    if (length < 0 || length > 128) {
      throw new IllegalArgumentException("a prefix length of IPv6 is 0 to 128, got  " + length);
    }
  }

  /**
   * Parses a subnet.
   *
   * @param text {@code address/length}
   * @throws IllegalArgumentException when either part is malformed or missing
   */
  @JsonCreator
  public static Prefix6 parse(String text) {
    int slash = text.indexOf('/');
    String length = slash < 0 ? "" : text.substring(slash + 1);
    if (!length.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an IPv6 subnet; write address/length, as in 2001:db8::/64");
    }
    return new Prefix6(Ip6.parse(text.substring(0, slash)), Integer.parseInt(length));
  }

  /** Returns the subnet that contains only one address. */
  public static Prefix6 host(Ip6 address) {
    return new Prefix6(address, 128);
  }

  public boolean contains(Ip6 other) {
    return new Prefix6(other, length).network().address().equals(network().address());
  }

  /** Returns the same subnet with its host bits cleared. */
  public Prefix6 network() {
    long high = length >= 64 ? -1L : length == 0 ? 0 : -1L << 64 - length;
    long low = length <= 64 ? 0 : -1L << 128 - length;
    return new Prefix6(new Ip6(address.high() & high, address.low() & low), length);
  }

  @JsonValue
  @Override
  public String toString() {
    return address + "/" + length;
  }
}
