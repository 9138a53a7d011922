package org.midolab.lab.runtime;

/**
 * An operation on a lab failed. The message says what was expected, what was found and how to find
 * out more.
 */
public final class LabFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LabFailure(String message) {
    super(message);
  }

  public LabFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
