package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.flow.Meters.Count;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.Result;
import org.midolab.midonet.model.Ip4;

class MetersTest {

  private static final UUID BRIDGE = UUID.randomUUID();
  private static final UUID PORT = UUID.randomUUID();

  private final Meters meters = new Meters(BRIDGE::equals);
  private final Set<FlowTag> tags =
      Set.of(new FlowTag.Device(BRIDGE), new FlowTag.Device(PORT), new FlowTag.Meter("web"));

  private void count(Set<FlowTag> tags, long packets, long bytes) {
    meters.handled(new Result.Consumed(tags, List.of()), packets, bytes);
  }

  @Test
  void aPacketCountsForEachDeviceAndEachNamedRuleOnItsWay() {
    count(tags, 1, 60);
    count(Set.of(new FlowTag.Meter("web")), 2, 100);
    assertThat(meters.counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "meters:device:" + BRIDGE, new Count(1, 60), "meters:user:web", new Count(3, 160)));
  }

  @Test
  void whatAFlowCarriesIsCountedOnce() {
    Meters.OfFlow flow = meters.of(tags);
    flow.carried(3, 300);
    flow.carried(3, 300);
    flow.carried(5, 700);
    assertThat(meters.counts()).containsEntry("meters:user:web", new Count(5, 700));
  }

  @Test
  void theMeterThatWasUsedLeastRecentlyIsForgotten() {
    for (int i = 0; i < Meters.MOST; i++) {
      count(Set.of(new FlowTag.Meter("m" + i)), 1, 60);
    }
    count(Set.of(new FlowTag.Meter("m0")), 1, 60);
    count(Set.of(new FlowTag.Meter("one more")), 1, 60);
    assertThat(meters.counts())
        .hasSize(Meters.MOST)
        .containsEntry("meters:user:m0", new Count(2, 120))
        .containsKey("meters:user:one more")
        .doesNotContainKey("meters:user:m1");
  }

  @Test
  void packetsAreCountedByResult() {
    count(tags, 3, 60);
    meters.handled(new Result.Wait(PORT, PORT, Ip4.parse("10.0.0.1"), List.of()), 1, 60);
    assertThat(meters.handled(Meters.Handled.SINGLE)).isEqualTo(3);
    assertThat(meters.handled(Meters.Handled.WAITING)).isEqualTo(1);
    assertThat(meters.handled(Meters.Handled.DROPPED)).isZero();
  }
}
