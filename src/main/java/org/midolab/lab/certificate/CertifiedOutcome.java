package org.midolab.lab.certificate;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The outcome of a scenario of the profile (docs: certification.md#outcomes). No outcome includes
 * another.
 */
public enum CertifiedOutcome {
  PASSED("passed"),
  FAILED("failed"),
  /** Not run, because a scenario that it needs failed. */
  BLOCKED("blocked"),
  /** A probe found nothing to which the scenario applies. */
  NOT_APPLICABLE("not applicable"),
  /**
   * The vendor has declared that it cannot be observed on this product. It does not count as
   * passed.
   */
  NOT_OBSERVABLE("not observable"),
  /** It failed, and the vendor has declared this deviation. It does not count as passed. */
  DEVIATION("deviation"),
  /** The run did not reach it, or could not measure. */
  NOT_RUN("not run");

  private final String word;

  CertifiedOutcome(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  /** Returns the word as a CSS class. */
  public String css() {
    return word.replace(' ', '-');
  }
}
