package org.midolab.lab.certificate;

import com.fasterxml.jackson.annotation.JsonValue;

/** What became of a scenario of the profile. None of these stands for another. */
public enum CertifiedOutcome {
  PASSED("passed"),
  FAILED("failed"),
  /** Not tried, since something that it needs failed. */
  BLOCKED("blocked"),
  /** There is nothing here that it could be about, by a probe's evidence. */
  NOT_APPLICABLE("not applicable"),
  /** It cannot be watched on this product, by the vendor's declaration; never passed. */
  NOT_OBSERVABLE("not observable"),
  /** It failed, and the vendor has declared that it does; never passed. */
  DEVIATION("deviation"),
  /** This run did not come to it, or could not measure. */
  NOT_RUN("not run");

  private final String word;

  CertifiedOutcome(String word) {
    this.word = word;
  }

  @JsonValue
  public String word() {
    return word;
  }

  /** The word as a class of style sheets. */
  public String css() {
    return word.replace(' ', '-');
  }
}
