package org.midolab.lab.guide.steps;

import org.midolab.lab.probe.LabException;
import org.midolab.lab.probe.Probe;

/** A request outside of a probe, which is sent once. */
final class SingleRequest {

  private SingleRequest() {}

  /**
   * Returns the answer.
   *
   * @param what name of the server, for a sentence: {@code the API on controller}
   * @throws AssertionError if there is no answer: that is a failure of the server, not of the step
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
