package org.midolab.lab.assertion;

/**
 * The result of a rule.
 *
 * @param holds whether the statement is true
 * @param seen the observed value, as part of a sentence
 */
public record Finding(boolean holds, String seen) {

  @Override
  public String toString() {
    return seen;
  }
}
