package org.midolab.lab.guide.run;

import java.util.Optional;

/**
 * An input or an observation, recorded with the scenario.
 *
 * @param title a few words
 * @param text content without secrets
 * @param observation the observation and its raw answers, if a step observed something
 */
public record Evidence(String title, String text, Optional<Observation> observation) {

  public Evidence(String title, String text) {
    this(title, text, Optional.empty());
  }
}
