package org.midolab.lab.probe;

/**
 * The lab itself did not do what a probe or an operator asked of it: a node is gone, a command
 * hung.
 */
public final class LabException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LabException(String message) {
    super(message);
  }

  public LabException(String message, Throwable cause) {
    super(message, cause);
  }
}
