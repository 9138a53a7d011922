package org.midolab.linux;

import java.nio.ByteBuffer;

/**
 * A network interface.
 *
 * @param index number in its namespace, 1 or more; an interface that is deleted and created again
 *     gets another index
 * @param mac octets in lower-case hex joined by colons; empty for an interface without a MAC
 *     address
 * @param mtu in bytes
 * @param up whether the interface is administratively up
 * @param carrier whether the other end of the link is present and up
 * @param kind as {@code ip -d link} prints it: veth, bridge, tun, vxlan…; empty for hardware
 * @param master index of the bridge that it belongs to, or 0
 * @param peer for a veth: index of the other end, in that end's namespace; for stacked interfaces:
 *     index of the lower interface; otherwise 0
 */
public record Link(
    int index,
    String name,
    String mac,
    int mtu,
    boolean up,
    boolean carrier,
    String kind,
    int master,
    int peer) {

  private static final int IFF_UP = 0x1;
  private static final int IFF_LOWER_UP = 0x10000;

  static final int ADDRESS = 1;
  static final int NAME = 3;
  static final int MTU = 4;
  static final int LINK = 5;
  static final int MASTER = 10;
  static final int LINKINFO = 18;
  static final int NET_NS_FD = 28;
  static final int INFO_KIND = 1;
  static final int INFO_DATA = 2;

  /** Parses an ifinfomsg and its attributes (rtnetlink(7)). */
  static Link read(ByteBuffer content) {
    int index = content.getInt(4);
    int flags = content.getInt(8);
    Attributes attributes = Attributes.read(content.position(16));
    return new Link(
        index,
        attributes.text(NAME),
        attributes.mac(ADDRESS),
        attributes.u32(MTU, 0),
        (flags & IFF_UP) != 0,
        (flags & IFF_LOWER_UP) != 0,
        attributes.nested(LINKINFO).text(INFO_KIND),
        attributes.u32(MASTER, 0),
        attributes.u32(LINK, 0));
  }
}
