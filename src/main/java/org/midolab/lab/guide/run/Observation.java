package org.midolab.lab.guide.run;

import java.util.List;
import java.util.Optional;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.probe.RawAnswer;

/**
 * The final result of an observation in a scenario.
 *
 * @param subject the observed subject, in words
 * @param assertion the expected result, if it can be evaluated again from the answers; else empty
 * @param answers the last raw answers, without secrets
 * @param holds whether the expected result was seen
 */
public record Observation(
    String subject, Optional<Assertion> assertion, List<RawAnswer> answers, boolean holds) {

  public Observation {
    answers = List.copyOf(answers);
  }
}
