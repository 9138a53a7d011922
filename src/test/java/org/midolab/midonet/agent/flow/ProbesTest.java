package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.ProbeKey;
import org.midolab.midonet.model.Ip4;

class ProbesTest {

  private static final UUID SENDER = new UUID(1, 1);

  private final Set<FlowTag> invalidated = new HashSet<>();
  private final Probes probes = new Probes(invalidated::addAll);

  private static ProbeKey key(int number) {
    return new ProbeKey(
        new UUID(2, 2), new Endpoint(new Ip4(number), 80), new Endpoint(new Ip4(1), 1024));
  }

  @Test
  void anAnswerBelongsToTheLastProbeWithItsNumber() {
    probes.expect(key(1), SENDER, 41, 0);
    probes.expect(key(1), SENDER, 76, 0);
    assertThat(probes.contains(key(1))).isTrue();
    assertThat(probes.contains(key(2))).isFalse();
    assertThat(probes.find(key(1), 77).sender()).isEqualTo(SENDER);
    assertThat(probes.find(key(1), 76)).as("forged").isNull();
    assertThat(probes.find(key(1), 42)).as("late").isNull();
    assertThat(probes.find(key(2), 77)).isNull();
  }

  @Test
  void flowsOfEarlierSegmentsEnd() {
    probes.expect(key(1), SENDER, 1, 0);
    assertThat(invalidated).containsExactly(new FlowTag.Probed(key(1)));
    invalidated.clear();
    probes.expect(key(1), SENDER, 2, 0);
    assertThat(invalidated).isEmpty();
  }

  @Test
  void aProbeIsForgottenAfterItsLifetime() {
    probes.expect(key(1), SENDER, 1, 0);
    probes.expire(Probes.LIFETIME.toNanos());
    assertThat(probes.contains(key(1))).isTrue();
    probes.expire(Probes.LIFETIME.toNanos() + 1);
    assertThat(probes.contains(key(1))).isFalse();
  }

  @Test
  void beyondTheBoundTheOldestProbeIsForgotten() {
    for (int i = 0; i <= Probes.MOST; i++) {
      probes.expect(key(i), SENDER, 1, 0);
    }
    assertThat(probes.contains(key(0))).isFalse();
    assertThat(probes.contains(key(1))).isTrue();
    assertThat(probes.contains(key(Probes.MOST))).isTrue();
  }
}
