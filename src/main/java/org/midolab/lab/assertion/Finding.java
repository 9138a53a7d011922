package org.midolab.lab.assertion;

/**
 * What a rule found in raw answers.
 *
 * @param seen what they show of it, for a sentence
 */
public record Finding(boolean holds, String seen) {

  @Override
  public String toString() {
    return seen;
  }
}
