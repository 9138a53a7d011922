package org.midolab.lab.guide.run;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Removes the run's secrets from every recorded text. Safe for use by several threads. */
public final class Redactor {

  private static final String INSTEAD = "‹secret›";

  /** The secrets, longest first, so that a secret that contains another is removed completely. */
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
