package org.midolab.midonet.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An IPv4 address (RFC 791) as its 32 bits in network order. */
public record Ip4(int bits) implements IpAddress, Comparable<Ip4> {

  public static final Ip4 ANY = new Ip4(0);
  public static final Ip4 BROADCAST = new Ip4(-1);

  /**
   * Parses an address.
   *
   * @param text four decimal octets without signs or leading zeros, as in {@code 198.51.100.1}
   * @throws IllegalArgumentException when the text has another form, for example a host name
   */
  @JsonCreator
  public static Ip4 parse(String text) {
    String[] octets = text.split("\\.", -1);
    int bits = 0;
    if (octets.length != 4) {
      throw malformed(text);
    }
    for (String octet : octets) {
      if (!octet.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(octet) > 255) {
        throw malformed(text);
      }
      bits = bits << 8 | Integer.parseInt(octet);
    }
    return new Ip4(bits);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not an IPv4 address; write four octets, as in 198.51.100.1");
  }

  @Override
  public int version() {
    return 4;
  }

  public boolean isMulticast() {
    return bits >>> 28 == 0xE;
  }

  /** Orders as unsigned numbers, so that 9.0.0.0 comes before 192.0.0.0. */
  @Override
  public int compareTo(Ip4 other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  @JsonValue
  @Override
  public String toString() {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 0xFF)
        + "."
        + (bits >>> 8 & 0xFF)
        + "."
        + (bits & 0xFF);
  }
}
