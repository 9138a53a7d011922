package org.midolab.lab.guide.run;

import org.opentest4j.TestAbortedException;

/**
 * Thrown by a step if the machine was too busy for a reliable measurement. The message contains the
 * load.
 */
public final class NotMeasured extends TestAbortedException {

  private static final long serialVersionUID = 1L;

  public NotMeasured(String reason) {
    super(reason);
  }
}
