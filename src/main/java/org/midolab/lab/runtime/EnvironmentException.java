package org.midolab.lab.runtime;

/**
 * The machine lacks something that a lab needs. The message says what is missing; {@link #fix()}
 * says what to do.
 */
public final class EnvironmentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String fix;

  /**
   * @param fix the command that solves the problem, or a sentence if there is no such command; may
   *     be empty
   */
  public EnvironmentException(String message, String fix) {
    super(message);
    this.fix = fix;
  }

  public EnvironmentException(String message, String fix, Throwable cause) {
    super(message, cause);
    this.fix = fix;
  }

  public String fix() {
    return fix;
  }
}
