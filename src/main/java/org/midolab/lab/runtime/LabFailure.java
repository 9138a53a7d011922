package org.midolab.lab.runtime;

/** A lab did not do what it was asked: what was expected, what was found, where to look. */
public final class LabFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LabFailure(String message) {
    super(message);
  }

  public LabFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
