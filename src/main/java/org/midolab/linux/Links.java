package org.midolab.linux;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Lists, creates, changes and deletes network interfaces. */
public final class Links {

  static final int NEW = 16;
  static final int DELETE = 17;
  static final int GET = 18;

  private static final int AF_UNSPEC = 0;
  private static final int IFF_UP = 1;
  private static final int IFF_NOARP = 0x80;
  private static final int IFF_PROMISC = 0x100;
  private static final int MAX_NAME = 15;
  private static final int EXT_MASK = 29;
  private static final int SKIP_STATISTICS = 8;
  private static final int VETH_INFO_PEER = 1;
  private static final int VXLAN_LEARNING = 7;
  private static final int VXLAN_PORT = 15;
  private static final int VXLAN_COLLECT_METADATA = 25;

  private final NetlinkSocket socket;

  Links(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Returns all interfaces of the namespace. */
  public List<Link> all() {
    Message request = header(GET, Message.DUMP, 0, 0, 0).attribute(EXT_MASK, SKIP_STATISTICS);
    return socket.exchange("list links", request).stream()
        .map(answer -> Link.read(answer.content()))
        .toList();
  }

  /** Returns the interface of this name, if there is one. */
  public Optional<Link> find(String name) {
    return one(
        "look up link " + name, header(GET, Message.ACK, 0, 0, 0).attribute(Link.NAME, name(name)));
  }

  /** Returns the interface of this index, if there is one. */
  public Optional<Link> find(int index) {
    return one("look up link " + index, header(GET, Message.ACK, index, 0, 0));
  }

  private Optional<Link> one(String what, Message request) {
    try {
      return socket.exchange(what, request).stream()
          .filter(answer -> answer.type() == NEW)
          .map(answer -> Link.read(answer.content()))
          .findFirst();
    } catch (LinuxException e) {
      if (e.is(Errno.ENODEV)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Returns the interface of this name.
   *
   * @throws LinuxException ENODEV if there is no such interface
   */
  public Link get(String name) {
    return find(name)
        .orElseThrow(() -> new LinuxException("look up link " + name, Errno.ENODEV.number()));
  }

  /**
   * Creates a veth pair. Both ends have their final names and namespaces from the start, and are
   * down.
   */
  public void createVeth(VethEnd first, VethEnd second) {
    Message request = header(NEW, Message.ACK | Message.CREATE | Message.EXCLUSIVE, 0, 0, 0);
    describe(request, first);
    request.nested(
        Link.LINKINFO,
        () ->
            request
                .attribute(Link.INFO_KIND, "veth")
                .nested(
                    Link.INFO_DATA,
                    () ->
                        request.nested(
                            VETH_INFO_PEER,
                            () -> {
                              // The flags stay 0: to create a peer that is up fails, since its
                              // other end
                              // does not exist yet.
                              request.u8(AF_UNSPEC).u8(0).u16(0).u32(0).u32(0).u32(0);
                              describe(request, second);
                            })));
    socket.change("create veth " + first.name() + " - " + second.name(), request);
  }

  private static void describe(Message request, VethEnd end) {
    request.attribute(Link.NAME, name(end.name()));
    if (end.mtu() > 0) {
      request.attribute(Link.MTU, end.mtu());
    }
    if (!end.mac().isEmpty()) {
      request.attribute(Link.ADDRESS, mac(end.mac()));
    }
    if (end.namespace() != null) {
      request.attribute(Link.NET_NS_FD, end.namespace().fd());
    }
  }

  /** Creates a bridge. It is down. */
  public void createBridge(String name) {
    create(name, "bridge", request -> {});
  }

  /**
   * Creates a VXLAN device that takes tunnel key and remote address from each packet's metadata
   * ({@code external} in ip-link(8)). It is down.
   *
   * @param port UDP destination port
   */
  public void createExternalVxlan(String name, int port) {
    create(
        name,
        "vxlan",
        request ->
            request.nested(
                Link.INFO_DATA,
                () ->
                    request
                        .attributeByte(VXLAN_COLLECT_METADATA, 1)
                        .attributeByte(VXLAN_LEARNING, 0)
                        .attributeBigEndian(VXLAN_PORT, port)));
  }

  /**
   * Creates a VXLAN device with one tunnel key and one remote address, for comparisons. It is down.
   *
   * @param key VXLAN network identifier, 0 to 2^24 - 1
   * @param remote IPv4 address as text
   * @param port UDP destination port
   */
  public void createVxlan(String name, int key, String remote, int port) {
    create(
        name,
        "vxlan",
        request ->
            request.nested(
                Link.INFO_DATA,
                () ->
                    request
                        .attribute(1, key)
                        .attribute(2, Cidr.parse(remote).address().getAddress())
                        .attributeBigEndian(VXLAN_PORT, port)));
  }

  private void create(String name, String kind, Consumer<Message> data) {
    Message request = header(NEW, Message.ACK | Message.CREATE | Message.EXCLUSIVE, 0, 0, 0);
    request.attribute(Link.NAME, name(name));
    request.nested(
        Link.LINKINFO,
        () -> {
          request.attribute(Link.INFO_KIND, kind);
          data.accept(request);
        });
    socket.change("create " + kind + " " + name, request);
  }

  public void up(String name) {
    flags("bring up ", name, IFF_UP, IFF_UP);
  }

  public void down(String name) {
    flags("take down ", name, 0, IFF_UP);
  }

  /** Switches promiscuous mode. With it on, the interface accepts frames to any MAC address. */
  public void setPromiscuous(String name, boolean on) {
    flags("set promiscuous mode of ", name, on ? IFF_PROMISC : 0, IFF_PROMISC);
  }

  /** Makes the kernel send to neighbours behind the interface without ARP, to its own MAC. */
  public void disableArp(String name) {
    flags("disable ARP of ", name, IFF_NOARP, IFF_NOARP);
  }

  private void flags(String what, String name, int flags, int mask) {
    socket.change(what + name, header(NEW, Message.ACK, index(name), flags, mask));
  }

  /**
   * Sets the MTU.
   *
   * @param bytes largest payload of a frame
   */
  public void setMtu(String name, int bytes) {
    socket.change("set MTU of " + name + " to " + bytes, change(name).attribute(Link.MTU, bytes));
  }

  /**
   * Sets the MAC address.
   *
   * @param mac octets in hex joined by colons
   */
  public void setMac(String name, String mac) {
    socket.change(
        "set MAC of " + name + " to " + mac, change(name).attribute(Link.ADDRESS, mac(mac)));
  }

  /** Makes the interface a port of a bridge. */
  public void setMaster(String name, String bridge) {
    socket.change(
        "put " + name + " into " + bridge, change(name).attribute(Link.MASTER, index(bridge)));
  }

  /** Removes the interface from its bridge. */
  public void clearMaster(String name) {
    socket.change("remove " + name + " from its bridge", change(name).attribute(Link.MASTER, 0));
  }

  /** Renames the interface, which must be down. */
  public void rename(String name, String newName) {
    socket.change(
        "rename " + name + " to " + newName, change(name).attribute(Link.NAME, name(newName)));
  }

  /** Moves the interface to another namespace. It is down afterwards. */
  public void move(String name, NetworkNamespace namespace) {
    socket.change(
        "move " + name + " to " + namespace,
        change(name).attribute(Link.NET_NS_FD, namespace.fd()));
  }

  /** Deletes the interface. For a veth, this deletes the other end, too. */
  public void delete(String name) {
    socket.change("delete " + name, header(DELETE, Message.ACK, index(name), 0, 0));
  }

  /** Deletes the interface, if there is one of this name. Returns whether there was. */
  public boolean deleteIfPresent(String name) {
    try {
      delete(name);
      return true;
    } catch (LinuxException e) {
      if (e.is(Errno.ENODEV)) {
        return false;
      }
      throw e;
    }
  }

  int index(String name) {
    return get(name).index();
  }

  private Message change(String name) {
    return header(NEW, Message.ACK, index(name), 0, 0);
  }

  private static Message header(int type, int flags, int index, int values, int mask) {
    return new Message(type, flags).u8(AF_UNSPEC).u8(0).u16(0).u32(index).u32(values).u32(mask);
  }

  private static String name(String name) {
    if (name.isEmpty()
        || name.length() > MAX_NAME
        || name.chars().anyMatch(c -> c <= ' ' || c == '/' || c == ':' || c > '~')) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is not a valid interface name; use 1 to "
              + MAX_NAME
              + " printable characters without '/' and ':'");
    }
    return name;
  }

  private static byte[] mac(String text) {
    byte[] bytes;
    try {
      bytes = HexFormat.ofDelimiter(":").parseHex(text);
    } catch (IllegalArgumentException e) {
      bytes = new byte[0];
    }
    if (bytes.length != 6) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a MAC address; write six octets, as in fa:16:3e:11:11:11");
    }
    return bytes;
  }
}
