package org.midolab.lab.guide.run;

import java.util.List;
import java.util.Optional;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.probe.RawAnswer;

/**
 * One thing that a scenario looked at, when looking at it was over.
 *
 * @param subject what was looked at
 * @param assertion what was to be seen, where it can be judged again; else only what was seen is
 *     there
 * @param answers the last ones, without secrets
 * @param holds whether it was seen
 */
public record Observation(
    String subject, Optional<Assertion> assertion, List<RawAnswer> answers, boolean holds) {

  public Observation {
    answers = List.copyOf(answers);
  }
}
