package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.simulation.Effect.LearnMac;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Datapath.Flow;
import org.midolab.midonet.datapath.Datapath.FlowStatistics;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;

class FlowTableTest {

  private static final UUID ROUTER = UUID.randomUUID();
  private static final FlowTag PORT = new FlowTag.Device(UUID.randomUUID());
  private static final FlowTag OTHER = new FlowTag.Device(UUID.randomUUID());
  private static final LearnMac STATION =
      new LearnMac(UUID.randomUUID(), 0, Mac.parse("fa:16:3e:00:00:01"), UUID.randomUUID());

  /** The kernel's flows by number, with the time that each has idled. */
  private final Map<Integer, Duration> kernel = new LinkedHashMap<>();

  private final List<LearnMac> released = new ArrayList<>();
  private long now = 1_000_000_000L;
  private int kernelCapacity = 100;
  private final FlowTable table = table(10);

  private FlowTable table(int capacity) {
    return new FlowTable(datapath(), capacity, Duration.ofSeconds(60), () -> now, released::addAll);
  }

  private Datapath datapath() {
    return (Datapath)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Datapath.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "install" -> install((Flow) arguments[0]);
                  case "remove" -> {
                    kernel.remove(((FlowKey) arguments[0]).tpDst());
                    yield null;
                  }
                  case "flows" -> statistics();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Object install(Flow flow) {
    if (kernel.size() == kernelCapacity) {
      throw new DatapathException("full");
    }
    kernel.put(flow.key().tpDst(), Duration.ZERO);
    return null;
  }

  private Collection<FlowStatistics> statistics() {
    return kernel.entrySet().stream()
        .map(entry -> new FlowStatistics(flow(entry.getKey()), 0, 0, entry.getValue()))
        .toList();
  }

  /** A flow that is known by its destination port. */
  private static Flow flow(int port) {
    FlowMask mask = FlowMask.of(FlowField.TP_DST);
    FlowKey key =
        new FlowKey(1, 0, Mac.ZERO, Mac.ZERO, 0x800, 0, 0, 0, 0, 0, Ip4.ANY, Ip4.ANY, 0, port);
    return new Flow(key, mask, List.of(new FlowAction.Output(2)), null);
  }

  private boolean install(int port, FlowTag... tags) {
    return table.install(flow(port), Set.of(tags), List.of(STATION), null, table.stamp());
  }

  @Test
  void aChangeRemovesExactlyTheFlowsThatDependOnIt() {
    install(1, PORT);
    install(2, OTHER);
    install(3, PORT, OTHER);
    table.invalidate(Set.of(PORT));
    assertThat(kernel).containsOnlyKeys(2);
    assertThat(table.size()).isEqualTo(1);
    assertThat(released).hasSize(2);
  }

  @Test
  void aRouteRemovesTheFlowsThatItOverlaps() {
    install(1, new FlowTag.Route(ROUTER, Prefix.parse("192.0.2.10/32")));
    install(2, new FlowTag.Route(ROUTER, Prefix.parse("198.51.100.0/24")));
    table.invalidate(Set.of(new FlowTag.Route(ROUTER, Prefix.parse("192.0.2.0/24"))));
    assertThat(kernel).containsOnlyKeys(2);
  }

  @Test
  void whatAnOlderTopologyDecidedIsNotInstalled() {
    long since = table.stamp();
    table.invalidate(Set.of(PORT));
    assertThat(table.install(flow(1), Set.of(PORT), List.of(STATION), null, since)).isFalse();
    assertThat(table.install(flow(2), Set.of(OTHER), List.of(STATION), null, since)).isTrue();
    assertThat(kernel).containsOnlyKeys(2);
    assertThat(released).as("what the refused flow held").containsExactly(STATION);
  }

  @Test
  void aSimulationThatTookTooLongIsNotTrusted() {
    long since = table.stamp();
    for (int i = 0; i < 1100; i++) {
      table.invalidate(Set.of(OTHER));
    }
    assertThat(table.install(flow(1), Set.of(PORT), List.of(), null, since)).isFalse();
  }

  @Test
  void idleFlowsGoAndUsedOnesStay() {
    install(1, PORT);
    install(2, PORT);
    kernel.put(1, Duration.ofSeconds(61));
    table.expire();
    assertThat(kernel).containsOnlyKeys(2);
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void aFlowWithALimitGoesHoweverBusyItIs() {
    table.install(flow(1), Set.of(PORT), List.of(), Duration.ofSeconds(5), table.stamp());
    now += Duration.ofSeconds(4).toNanos();
    table.expire();
    assertThat(kernel).containsOnlyKeys(1);
    now += Duration.ofSeconds(1).toNanos();
    table.expire();
    assertThat(kernel).isEmpty();
  }

  @Test
  void aFullTableMakesRoomForTheNewest() {
    for (int i = 1; i <= 11; i++) {
      assertThat(install(i, PORT)).isTrue();
    }
    assertThat(kernel).hasSize(10).doesNotContainKey(1).containsKey(11);
    kernelCapacity = 10;
    assertThat(install(12, PORT)).isTrue();
    assertThat(kernel).containsKey(12);
  }

  @Test
  void flowsOfAnEarlierProcessGoUnlessTheyWereMadeAnew() {
    kernel.put(1, Duration.ZERO);
    kernel.put(2, Duration.ZERO);
    assertThat(table.inherit()).isEqualTo(2);
    install(1, PORT);
    table.dropInherited();
    assertThat(kernel).containsOnlyKeys(1);
  }
}
