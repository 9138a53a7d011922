package org.midolab.midonet.agent.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.midolab.linux.Cidr;
import org.midolab.linux.RouteEntry;
import org.midolab.linux.RouteEntry.NextHop;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;

class LearnedRoutesTest {

  private static final Port PORT =
      PortBuilder.builder().id(UUID.randomUUID()).routerId(UUID.randomUUID()).build();

  private static RouteEntry entry(String destination, int protocol, String... gateways) {
    List<NextHop> hops =
        List.of(gateways).stream()
            .map(g -> new NextHop(Optional.of(Cidr.parse(g).address()), 2, 1))
            .toList();
    return new RouteEntry(
        Cidr.parse(destination), RouteEntry.UNICAST, protocol, RouteEntry.MAIN, 20, hops);
  }

  @Test
  void takesOnlyRoutesOfBgp() {
    assertThat(
            LearnedRoutes.of(
                PORT,
                List.of(
                    entry("198.51.100.254/32", RouteEntry.BGP, "198.51.100.1"),
                    entry("198.51.100.0/30", 2),
                    entry("10.0.0.0/8", RouteEntry.STATIC, "198.51.100.1")),
                200))
        .singleElement()
        .satisfies(
            route -> {
              assertThat(route.destination()).isEqualTo(Prefix.parse("198.51.100.254/32"));
              assertThat(route.gateway()).isEqualTo(Ip4.parse("198.51.100.1"));
              assertThat(route.nextHopPortId()).isEqualTo(PORT.id());
              assertThat(route.routerId()).isEqualTo(PORT.routerId());
              assertThat(route.nextHop()).isEqualTo(Route.NextHop.PORT);
              assertThat(route.weight()).isEqualTo(20);
              assertThat(route.learned()).isTrue();
            });
  }

  @Test
  void makesOneRoutePerNextHop() {
    assertThat(
            LearnedRoutes.of(
                PORT, List.of(entry("0.0.0.0/0", RouteEntry.BGP, "10.0.0.1", "10.0.0.2")), 200))
        .extracting(Route::gateway)
        .containsExactlyInAnyOrder(Ip4.parse("10.0.0.1"), Ip4.parse("10.0.0.2"));
  }

  @Test
  void givesARouteTheSameIdEachTime() {
    List<RouteEntry> kernel = List.of(entry("0.0.0.0/0", RouteEntry.BGP, "10.0.0.1"));
    assertThat(LearnedRoutes.of(PORT, kernel, 200)).isEqualTo(LearnedRoutes.of(PORT, kernel, 200));
  }

  @Test
  void takesNoMoreRoutesThanTheLimit() {
    List<RouteEntry> many =
        IntStream.range(0, 300)
            .mapToObj(
                i -> entry("10." + i / 256 + "." + i % 256 + ".0/24", RouteEntry.BGP, "10.0.0.1"))
            .toList();
    assertThat(LearnedRoutes.of(PORT, many, 200)).hasSize(200);
  }
}
