package org.midolab.lab.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

  private static final List<String> KNOWN =
      List.of("quickstart", "pair", "scale", "up", "gateway1");

  @ParameterizedTest
  @CsvSource({
    "quickstrat, quickstart",
    "quikstart, quickstart",
    "piar, pair",
    "gateway11, gateway1",
    "scael, scale",
    "pu, up",
  })
  void suggestsTheWordNearATypingError(String wrong, String meant) {
    assertThat(Suggestion.of(wrong, KNOWN)).isEqualTo("; did you mean '" + meant + "'?");
  }

  @ParameterizedTest
  @CsvSource({"nsdb", "''", "xy", "somethingelse", "*"})
  void suggestsNothingForAWordFarFromAll(String wrong) {
    assertThat(Suggestion.of(wrong, KNOWN)).isEmpty();
    assertThat(Suggestion.of("x".repeat(100_000), KNOWN)).isEmpty();
  }
}
