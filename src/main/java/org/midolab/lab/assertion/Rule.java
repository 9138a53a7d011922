package org.midolab.lab.assertion;

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
}
