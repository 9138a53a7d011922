package org.midolab.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

  @Test
  void theMedianIsTheMiddleValueOrTheMeanOfTheTwoMiddleValues() {
    assertThat(series("", 9.0, 1.0, 5.0).median()).isEqualTo(5.0);
    assertThat(series("", 9.0, 1.0, 5.0, 6.0).median()).isEqualTo(5.5);
    assertThat(series("", 9.0, 1.0, 5.0).smallest()).isEqualTo(1.0);
    assertThat(series("", 9.0, 1.0, 5.0).greatest()).isEqualTo(9.0);
  }

  @Test
  void ratiosAreWithinARound() {
    var ours = series("", 10.0, 2.0, 12.0);
    var kernel = series("", 10.0, 1.0, 24.0);

    var ratio = ours.over(kernel, "ours against the kernel's", "≥ 0.9");

    assertThat(ratio.values()).containsExactly(1.0, 2.0, 0.5);
    assertThat(ratio.median()).isCloseTo(1.0, within(1e-9));
    assertThat(ratio.unit()).isEqualTo("x");
  }

  @Test
  void rejectsADifferentNumberOfRounds() {
    assertThatThrownBy(() -> series("", 1.0, 2.0).over(series("", 1.0), "ratio", ""))
        .hasMessageContaining("2 rounds");
    assertThatThrownBy(() -> series("")).hasMessageContaining("no values were measured");
  }

  @Test
  void theMedianMeetsAnUpperOrLowerBound() {
    assertThat(series("≥ 0.9", 0.5, 0.95, 1.0).meetsBound()).isTrue();
    assertThat(series("≥ 0.9", 0.5, 0.89, 1.0).meetsBound()).isFalse();
    assertThat(series("≤ 60", 59.0, 61.0, 58.0).meetsBound()).isTrue();
    assertThat(series("≤ 60", 59.0, 61.0, 62.0).meetsBound()).isFalse();
    assertThat(series("", 1.0).meetsBound()).isTrue();
  }

  private static Series series(String bound, Double... values) {
    return new Series("a figure", "s", bound, List.of(values));
  }
}
