package org.midolab.lab.probe;

/**
 * The result of a command on a node.
 *
 * @param exit exit code, 0 to 255
 * @param out standard output
 * @param err standard error
 */
public record Answer(int exit, String out, String err) {

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
}
