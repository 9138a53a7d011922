package org.midolab.lab.assertion;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.midolab.lab.probe.RawAnswer;

/**
 * A statement about a lab, by the name of its rule and what the rule is told.
 *
 * @param name of a rule, such as {@code bgp-session}
 * @param parameters by name, in the order of their names
 */
public record Assertion(String name, Map<String, String> parameters) {

  public Assertion {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /** What should be seen, for a sentence. */
  public String expected() {
    return rule().expected().apply(new Parameters(this));
  }

  /**
   * Judges raw answers.
   *
   * @throws Exception when they cannot be made sense of: then the statement does not hold
   * @throws IllegalArgumentException when there is no rule of that name, or it lacks a parameter
   */
  public Finding evaluate(List<RawAnswer> answers) throws Exception {
    return rule().judge().judge(new Parameters(this), new Answers(answers));
  }

  /** Whether there is a rule of that name. */
  @JsonIgnore
  public boolean isKnown() {
    return Rules.named(name).isPresent();
  }

  private Rule rule() {
    return Rules.named(name)
        .orElseThrow(() -> new IllegalArgumentException("no rule is named " + name));
  }

  /** The name and the parameters, on one line. */
  @Override
  public String toString() {
    return name + " " + parameters;
  }
}
