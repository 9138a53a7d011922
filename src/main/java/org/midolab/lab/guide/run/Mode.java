package org.midolab.lab.guide.run;

/** Which halves of a scenario a run takes. */
public enum Mode {
  /** Both halves, from bare nodes: what {@code mvn verify} does. */
  PERFORM_AND_OBSERVE(true, true),
  /**
   * {@code When} only, and of {@code Then} what must be ready before one can go on: {@code ./lab
   * up}.
   */
  PERFORM(true, false),
  /** {@code Then} only, on whatever somebody has built: {@code ./lab check}. */
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
