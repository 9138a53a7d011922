package org.midolab.midonet.cli.failure;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a command fails; the message is the line to print. The subclasses have the prefixes
 * of error lines (docs: contract.md#cli-output).
 */
public abstract sealed class CliException extends RuntimeException {

  private CliException(String line, @Nullable Throwable cause) {
    super(line, cause, false, false);
  }

  /** The line does not fit the grammar. */
  public static final class Syntax extends CliException {

    private Syntax(String line) {
      super(line, null);
    }

    public static Syntax at(String restOfLine) {
      return new Syntax("Syntax error at: ..." + restOfLine);
    }

    public static Syntax incomplete() {
      return new Syntax("Missing arguments, incomplete command");
    }

    public static Syntax unmatchedQuote() {
      return new Syntax("Syntax error: unmatched quote");
    }
  }

  /** The command is well formed but cannot be performed. */
  public static final class User extends CliException {

    public User(String message) {
      super("User error: " + message, null);
    }
  }

  /** The cluster failed or sent an unexpected answer. */
  public static final class Internal extends CliException {

    public Internal(String message, Throwable cause) {
      super("Internal error: " + message, cause);
    }
  }

  /** The session cannot continue: invalid credentials, or the cluster is not reachable. */
  public static final class Fatal extends CliException {

    public Fatal(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
