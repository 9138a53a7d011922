package org.midolab.linux;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A route in a routing table of the kernel.
 *
 * @param destination network, whose host bits are zero; 0.0.0.0/0 for the default route
 * @param type what the kernel does with packets, as in {@code rtm_type}: 1 unicast, 2 local, 6
 *     blackhole, 7 unreachable, 8 prohibit
 * @param protocol who added the route, as in {@code rtm_protocol}: 2 the kernel, 3 boot, 4 an
 *     administrator, 186 FRR's bgpd
 * @param table 254 main, 255 local
 * @param metric lower is preferred
 * @param nextHops several for a multipath route, none for a blackhole
 */
public record RouteEntry(
    Cidr destination, int type, int protocol, int table, int metric, List<NextHop> nextHops) {

  public static final int MAIN = 254;
  public static final int UNICAST = 1;
  public static final int BLACKHOLE = 6;
  public static final int STATIC = 4;
  public static final int BGP = 186;

  static final int DST = 1;
  static final int OIF = 4;
  static final int GATEWAY = 5;
  static final int PRIORITY = 6;
  static final int MULTIPATH = 9;
  static final int TABLE = 15;
  private static final int NEXTHOP_HEADER = 8;

  /**
   * A next hop of a route.
   *
   * @param gateway empty when the destination is on the link itself
   * @param link index of the interface; 0 if the kernel derives it from the gateway
   * @param weight 1 or more
   */
  public record NextHop(Optional<InetAddress> gateway, int link, int weight) {}

  public RouteEntry {
    nextHops = List.copyOf(nextHops);
  }

  /** Parses an rtmsg and its attributes (rtnetlink(7)). */
  static RouteEntry read(ByteBuffer content) {
    boolean ipv4 = content.get(0) == Addresses.AF_INET;
    int prefix = content.get(1) & 0xFF;
    int table = content.get(4) & 0xFF;
    int protocol = content.get(5) & 0xFF;
    int type = content.get(7) & 0xFF;
    Attributes attributes = Attributes.read(content.position(12));
    InetAddress destination =
        attributes.address(DST).orElseGet(() -> Cidr.parse(ipv4 ? "0.0.0.0" : "::").address());
    return new RouteEntry(
        new Cidr(destination, prefix),
        type,
        protocol,
        attributes.u32(TABLE, table),
        attributes.u32(PRIORITY, 0),
        nextHops(attributes));
  }

  private static List<NextHop> nextHops(Attributes attributes) {
    List<NextHop> hops = new ArrayList<>();
    attributes
        .find(MULTIPATH)
        .ifPresent(
            buffer -> {
              int start = 0;
              while (start + NEXTHOP_HEADER <= buffer.limit()) {
                int length = buffer.getShort(start) & 0xFFFF;
                if (length < NEXTHOP_HEADER || start + length > buffer.limit()) {
                  return;
                }
                ByteBuffer inner =
                    buffer
                        .slice(start + NEXTHOP_HEADER, length - NEXTHOP_HEADER)
                        .order(ByteOrder.nativeOrder());
                hops.add(
                    new NextHop(
                        Attributes.read(inner).address(GATEWAY),
                        buffer.getInt(start + 4),
                        (buffer.get(start + 3) & 0xFF) + 1));
                start += length + 3 & ~3;
              }
            });
    if (hops.isEmpty() && attributes.find(OIF).isPresent()) {
      hops.add(new NextHop(attributes.address(GATEWAY), attributes.u32(OIF, 0), 1));
    }
    return hops;
  }
}
