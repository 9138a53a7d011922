package org.midolab.midonet.cli;

/**
 * A command that did not succeed, with the line that says why. The kinds are the prefixes of error
 * lines (docs: contract.md#cli-output).
 */
abstract sealed class CliException extends RuntimeException {

  private CliException(String line, Throwable cause) {
    super(line, cause, false, false);
  }

  /** The line does not fit the grammar. */
  static final class Syntax extends CliException {

    private Syntax(String line) {
      super(line, null);
    }

    static Syntax at(String restOfLine) {
      return new Syntax("Syntax error at: ..." + restOfLine);
    }

    static Syntax incomplete() {
      return new Syntax("Missing arguments, incomplete command");
    }

    static Syntax unmatchedQuote() {
      return new Syntax("Syntax error: unmatched quote");
    }
  }

  /** The command is well formed, but what it asks for cannot be. */
  static final class User extends CliException {

    User(String message) {
      super("User error: " + message, null);
    }
  }

  /** The cluster failed, or answered what nobody expects. */
  static final class Internal extends CliException {

    Internal(String message, Throwable cause) {
      super("Internal error: " + message, cause);
    }
  }

  /** The session cannot go on: bad credentials, or nobody listens at the address. */
  static final class Fatal extends CliException {

    Fatal(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
