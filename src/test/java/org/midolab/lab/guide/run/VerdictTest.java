package org.midolab.lab.guide.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTest {

  @Test
  void reportsTheNumberOfPassedChecks() {
    assertThat(new Verdict(128, 0, 0, 0, 0, 0).sentence()).isEqualTo("All 128 checks passed.");
    assertThat(new Verdict(1, 0, 0, 0, 0, 0).sentence()).isEqualTo("1 check passed.");
    assertThat(new Verdict(120, 0, 0, 5, 2, 1).sentence())
        .isEqualTo("120 of 128 checks passed; 5 not applicable, 2 not measured, 1 waived.");
  }

  @Test
  void reportsFailuresFirst() {
    assertThat(new Verdict(100, 3, 12, 5, 0, 1))
        .satisfies(v -> assertThat(v.isGreen()).isFalse())
        .satisfies(v -> assertThat(v.sentence()).isEqualTo("3 of 121 checks failed, 12 blocked."));
    assertThat(new Verdict(1, 1, 0, 0, 0, 0).sentence()).isEqualTo("1 of 2 checks failed.");
  }

  @Test
  void isNotGreenWithoutAnyCheck() {
    assertThat(new Verdict(0, 0, 0, 7, 0, 0).sentence())
        .isEqualTo("Nothing was applicable: no check was made.");
    assertThat(new Verdict(0, 0, 0, 1, 1, 2).sentence())
        .isEqualTo("No check was made: 1 not applicable, 1 not measured, 2 waived.");
  }
}
