package org.midolab.midonet.agent.simulation;

/**
 * Thrown if the evaluation of a rule needs a feature that is not built yet. The packet is dropped,
 * because the rule cannot decide about it.
 */
final class NotBuiltException extends RuntimeException {

  private static final long serialVersionUID = 1;

  NotBuiltException(String what) {
    super(what + " is not built yet", null, false, false);
  }
}
