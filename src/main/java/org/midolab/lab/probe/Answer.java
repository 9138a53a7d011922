package org.midolab.lab.probe;

/**
 * How a command ended.
 *
 * @param exit 0 to 255
 */
public record Answer(int exit, String out, String err) {

  public boolean ok() {
    return exit == 0;
  }

  /** Standard output without white space around it. */
  public String text() {
    return out.strip();
  }

  /** Both streams and the exit code: for a report. */
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
