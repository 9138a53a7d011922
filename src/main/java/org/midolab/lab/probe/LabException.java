package org.midolab.lab.probe;

/**
 * The lab could not do what a probe or an operator requested, for example because a node is gone or
 * a command hung.
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
