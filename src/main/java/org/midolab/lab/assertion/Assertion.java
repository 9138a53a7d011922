package org.midolab.lab.assertion;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.midolab.lab.probe.RawAnswer;

/**
 * A statement about a lab: the name of a rule and its parameters (docs:
 * certification.md#assertions).
 *
 * @param name name of a rule, such as {@code bgp-session-established}
 * @param parameters values by name, sorted by name
 */
public record Assertion(String name, Map<String, String> parameters) {

  /**
   * Creates an assertion.
   *
   * @throws NullPointerException if the name, a parameter's name or its value is missing
   */
  public Assertion {
    requireNonNull(name, "an assertion has no name");
    parameters.values().forEach(value -> requireNonNull(value, "a parameter has no value"));
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /** Returns the expected result, as part of a sentence. */
  public String expected() {
    return rule().expected().apply(new Parameters(this));
  }

  /**
   * Evaluates the statement from raw answers.
   *
   * @throws Exception if the answers cannot be parsed; then the statement does not hold
   * @throws IllegalArgumentException if the rule does not exist, or a parameter or an answer is
   *     missing
   */
  public Finding evaluate(List<RawAnswer> answers) throws Exception {
    return rule().judge().judge(new Parameters(this), new Answers(answers));
  }

  /** Returns whether the rule exists. */
  @JsonIgnore
  public boolean isKnown() {
    return Rules.named(name).isPresent();
  }

  private Rule rule() {
    return Rules.named(name)
        .orElseThrow(() -> new IllegalArgumentException("no rule is named " + name));
  }

  /** Returns the name and the parameters on one line. */
  @Override
  public String toString() {
    return name + " " + parameters;
  }
}
