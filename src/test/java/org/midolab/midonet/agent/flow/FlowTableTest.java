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
import org.midolab.midonet.datapath.Datapath.Carried;
import org.midolab.midonet.datapath.Datapath.Flow;
import org.midolab.midonet.datapath.Datapath.FlowStatistics;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.TableFullException;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.TcpSegment;

class FlowTableTest {

  private static final UUID ROUTER = UUID.randomUUID();
  private static final FlowTag PORT = new FlowTag.Device(UUID.randomUUID());
  private static final FlowTag OTHER = new FlowTag.Device(UUID.randomUUID());
  private static final LearnMac STATION =
      new LearnMac(UUID.randomUUID(), 0, Mac.parse("fa:16:3e:00:00:01"), UUID.randomUUID());

  /** The kernel's flows by destination port, with the idle time of each. */
  private final Map<Integer, Duration> kernel = new LinkedHashMap<>();

  private final List<LearnMac> released = new ArrayList<>();
  private final ArpFlows arpFlows = new ArpFlows();
  private long now = 1_000_000_000L;
  private int kernelCapacity = 100;
  private boolean refusing;
  private final List<String> limits = new ArrayList<>();
  private final List<String> tcp = new ArrayList<>();
  private int tcpFlags;
  private final Meters meters = new Meters(_ -> false);
  private final FlowTable table = table(40);

  private FlowTable table(int capacity) {
    return new FlowTable(
        datapath(),
        capacity,
        Duration.ofSeconds(60),
        () -> now,
        released::addAll,
        arpFlows,
        (tags, seen) -> tcp.add(tags + " " + seen.applyAsInt(0)),
        meters);
  }

  private Datapath datapath() {
    return (Datapath)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Datapath.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "install" -> install((Flow) arguments[0]);
                  case "countLimit" -> {
                    limits.add(arguments[0] + " " + arguments[1]);
                    yield null;
                  }
                  case "remove" -> {
                    kernel.remove(((FlowKey) arguments[0]).tpDst());
                    yield new Carried(3, 180);
                  }
                  case "flows" -> statistics();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Object install(Flow flow) {
    if (kernel.size() == kernelCapacity) {
      throw new TableFullException("full", null);
    }
    if (refusing) {
      throw new DatapathException("too many actions");
    }
    kernel.put(flow.key().tpDst(), Duration.ZERO);
    return flow.mask();
  }

  private Collection<FlowStatistics> statistics() {
    return kernel.entrySet().stream()
        .map(
            entry ->
                new FlowStatistics(
                    entry.getKey() == 0 ? ARP : flow(entry.getKey()),
                    1,
                    60,
                    entry.getValue(),
                    tcpFlags))
        .toList();
  }

  /** Returns a flow that the destination port identifies. */
  private static Flow flow(int port) {
    return flow(1, port);
  }

  private static Flow flow(int inPort, int port) {
    FlowMask mask = FlowMask.of(FlowField.TP_DST);
    FlowKey key =
        new FlowKey(inPort, 0, Mac.ZERO, Mac.ZERO, 0x800, 0, 0, 0, 0, 0, Ip4.ANY, Ip4.ANY, 0, port);
    return new Flow(key, mask, List.of(new FlowAction.Output(2)), null);
  }

  /** An ARP flow, which is number 0 in {@link #kernel}. */
  private static final Flow ARP =
      new Flow(
          new FlowKey(1, 0, Mac.ZERO, Mac.ZERO, 0x806, 0, 1, 0, 0, 0, Ip4.ANY, Ip4.ANY, 0, 0),
          FlowMask.of(FlowField.IP_PROTO, FlowField.TP_SRC),
          List.of(new FlowAction.AnswerArp(Mac.BROADCAST), new FlowAction.Output(1)),
          null);

  @Test
  void whatAFlowCarriesIsCountedWhileItLivesAndWhenItEnds() {
    FlowTag.Meter meter = new FlowTag.Meter("web");
    install(80, meter);
    table.expire();
    assertThat(meters.counts()).containsEntry("meters:user:web", new Meters.Count(1, 60));
    table.expire();
    assertThat(meters.counts()).containsEntry("meters:user:web", new Meters.Count(1, 60));
    table.invalidate(Set.of(meter));
    assertThat(meters.counts()).containsEntry("meters:user:web", new Meters.Count(3, 180));
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
  void aFlowFromAnOlderTopologyIsNotInstalled() {
    long since = table.stamp();
    table.invalidate(Set.of(PORT));
    assertThat(table.install(flow(1), Set.of(PORT), List.of(STATION), null, since)).isFalse();
    assertThat(table.install(flow(2), Set.of(OTHER), List.of(STATION), null, since)).isTrue();
    assertThat(kernel).containsOnlyKeys(2);
    assertThat(released).as("what the refused flow held").containsExactly(STATION);
  }

  @Test
  void aFlowFromASimulationThatTookTooLongIsNotInstalled() {
    long since = table.stamp();
    for (int i = 0; i < 1100; i++) {
      table.invalidate(Set.of(OTHER));
    }
    assertThat(table.install(flow(1), Set.of(PORT), List.of(), null, since)).isFalse();
  }

  @Test
  void aFlowThatHasSeenAResetIsRemovedSoonAndItsTagsAreReported() {
    FlowTag tag = new FlowTag.Device(new UUID(0, 1));
    table.install(flow(1), Set.of(tag), List.of(), null, table.stamp());
    kernel.put(1, Duration.ofSeconds(11));
    table.expire();
    assertThat(tcp).isEmpty();
    assertThat(table.size()).isEqualTo(1);
    tcpFlags = TcpSegment.FIN;
    table.expire();
    assertThat(tcp).containsExactly(Set.of(tag) + " 1");
    assertThat(table.size()).isEqualTo(1);
    tcpFlags = TcpSegment.RST;
    kernel.put(1, Duration.ofSeconds(9));
    table.expire();
    assertThat(table.size()).as("after 9 s").isEqualTo(1);
    kernel.put(1, Duration.ofSeconds(11));
    table.expire();
    assertThat(tcp).hasSize(3);
    assertThat(table.size()).isZero();
  }

  @Test
  void idleFlowsAreRemovedAndUsedOnesStay() {
    install(1, PORT);
    install(2, PORT);
    kernel.put(1, Duration.ofSeconds(61));
    table.expire();
    assertThat(kernel).containsOnlyKeys(2);
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  void aFlowWithATimeLimitIsRemovedEvenIfItIsUsed() {
    table.install(flow(1), Set.of(PORT), List.of(), Duration.ofSeconds(5), table.stamp());
    now += Duration.ofSeconds(4).toNanos();
    table.expire();
    assertThat(kernel).containsOnlyKeys(1);
    now += Duration.ofSeconds(1).toNanos();
    table.expire();
    assertThat(kernel).isEmpty();
  }

  private boolean installFrom(int inPort, int port) {
    return table.install(flow(inPort, port), Set.of(PORT), List.of(STATION), null, table.stamp());
  }

  @Test
  void beyondItsShareOfTheTableAPortLosesItsOwnOldestFlows() {
    for (int i = 101; i <= 105; i++) {
      installFrom(2, i);
    }
    for (int i = 1; i <= 30; i++) {
      assertThat(installFrom(1, i)).isTrue();
    }
    assertThat(kernel).hasSize(15).containsKeys(21, 30, 101, 105).doesNotContainKey(20);
    assertThat(limits).hasSize(20).containsOnly("1 FLOW_SHARE");
    assertThat(table.size()).isEqualTo(15);
  }

  @Test
  void aFlowThatIsInstalledAgainIsNotTheOldest() {
    for (int i = 1; i <= 10; i++) {
      installFrom(1, i);
    }
    installFrom(1, 2);
    assertThat(table.size()).isEqualTo(9);
    assertThat(kernel).doesNotContainKey(1).containsKey(2);
    installFrom(1, 11);
    installFrom(1, 12);
    assertThat(kernel).containsKey(2).doesNotContainKey(3);
  }

  @Test
  void inAFullTableThePortWithMostFlowsLosesSome() {
    kernelCapacity = 24;
    for (int port = 1; port <= 3; port++) {
      for (int i = 1; i <= (port == 2 ? 10 : 7); i++) {
        assertThat(installFrom(port, port * 100 + i)).isTrue();
      }
    }
    assertThat(installFrom(4, 401)).isTrue();
    assertThat(kernel).hasSize(24).doesNotContainKey(201).containsKeys(101, 202, 301, 401);
  }

  @Test
  void aFlowThatCannotBeInstalledRemovesNoOtherFlow() {
    for (int i = 1; i <= 10; i++) {
      installFrom(2, i);
    }
    refusing = true;
    assertThat(installFrom(1, 11)).isFalse();
    assertThat(kernel).hasSize(10);
    assertThat(limits).containsExactly("1 FLOW_REFUSED");
    assertThat(released).as("what the refused flow held").containsExactly(STATION);
  }

  @Test
  void flowsOfAnEarlierProcessAreRemovedUnlessInstalledAgain() {
    kernel.put(1, Duration.ZERO);
    kernel.put(2, Duration.ZERO);
    assertThat(table.inherit()).isEqualTo(2);
    install(1, PORT);
    table.dropInherited(100);
    assertThat(kernel).containsOnlyKeys(1);
  }

  private boolean installArp() {
    return table.install(ARP, Set.of(PORT), List.of(), ArpFlows.LIFETIME, table.stamp());
  }

  @Test
  void arpFlowsStayDuringThePausesBetweenRequests() {
    installArp();
    install(1);
    kernel.replaceAll((flow, idle) -> Duration.ofMinutes(4));
    table.expire();
    assertThat(kernel).containsOnlyKeys(0);
    kernel.put(0, ArpFlows.IDLE.plusSeconds(1));
    table.expire();
    assertThat(kernel).isEmpty();
  }

  @Test
  void removedArpFlowsAreDueAgainWhileTheyAreUsed() {
    installArp();
    table.expire(); // records that it is used
    table.invalidate(Set.of(PORT));
    now += 200_000_000L;
    assertThat(arpFlows.due(now)).containsExactly(ARP.key());
    installArp();
    arpFlows.made(ARP.key());
    now += ArpFlows.LIFETIME.toNanos();
    kernel.put(0, ArpFlows.LIFETIME);
    table.expire();
    assertThat(kernel).as("flow past its time limit").isEmpty();
    now += 200_000_000L;
    assertThat(arpFlows.due(now)).containsExactly(ARP.key());
    now += ArpFlows.IDLE.toNanos();
    assertThat(arpFlows.due(now)).as("flow that is no longer used").isEmpty();
    assertThat(arpFlows.size()).isZero();
  }

  @Test
  void removedArpFlowsOfAnEarlierProcessAreDueAgain() {
    kernel.put(0, Duration.ofSeconds(40));
    table.inherit();
    table.dropInherited(10);
    now += 200_000_000L;
    assertThat(arpFlows.due(now)).containsExactly(ARP.key());
  }

  @Test
  void flowsOfAnEarlierProcessAreRemovedAFewAtATime() {
    for (int port = 1; port <= 25; port++) {
      kernel.put(port, Duration.ZERO);
    }
    table.inherit();
    assertThat(table.dropInherited(10)).isEqualTo(10);
    assertThat(kernel).hasSize(15);
    assertThat(table.dropInherited(10)).isEqualTo(10);
    assertThat(table.dropInherited(10)).isEqualTo(5);
    assertThat(kernel).isEmpty();
  }
}
