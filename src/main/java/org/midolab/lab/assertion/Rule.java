package org.midolab.lab.assertion;

import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * A kind of statement and its evaluation. Both functions are pure.
 *
 * @param name name of the rule, which certificates contain
 * @param expected returns the expected result, as the continuation of "expected"
 * @param judge evaluates answers
 */
record Rule(String name, Function<Parameters, String> expected, Judge judge) {

  /** Evaluates answers. Throws an exception with the reason if they cannot be parsed. */
  @FunctionalInterface
  interface Judge {
    Finding judge(Parameters parameters, Answers answers) throws Exception;
  }

  /** Reads a value from answers. Throws an exception with the reason if they cannot be parsed. */
  @FunctionalInterface
  interface Reading<S> {
    S of(Parameters parameters, Answers answers) throws Exception;
  }

  /** Makes a rule about one value, which is also the text of what was seen. */
  static <S> Rule about(
      Reading<S> reading,
      String name,
      Function<Parameters, String> expected,
      BiPredicate<Parameters, S> holds) {
    return new Rule(
        name,
        expected,
        (p, answers) -> {
          S seen = reading.of(p, answers);
          return new Finding(holds.test(p, seen), seen.toString());
        });
  }
}
