package org.midolab.lab.runtime;

/** The machine lacks something that a lab needs. The message says what; the cure is a command. */
public final class EnvironmentException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String cure;

  /**
   * @param cure the command that helps, or a sentence where there is none; may be empty
   */
  public EnvironmentException(String message, String cure) {
    super(message);
    this.cure = cure;
  }

  public EnvironmentException(String message, String cure, Throwable cause) {
    super(message, cause);
    this.cure = cure;
  }

  public String cure() {
    return cure;
  }
}
