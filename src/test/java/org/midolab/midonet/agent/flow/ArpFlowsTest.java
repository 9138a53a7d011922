package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.FlowKey;

class ArpFlowsTest {

  private static final long SECOND = 1_000_000_000L;

  private final ArpFlows flows = new ArpFlows();

  private static FlowKey key(int inPort, int target) {
    return new FlowKey(
        inPort, 0, Mac.ZERO, Mac.BROADCAST, 0x806, 0, 1, 0, 0, 0, Ip4.ANY, new Ip4(target), 0, 0);
  }

  @Test
  void aRemovedFlowIsDueSoonAndOnce() {
    flows.asked(key(1, 1), 0);
    flows.gone(key(1, 1), SECOND);
    assertThat(flows.due(SECOND)).isEmpty();
    assertThat(flows.due(2 * SECOND)).containsExactly(key(1, 1));
    flows.made(key(1, 1));
    assertThat(flows.due(3 * SECOND)).isEmpty();
  }

  @Test
  void anExpectedFlowIsDueSoonUnlessItExists() {
    flows.expect(key(1, 1), 0);
    assertThat(flows.due(SECOND)).containsExactly(key(1, 1));
    flows.made(key(1, 1));
    flows.expect(key(1, 1), SECOND);
    assertThat(flows.due(2 * SECOND)).isEmpty();
  }

  @Test
  void aFlowThatNoStationUsedIsNotDue() {
    flows.gone(key(1, 1), 0);
    assertThat(flows.due(SECOND)).isEmpty();
    assertThat(flows.size()).isZero();
  }

  @Test
  void failedAttemptsBecomeRareAndEnd() {
    flows.asked(key(1, 1), 0);
    flows.gone(key(1, 1), 0);
    int attempts = 0;
    for (long now = 0; now < 60 * SECOND; now += SECOND / 10) {
      for (FlowKey due : flows.due(now)) {
        flows.failed(due, now);
        attempts++;
      }
    }
    assertThat(attempts).isEqualTo(4);
    assertThat(flows.size()).isZero();
  }

  @Test
  void aFrameThatArrivesMeanwhileMakesTheAttemptUnnecessary() {
    flows.asked(key(1, 1), 0);
    flows.gone(key(1, 1), 0);
    flows.asked(key(1, 1), SECOND / 20);
    assertThat(flows.due(SECOND)).isEmpty();
    flows.failed(key(1, 1), SECOND);
    assertThat(flows.due(10 * SECOND)).isEmpty();
  }

  @Test
  void aPortBeyondItsBoundLosesOnlyItsOwnEntries() {
    flows.asked(key(2, 1), 0);
    int many = 10 * ArpFlows.PER_PORT;
    for (int i = 0; i < many; i++) {
      flows.asked(key(1, i), i);
    }
    assertThat(flows.size()).isEqualTo(ArpFlows.PER_PORT + 1);
    assertThat(flows.crowdedOut()).isEqualTo(many - ArpFlows.PER_PORT);
    flows.gone(key(1, many - 1), many);
    flows.gone(key(1, 0), many);
    flows.gone(key(2, 1), many);
    assertThat(flows.due(SECOND)).isEqualTo(List.of(key(1, many - 1), key(2, 1)));
  }

  @Test
  void atMostABatchOfFlowsIsDueAtATime() {
    for (int port = 1; port <= 2 * ArpFlows.AT_ONCE; port++) {
      flows.asked(key(port, 1), 0);
      flows.gone(key(port, 1), 0);
    }
    assertThat(flows.due(SECOND)).hasSize(ArpFlows.AT_ONCE);
  }
}
