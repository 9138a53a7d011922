package org.midolab.linux;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * An entry of the neighbour table (ARP for IPv4).
 *
 * @param link index of the interface
 * @param mac octets in lower-case hex joined by colons; empty while the address is not resolved
 * @param state bits of {@code ndm_state}: 0x02 reachable, 0x04 stale, 0x20 failed, 0x80 permanent
 */
public record Neighbour(int link, InetAddress address, String mac, int state) {

  public static final int PERMANENT = 0x80;

  static final int DST = 1;
  static final int LLADDR = 2;

  /** Parses an ndmsg and its attributes (rtnetlink(7)). */
  static Neighbour read(ByteBuffer content) {
    int link = content.getInt(4);
    int state = content.getShort(8) & 0xFFFF;
    Attributes attributes = Attributes.read(content.position(12));
    return new Neighbour(
        link, attributes.address(DST).orElseThrow(), attributes.mac(LLADDR), state);
  }
}
