package org.midolab.lab.guide.run;

import org.opentest4j.TestAbortedException;

/**
 * Thrown by a step if the nodes have nothing to which it applies. The message contains the result
 * of a probe.
 */
public final class NotApplicable extends TestAbortedException {

  private static final long serialVersionUID = 1L;

  public NotApplicable(String evidence) {
    super(evidence);
  }
}
