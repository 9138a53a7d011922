package org.midolab.linux;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Adds and deletes IPv4 and IPv6 routes, and lists the IPv4 routes of all tables. */
public final class Routes {

  static final int NEW = 24;
  static final int DELETE = 25;
  static final int GET = 26;

  private static final int SCOPE_UNIVERSE = 0;
  private static final int SCOPE_LINK = 253;
  private static final int SCOPE_NOWHERE = 255;

  private final NetlinkSocket socket;
  private final Links links;

  Routes(NetlinkSocket socket, Links links) {
    this.socket = socket;
    this.links = links;
  }

  /** Returns the IPv4 routes of all tables. */
  public List<RouteEntry> all() {
    Message request =
        new Message(GET, Message.DUMP)
            .u8(Addresses.AF_INET)
            .u8(0)
            .u8(0)
            .u8(0)
            .u8(0)
            .u8(0)
            .u8(0)
            .u8(0)
            .u32(0);
    return socket.exchange("list routes", request).stream()
        .map(answer -> RouteEntry.read(answer.content()))
        .toList();
  }

  /**
   * Adds or replaces a route through a gateway. The kernel derives the interface from the gateway.
   */
  public void add(Cidr destination, InetAddress gateway) {
    add(
        new RouteEntry(
            destination,
            RouteEntry.UNICAST,
            RouteEntry.STATIC,
            RouteEntry.MAIN,
            0,
            List.of(new RouteEntry.NextHop(Optional.of(gateway), 0, 1))));
  }

  /** Adds or replaces a route without a gateway: its destinations are on the link itself. */
  public void add(Cidr destination, String link) {
    add(
        new RouteEntry(
            destination,
            RouteEntry.UNICAST,
            RouteEntry.STATIC,
            RouteEntry.MAIN,
            0,
            List.of(new RouteEntry.NextHop(Optional.empty(), links.index(link), 1))));
  }

  /**
   * Adds a route, or replaces the route with the same destination, table and metric.
   *
   * @throws IllegalArgumentException if the route has more than one next hop
   */
  public void add(RouteEntry route) {
    socket.change(
        "add route " + route.destination(),
        request(NEW, Message.ACK | Message.CREATE | Message.REPLACE, route));
  }

  /**
   * Deletes a route.
   *
   * @throws LinuxException ESRCH if there is no such route
   */
  public void delete(RouteEntry route) {
    socket.change("delete route " + route.destination(), request(DELETE, Message.ACK, route));
  }

  private static Message request(int type, int flags, RouteEntry route) {
    boolean direct = route.nextHops().stream().allMatch(hop -> hop.gateway().isEmpty());
    int scope =
        type == DELETE
            ? SCOPE_NOWHERE
            : direct && route.type() == RouteEntry.UNICAST ? SCOPE_LINK : SCOPE_UNIVERSE;
    Message request =
        new Message(type, flags)
            .u8(route.destination().isIpv4() ? Addresses.AF_INET : Addresses.AF_INET6)
            .u8(route.destination().prefixLength())
            .u8(0)
            .u8(0)
            .u8(route.table() < 256 ? route.table() : 0)
            .u8(route.protocol())
            .u8(scope)
            .u8(route.type())
            .u32(0)
            .attribute(RouteEntry.TABLE, route.table());
    if (route.destination().prefixLength() > 0) {
      request.attribute(RouteEntry.DST, route.destination().address().getAddress());
    }
    if (route.metric() > 0) {
      request.attribute(RouteEntry.PRIORITY, route.metric());
    }
    if (route.nextHops().size() == 1) {
      RouteEntry.NextHop hop = route.nextHops().getFirst();
      if (hop.link() > 0) {
        request.attribute(RouteEntry.OIF, hop.link());
      }
      hop.gateway().ifPresent(g -> request.attribute(RouteEntry.GATEWAY, g.getAddress()));
    } else if (!route.nextHops().isEmpty()) {
      throw new IllegalArgumentException(
          "routes over several next hops can be read, not written: " + route);
    }
    return request;
  }
}
