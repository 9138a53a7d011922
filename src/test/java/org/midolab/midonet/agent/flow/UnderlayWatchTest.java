package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.datapath.memory.InMemoryDatapath;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TunnelZone;

/** A host whose link to the underlay is cut and mended, and the answers of the other hosts. */
class UnderlayWatchTest {

  private static final UUID HOST = UUID.randomUUID();

  private long now = TimeUnit.HOURS.toNanos(1);
  private boolean linked = true;
  private final List<Ip4> asked = new ArrayList<>();
  private final InMemoryDatapath datapath = new InMemoryDatapath(() -> now);
  private final UnderlayWatch watch = new UnderlayWatch(HOST, datapath);

  @BeforeEach
  void othersAnswer() {
    datapath.onTunnelled(
        (tunnel, frame) -> {
          asked.add(tunnel.remote());
          if (linked) {
            datapath.answered(tunnel.remote());
          }
        });
  }

  private static Topology zone(int others) {
    List<TunnelZone.Member> members = new ArrayList<>();
    members.add(new TunnelZone.Member(HOST, Ip4.parse("198.19.0.1")));
    for (int i = 0; i < others; i++) {
      Ip4 address = Ip4.parse("198.19." + (1 + i / 200) + "." + (1 + i % 200));
      members.add(new TunnelZone.Member(UUID.randomUUID(), address));
    }
    return Topology.of(
        new TunnelZone(UUID.randomUUID(), "tz", TunnelZone.Type.VXLAN, List.copyOf(members)));
  }

  private boolean isCutOffAfter(Topology topology, double seconds) {
    boolean cut = false;
    for (int i = 0; i < seconds * 4; i++) {
      now += Liveness.INTERVAL.toNanos();
      cut = watch.isCutOff(topology, now);
    }
    return cut;
  }

  @Test
  void aHostWithoutAnswersFor3SecondsIsCutOffUntilOneAnswers() {
    Topology topology = zone(2);
    assertThat(isCutOffAfter(topology, 10)).isFalse();
    linked = false;
    assertThat(isCutOffAfter(topology, 2.5)).isFalse();
    assertThat(isCutOffAfter(topology, 1)).isTrue();
    assertThat(isCutOffAfter(topology, 60)).isTrue();
    linked = true;
    assertThat(isCutOffAfter(topology, 0.5)).isFalse();
  }

  @Test
  void oneHostThatAnswersIsEnough() {
    Topology topology = zone(3);
    Ip4 last = Ip4.parse("198.19.1.3");
    datapath.onTunnelled(
        (tunnel, frame) -> {
          if (tunnel.remote().equals(last)) {
            datapath.answered(last);
          }
        });
    assertThat(isCutOffAfter(topology, 60)).isFalse();
  }

  @Test
  void aHostThatIsAloneInItsZoneIsNeverCutOff() {
    linked = false;
    assertThat(isCutOffAfter(zone(0), 60)).isFalse();
    assertThat(isCutOffAfter(Topology.EMPTY, 60)).isFalse();
  }

  @Test
  void hostsThatWereNeverHeardCountAsWell() {
    linked = false;
    assertThat(isCutOffAfter(zone(1), 4)).isTrue();
  }

  @Test
  void aPauseOfThisProcessCutsNothingOff() {
    Topology topology = zone(2);
    isCutOffAfter(topology, 1);
    now += TimeUnit.MINUTES.toNanos(1);
    assertThat(isCutOffAfter(topology, 0.25)).isFalse();
  }

  @Test
  void onlyOneHostIsAskedWhileItAnswers() {
    Topology topology = zone(1000);
    isCutOffAfter(topology, 0.25);
    assertThat(asked).hasSize(UnderlayWatch.ASKED_AT_ONCE);
    isCutOffAfter(topology, 10);
    assertThat(asked).hasSize(UnderlayWatch.ASKED_AT_ONCE + 40);
  }

  @Test
  void eachHostIsAskedBeforeThisOneIsCutOff() {
    linked = false;
    Topology topology = zone(1000);
    assertThat(isCutOffAfter(topology, 15)).isFalse();
    assertThat(isCutOffAfter(topology, 1)).isTrue();
    assertThat(asked.stream().distinct()).hasSize(1000);
  }
}
