package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.agent.simulation.Trace;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;

class TracersTest {

  private static final String SPEC = "--ip-protocol 17 --ip-src 10.0.0.1 --dst-port 53";

  private final TraceLimits limits = new TraceLimits();
  private int changes;
  private final Tracers tracers = new Tracers(limits, () -> changes++);

  private void use(int tracer) {
    var request = tracers.requests().get(tracer);
    limits.take(Trace.Match.of(request));
  }

  @Test
  void optionsBecomeACondition() {
    assertThat(
            TracerSpec.parse(
                    "--ethertype 0x0800 --mac-src 02:00:00:00:00:01 --mac-dst 02:00:00:00:00:02"
                        + " --ip-dst 10.0.0.0/8 --src-port 9 "
                        + SPEC)
                .condition())
        .isEqualTo(
            ConditionBuilder.builder()
                .dlType(0x800)
                .dlSrc(Mac.parse("02:00:00:00:00:01"))
                .dlDst(Mac.parse("02:00:00:00:00:02"))
                .nwProto(17)
                .nwSrc(Prefix.parse("10.0.0.1/32"))
                .nwDst(Prefix.parse("10.0.0.0/8"))
                .tpSrc(new Condition.Range(9, 9))
                .tpDst(new Condition.Range(53, 53))
                .build());
    assertThat(TracerSpec.parse("").condition()).isEqualTo(Condition.ANY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "0",
        "1 --ip-src",
        "1 --ip-src 300.0.0.1",
        "1 --ip-version 4",
        "1 --ethertype 65536",
        "1 --ip-protocol tcp",
        "1 --dst-port -1",
        "1 --mac-src me",
      })
  void wrongWordsAreRefused(String words) {
    assertThatThrownBy(() -> tracers.add(words)).isInstanceOf(IllegalArgumentException.class);
    assertThat(tracers.isEmpty()).isTrue();
    assertThat(changes).isZero();
  }

  @Test
  void aTracerIsListedWithTheWordsThatAddIt() {
    tracers.add("5 --dst-port 53 --ip-src 10.0.0.1 --ip-protocol 17");
    tracers.add("1");
    assertThat(tracers.list("")).isEqualTo("-l 5 " + SPEC + "\n-l 1");
    assertThat(changes).as("flows were removed").isEqualTo(2);
    assertThat(tracers.words(tracers.requests().getFirst().id())).isEqualTo(SPEC);
    assertThat(tracers.words(UUID.randomUUID())).isNull();
  }

  @Test
  void aTracerThatHasReachedItsLimitIsDead() {
    tracers.add("1 " + SPEC);
    tracers.add("2 " + SPEC);
    use(0);
    use(1);
    assertThat(tracers.list("live")).isEqualTo("-l 2 " + SPEC);
    assertThat(tracers.flush("dead")).isEqualTo("Removed 1 tracer(s)");
    assertThat(tracers.list("")).isEqualTo("-l 2 " + SPEC);
  }

  @Test
  void tracersAreRemovedByTheirWordsOrAll() {
    tracers.add("1 " + SPEC);
    tracers.add("7 " + SPEC);
    tracers.add("1 --dst-port 80");
    assertThat(tracers.remove("--ip-src 10.0.0.1 --dst-port 53 --ip-protocol 17"))
        .isEqualTo("Removed 2 tracer(s)");
    assertThat(tracers.remove(SPEC)).isEqualTo("Removed 0 tracer(s)");
    assertThat(tracers.flush("")).isEqualTo("Removed 1 tracer(s)");
    assertThat(tracers.isEmpty()).isTrue();
  }

  @Test
  void tracersAreBounded() {
    for (int i = 0; i < Tracers.MOST; i++) {
      tracers.add("1");
    }
    assertThatThrownBy(() -> tracers.add("1")).hasMessageContaining("flush --dead-only");
    assertThat(tracers.requests()).hasSize(Tracers.MOST);
  }
}
