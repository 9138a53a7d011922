package org.midolab.lab.guide.run;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Takes the run's secrets out of every text that is kept. Safe for use by several threads. */
public final class Redactor {

  private static final String INSTEAD = "‹secret›";

  /** Longest first, so that a secret which contains another does not leave its rest behind. */
  private final Set<String> secrets =
      new ConcurrentSkipListSet<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(s -> s));

  public void hide(String secret) {
    if (!secret.isBlank()) {
      secrets.add(secret);
    }
  }

  public String redact(String text) {
    var redacted = text;
    for (var secret : secrets) {
      redacted = redacted.replace(secret, INSTEAD);
    }
    return redacted;
  }
}
