package org.midolab.lab.guide.run;

import java.util.Optional;

/**
 * Something that was seen or typed, recorded with the scenario.
 *
 * @param title what it is, in a few words
 * @param text already free of secrets
 * @param observation where a step looked at something: what it was judged by
 */
public record Evidence(String title, String text, Optional<Observation> observation) {

  public Evidence(String title, String text) {
    this(title, text, Optional.empty());
  }
}
