package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.Route.NextHop;

class RoutingTableTest {

  private static final UUID ROUTER = new UUID(0, 1);

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void findsTheSameRoutesAsALinearSearch(@ForAll long seed) {
    Random random = new Random(seed);
    List<Route> routes = routes(random);
    RoutingTable table = RoutingTable.of(routes, List.of());
    for (int i = 0; i < 50; i++) {
      Ip4 destination = address(random);
      RoutingTable.Lookup lookup = table.lookup(destination.bits(), route -> route.weight() != 3);
      assertThat(new HashSet<>(lookup.routes()))
          .as("seed %d, to %s", seed, destination)
          .isEqualTo(new HashSet<>(search(routes, destination)));
    }
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void theDecidingBitsAreSufficientAndNecessary(@ForAll long seed) {
    Random random = new Random(seed);
    List<Route> routes = routes(random);
    RoutingTable table = RoutingTable.of(routes, List.of());
    for (int i = 0; i < 50; i++) {
      Ip4 destination = address(random);
      int bits = table.lookup(destination.bits(), route -> true).bits();
      List<Route> covering = covering(routes, destination);
      for (int j = 0; j < 20; j++) {
        Ip4 alike =
            new Ip4(
                bits == 0
                    ? random.nextInt()
                    : destination.bits() ^ (int) ((random.nextInt() & 0xFFFFFFFFL) >>> bits));
        assertThat(covering(routes, alike)).as("seed %d", seed).isEqualTo(covering);
      }
      if (bits > 0) {
        // with one bit less, some destination would have other candidate routes
        boolean decides =
            routes.stream()
                .map(Route::destination)
                .anyMatch(
                    prefix ->
                        prefix.length() >= bits
                            && new Prefix(prefix.address(), bits - 1).contains(destination));
        assertThat(decides).as("seed %d, %s, %d bits", seed, destination, bits).isTrue();
      }
    }
  }

  @Test
  void aRoutersOwnAddressesAreLocal() {
    var port =
        PortBuilder.builder()
            .id(new UUID(0, 7))
            .routerId(ROUTER)
            .portAddress(Ip4.parse("192.0.2.1"))
            .portSubnet(Prefix.parse("192.0.2.1/24"))
            .build();
    Route connected = route(1, "192.0.2.0/24", 100);
    RoutingTable table = RoutingTable.of(List.of(connected), List.of(port));
    assertThat(table.lookup(Ip4.parse("192.0.2.1").bits(), r -> true).routes())
        .singleElement()
        .returns(NextHop.LOCAL, Route::nextHop)
        .returns(port.id(), Route::nextHopPortId);
    assertThat(table.lookup(Ip4.parse("192.0.2.2").bits(), r -> true).routes())
        .containsExactly(connected);
  }

  @Test
  void routesOfEqualWeightHaveTheSameOrderForAnyOrderOfInput() {
    Route a = route(1, "10.0.0.0/8", 20);
    Route b = route(2, "10.0.0.0/8", 20);
    Route heavy = route(3, "10.0.0.0/8", 100);
    int to = Ip4.parse("10.1.1.1").bits();
    assertThat(RoutingTable.of(List.of(heavy, b, a), List.of()).lookup(to, r -> true).routes())
        .containsExactly(a, b);
    assertThat(RoutingTable.of(List.of(a, b, heavy), List.of()).lookup(to, r -> true).routes())
        .containsExactly(a, b);
  }

  @Test
  void anEmptyTableReadsNothing() {
    RoutingTable.Lookup lookup = RoutingTable.of(List.of(), List.of()).lookup(12345, r -> true);
    assertThat(lookup.routes()).isEmpty();
    assertThat(lookup.bits()).isZero();
  }

  private static List<Route> covering(List<Route> routes, Ip4 destination) {
    return routes.stream().filter(route -> route.destination().contains(destination)).toList();
  }

  private static List<Route> search(List<Route> routes, Ip4 destination) {
    List<Route> usable =
        covering(routes, destination).stream().filter(route -> route.weight() != 3).toList();
    int longest = usable.stream().mapToInt(route -> route.destination().length()).max().orElse(0);
    List<Route> best =
        usable.stream().filter(route -> route.destination().length() == longest).toList();
    int lightest = best.stream().mapToInt(Route::weight).min().orElse(0);
    return best.stream().filter(route -> route.weight() == lightest).toList();
  }

  private static List<Route> routes(Random random) {
    List<Route> routes = new ArrayList<>();
    for (int i = random.nextInt(25); i >= 0; i--) {
      Prefix prefix = new Prefix(address(random), random.nextInt(33)).network();
      routes.add(route(i, prefix.toString(), 1 + random.nextInt(3)));
    }
    routes.sort(Comparator.comparing(Route::id));
    return routes;
  }

  private static Ip4 address(Random random) {
    return new Ip4(
        (0xC0000000 | random.nextInt(4) << 24 | random.nextInt(4)) ^ 1 << random.nextInt(32));
  }

  private static Route route(int id, String destination, int weight) {
    return new Route(
        new UUID(0, id),
        ROUTER,
        Prefix.ANY,
        Prefix.parse(destination),
        NextHop.PORT,
        new UUID(1, id),
        null,
        weight,
        false);
  }
}
