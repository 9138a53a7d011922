package org.midolab.lab.guide.run;

/** Which parts of a scenario a run executes. */
public enum Mode {
  /** {@code When} and {@code Then}, from bare nodes, as in {@code mvn verify}. */
  PERFORM_AND_OBSERVE(true, true),
  /**
   * {@code When} only, and those {@code Then} steps that wait for something the next step needs, as
   * in {@code ./lab up}.
   */
  PERFORM(true, false),
  /** {@code Then} only, on a lab that a user has built, as in {@code ./lab check}. */
  OBSERVE(false, true);

  private final boolean performs;
  private final boolean observes;

  Mode(boolean performs, boolean observes) {
    this.performs = performs;
    this.observes = observes;
  }

  public boolean performs() {
    return performs;
  }

  public boolean observes() {
    return observes;
  }
}
