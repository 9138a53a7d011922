package org.midolab.lab.runtime;

/**
 * The result of a command on a node.
 *
 * @param exit exit code, 0 to 255
 * @param out standard output
 * @param err standard error
 */
public record ExecResult(int exit, String out, String err) {

  public boolean ok() {
    return exit == 0;
  }

  /** Returns the standard output without leading and trailing white space. */
  public String text() {
    return out.strip();
  }

  /** Returns both streams, and the exit code if it is not 0, for a report. */
  public String all() {
    var text = new StringBuilder(out);
    if (!err.isBlank()) {
      text.append(out.isEmpty() || out.endsWith("\n") ? "" : "\n").append(err);
    }
    return exit == 0
        ? text.toString().strip()
        : text.toString().strip() + "\n[exit code " + exit + "]";
  }

  /**
   * Returns this result if the command succeeded.
   *
   * @param what the command was for, for the message
   * @throws LabFailure with both streams if the exit code is not 0
   */
  public ExecResult orFail(String what) {
    if (!ok()) {
      throw new LabFailure(what + ": exit code " + exit + "\n" + (err + out).strip());
    }
    return this;
  }
}
