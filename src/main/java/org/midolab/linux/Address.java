package org.midolab.linux;

import java.nio.ByteBuffer;

/**
 * An address of an interface.
 *
 * @param link index of the interface
 * @param cidr the interface's own address, with the prefix length of its network
 */
public record Address(int link, Cidr cidr) {

  static final int ADDRESS = 1;
  static final int LOCAL = 2;

  /** Parses an ifaddrmsg and its attributes (rtnetlink(7)). */
  static Address read(ByteBuffer content) {
    int prefix = content.get(1) & 0xFF;
    int link = content.getInt(4);
    Attributes attributes = Attributes.read(content.position(8));
    // Point-to-point interfaces keep their own address in LOCAL and the peer's in ADDRESS.
    return new Address(
        link,
        new Cidr(
            attributes.address(LOCAL).or(() -> attributes.address(ADDRESS)).orElseThrow(), prefix));
  }
}
