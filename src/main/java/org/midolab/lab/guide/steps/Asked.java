package org.midolab.lab.guide.steps;

import org.midolab.lab.probe.LabException;
import org.midolab.lab.probe.Probe;

/** A question outside of a probe, which is asked once. */
final class Asked {

  private Asked() {}

  /**
   * The answer.
   *
   * @param what who is asked what, for a sentence: {@code the API on controller}
   * @throws AssertionError when there is none: that is a failure of whom it asks, not of the step
   */
  static <T> T of(String what, Probe.Look<T> question) {
    try {
      return question.once();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    } catch (Exception e) {
      throw new AssertionError("no answer of " + what + ": " + e.getMessage(), e);
    }
  }
}
