package org.midolab.lab.guide.run;

import org.opentest4j.TestAbortedException;

/**
 * Thrown by a step that measures when the machine was too busy for the figure to mean anything; its
 * message says how busy it was.
 */
public final class NotMeasured extends TestAbortedException {

  private static final long serialVersionUID = 1L;

  public NotMeasured(String reason) {
    super(reason);
  }
}
