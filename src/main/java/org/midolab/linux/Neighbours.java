package org.midolab.linux;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;

/** The neighbour tables of a namespace: ARP and IPv6 neighbour discovery. */
public final class Neighbours {

  static final int NEW = 28;
  static final int DELETE = 29;
  static final int GET = 30;

  private static final int NTF_USE = 1;

  private final NetlinkSocket socket;
  private final Links links;

  Neighbours(NetlinkSocket socket, Links links) {
    this.socket = socket;
    this.links = links;
  }

  /** Returns all IPv4 neighbours of the namespace. */
  public List<Neighbour> all() {
    return socket
        .exchange("list neighbours", header(GET, Message.DUMP, Addresses.AF_INET, 0, 0))
        .stream()
        .map(answer -> Neighbour.read(answer.content()))
        .toList();
  }

  /** Adds or replaces a permanent entry, which the kernel never verifies. */
  public void add(String link, InetAddress address, String mac) {
    Message request =
        header(
                NEW,
                Message.ACK | Message.CREATE | Message.REPLACE,
                family(address),
                links.index(link),
                Neighbour.PERMANENT)
            .attribute(Neighbour.DST, address.getAddress())
            .attribute(Neighbour.LLADDR, HexFormat.ofDelimiter(":").parseHex(mac));
    socket.change("add neighbour " + address.getHostAddress() + " on " + link, request);
  }

  /**
   * Makes the kernel resolve the neighbour's MAC address, as if it had a packet to send to it. Does
   * not wait for the answer.
   */
  public void resolve(int link, InetAddress address) {
    Message request =
        new Message(NEW, Message.ACK | Message.CREATE)
            .u8(family(address))
            .u8(0)
            .u16(0)
            .u32(link)
            .u16(0)
            .u8(NTF_USE)
            .u8(0)
            .attribute(Neighbour.DST, address.getAddress());
    socket.change("resolve " + address.getHostAddress(), request);
  }

  public void delete(String link, InetAddress address) {
    socket.change(
        "delete neighbour " + address.getHostAddress() + " of " + link,
        header(DELETE, Message.ACK, family(address), links.index(link), 0)
            .attribute(Neighbour.DST, address.getAddress()));
  }

  private static int family(InetAddress address) {
    return address.getAddress().length == 4 ? Addresses.AF_INET : Addresses.AF_INET6;
  }

  private static Message header(int type, int flags, int family, int link, int state) {
    return new Message(type, flags).u8(family).u8(0).u16(0).u32(link).u16(state).u8(0).u8(0);
  }
}
