package org.midolab.midonet.agent.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.bgp.Frr.Outcome;

class RefusalsTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Outcome REFUSED =
      new Outcome(3, List.of("'neighbor 192.0.2.1 password …' refused: % Unknown command"));

  private final FrrConfiguration wanted =
      new FrrConfiguration(64512, Set.of(), Set.of("neighbor 192.0.2.1 password a b"), Set.of());
  private final Refusals refusals = new Refusals();

  @Test
  void aRefusedConfigurationIsTriedAgainAtGrowingPauses() {
    int tries = 0;
    int changes = 0;
    for (long now = 0; now < 600 * SECOND; now += SECOND / 10) {
      if (refusals.mayTry(wanted, now)) {
        tries++;
        changes += refusals.note(wanted, REFUSED, now) ? 1 : 0;
      }
    }
    assertThat(tries).isBetween(10, 16);
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void anotherConfigurationIsTriedAtOnceAndClearsTheRefusals() {
    refusals.note(wanted, REFUSED, 0);
    assertThat(refusals.text()).contains("refused by bgpd", "192.0.2.1").doesNotContain("a b");
    FrrConfiguration corrected =
        new FrrConfiguration(64512, Set.of(), Set.of("neighbor 192.0.2.1 password ab"), Set.of());
    assertThat(refusals.mayTry(corrected, 1)).isTrue();
    assertThat(refusals.note(corrected, new Outcome(1, List.of()), 1)).isTrue();
    assertThat(refusals.text()).isEmpty();
  }

  @Test
  void outputThatRepeatsTheCommandShowsNoPassword() {
    assertThat(Vty.withoutSecret("neighbor 192.0.2.1 password se cret", "% bad: se cret\n"))
        .isEqualTo("% bad: …");
  }
}
