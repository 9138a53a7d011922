package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharesTest {

  private static final long SECOND = 1_000_000_000L;

  private final Shares<String> shares = new Shares<>(10, 5);

  private long granted(String who, int asked, long now) {
    return IntStream.range(0, asked).filter(i -> shares.take(who, now)).count();
  }

  @Test
  void oneKeyDoesNotUseUpTheRateOfAnother() {
    assertThat(granted("greedy", 100, 0)).isEqualTo(5);
    assertThat(granted("modest", 5, 0)).isEqualTo(5);
    assertThat(shares.refused()).isEqualTo(95);
  }

  @Test
  void grantsBecomeAvailableWithTime() {
    granted("a", 5, 0);
    assertThat(granted("a", 100, SECOND / 5)).isEqualTo(2);
    shares.forget(10 * SECOND);
    assertThat(granted("a", 100, 10 * SECOND)).isEqualTo(5);
  }
}
