package org.midolab.lab.runtime;

/**
 * How a command on a node ended.
 *
 * @param exit its exit code
 */
public record ExecResult(int exit, String out, String err) {

  public boolean ok() {
    return exit == 0;
  }

  /**
   * This result if the command succeeded.
   *
   * @param what the command was for, for the message
   * @throws LabFailure with both streams otherwise
   */
  public ExecResult orFail(String what) {
    if (!ok()) {
      throw new LabFailure(what + ": exit code " + exit + "\n" + (err + out).strip());
    }
    return this;
  }
}
