package org.midolab.lab.assertion;

import java.util.function.Function;

/**
 * How statements of one kind are judged. Both functions are pure.
 *
 * @param expected completes "expected": what should be seen
 */
record Rule(String name, Function<Parameters, String> expected, Judge judge) {

  /** Judges the answers; what it throws says why they cannot be made sense of. */
  @FunctionalInterface
  interface Judge {
    Finding judge(Parameters parameters, Answers answers) throws Exception;
  }
}
