package org.midolab.linux;

import java.net.InetAddress;

/**
 * An IP address and the prefix length of its network. Host bits may be set.
 *
 * @param prefixLength in bits: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Cidr(InetAddress address, int prefixLength) {

  public Cidr {
    int bits = address.getAddress().length * 8;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException(
          address.getHostAddress() + " has 0 to " + bits + " prefix bits, not " + prefixLength);
    }
  }

  /**
   * Parses an address with a prefix length. Host names are not resolved.
   *
   * @param text such as {@code 198.51.100.1/30}; an address without a prefix length gets the full
   *     length
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    try {
      InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      return new Cidr(
          address,
          slash < 0
              ? address.getAddress().length * 8
              : Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not an address with a prefix length, as in 198.51.100.1/30", e);
    }
  }

  boolean isIpv4() {
    return address.getAddress().length == 4;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefixLength;
  }
}
