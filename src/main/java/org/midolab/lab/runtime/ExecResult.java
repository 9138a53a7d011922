package org.midolab.lab.runtime;

/**
 * The result of a command on a node.
 *
 * @param exit exit code of the command
 * @param out its standard output
 * @param err its standard error
 */
public record ExecResult(int exit, String out, String err) {

  public boolean ok() {
    return exit == 0;
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
