package org.midolab.lab.probe;

/**
 * The state of a file, as {@code stat} reports it.
 *
 * @param kind type of the file: {@code regular file}, {@code directory}, {@code symbolic link}, or
 *     {@code missing}
 */
public record FileState(String path, String kind, String owner, String group, String mode) {

  public static Probe<FileState> of(LabNode node, String path) {
    return Probe.of(
        path + " on " + node.name(),
        () -> {
          var answer = node.run("stat", "-c", "%F|%U|%G|%a", path);
          if (!answer.ok()) {
            return new FileState(path, "missing", "", "", "");
          }
          var parts = answer.text().split("\\|");
          return new FileState(path, parts[0], parts[1], parts[2], parts[3]);
        });
  }

  /** Returns the whole text of a file. */
  public static Probe<String> text(LabNode node, String path) {
    return Probe.of(
        "the text of " + path + " on " + node.name(),
        () -> {
          var answer = node.run("cat", path);
          if (!answer.ok()) {
            throw new IllegalStateException(answer.err().strip());
          }
          return answer.out();
        });
  }

  public boolean exists() {
    return !kind.equals("missing");
  }

  @Override
  public String toString() {
    return exists() ? kind + " of " + owner + ":" + group + ", mode " + mode : "no such file";
  }
}
