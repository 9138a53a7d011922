package org.midolab.linux;

import java.util.List;

/** Addresses of interfaces. */
public final class Addresses {

  static final int NEW = 20;
  static final int DELETE = 21;
  static final int GET = 22;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;

  private static final int BROADCAST = 4;

  private final NetlinkSocket socket;
  private final Links links;

  Addresses(NetlinkSocket socket, Links links) {
    this.socket = socket;
    this.links = links;
  }

  /** Returns all addresses of the namespace, IPv4 and IPv6. */
  public List<Address> all() {
    return socket.exchange("list addresses", header(GET, Message.DUMP, 0, 0, 0)).stream()
        .map(answer -> Address.read(answer.content()))
        .toList();
  }

  /** Returns the addresses of one interface. */
  public List<Address> of(String link) {
    int index = links.index(link);
    return all().stream().filter(address -> address.link() == index).toList();
  }

  /** Adds an address to the interface. Does nothing if the interface has it already. */
  public void add(String link, Cidr cidr) {
    socket.change(
        "add " + cidr + " to " + link,
        request(NEW, Message.ACK | Message.CREATE | Message.REPLACE, link, cidr));
  }

  /**
   * Removes an address from the interface.
   *
   * @throws LinuxException EADDRNOTAVAIL if the interface does not have the address
   */
  public void delete(String link, Cidr cidr) {
    socket.change("delete " + cidr + " from " + link, request(DELETE, Message.ACK, link, cidr));
  }

  private Message request(int type, int flags, String link, Cidr cidr) {
    byte[] address = cidr.address().getAddress();
    Message request =
        header(
                type,
                flags,
                cidr.isIpv4() ? AF_INET : AF_INET6,
                cidr.prefixLength(),
                links.index(link))
            .attribute(Address.LOCAL, address)
            .attribute(Address.ADDRESS, address);
    if (type == NEW && cidr.isIpv4() && cidr.prefixLength() < 31) {
      byte[] broadcast = address.clone();
      for (int bit = cidr.prefixLength(); bit < 32; bit++) {
        broadcast[bit / 8] |= (byte) (0x80 >> bit % 8);
      }
      request.attribute(BROADCAST, broadcast);
    }
    return request;
  }

  private static Message header(int type, int flags, int family, int prefix, int link) {
    return new Message(type, flags).u8(family).u8(prefix).u8(0).u8(0).u32(link);
  }
}
