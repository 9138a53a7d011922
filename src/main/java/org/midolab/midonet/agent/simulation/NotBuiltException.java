package org.midolab.midonet.agent.simulation;

/**
 * Evaluating a rule needs something that the simulation does not have yet; the packet must not pass
 * for want of it.
 */
final class NotBuiltException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotBuiltException(String what) {
    super(what + " is not built yet", null, false, false);
  }
}
