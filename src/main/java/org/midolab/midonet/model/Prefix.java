package org.midolab.midonet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An IPv4 address with a prefix length of 0 to 32 (RFC 4632). Host bits are kept, since clients may
 * write a router port's subnet with them; {@link #network()} clears them.
 */
public record Prefix(Ip4 address, int length) {

  public static final Prefix ANY = new Prefix(Ip4.ANY, 0);

  public Prefix {
    if (length < 0 || length > 32) {
      throw new IllegalArgumentException("a prefix length is 0 to 32, got " + length);
    }
  }

  /**
   * Parses a subnet.
   *
   * @param text {@code address/length}, or an address alone, which means /32
   * @throws IllegalArgumentException when either part is malformed
   */
  @JsonCreator
  public static Prefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return new Prefix(Ip4.parse(text), 32);
    }
    String length = text.substring(slash + 1);
    if (!length.matches("[0-9]{1,2}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a subnet; write address/length, as in 192.0.2.0/24");
    }
    return new Prefix(Ip4.parse(text.substring(0, slash)), Integer.parseInt(length));
  }

  public static Prefix host(Ip4 address) {
    return new Prefix(address, 32);
  }

  public boolean contains(Ip4 other) {
    return ((address.bits() ^ other.bits()) & mask()) == 0;
  }

  /** Returns the netmask as 32 bits in network order. */
  public int mask() {
    return length == 0 ? 0 : -1 << 32 - length;
  }

  public Prefix network() {
    return new Prefix(new Ip4(address.bits() & mask()), length);
  }

  /**
   * Returns the subnet's directed broadcast address; for /31 and /32, which have none, returns the
   * highest address.
   */
  public Ip4 broadcast() {
    return new Ip4(address.bits() | ~mask());
  }

  @JsonValue
  @Override
  public String toString() {
    return address + "/" + length;
  }
}
