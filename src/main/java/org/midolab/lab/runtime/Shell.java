package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Runs commands on this machine. */
final class Shell {

  private Shell() {}

  /** Finds a command in the path, root's directories included. */
  static Optional<Path> find(String command) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin:/usr/local/sbin";
    return Arrays.stream(path.split(":"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, command))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Runs a command and returns the text of both its streams.
   *
   * @throws EnvironmentException if the command cannot be run or its exit code is not 0
   */
  static String run(Path directory, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      String output;
      try (InputStream out = process.getInputStream()) {
        output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      }
      if (process.waitFor() != 0) {
        throw new EnvironmentException(
            "'"
                + String.join(" ", command)
                + "' failed with exit code "
                + process.exitValue()
                + ":\n"
                + last(output),
            "");
      }
      return output;
    } catch (IOException e) {
      throw new EnvironmentException(
          "'" + command.getFirst() + "' cannot be run: " + e.getMessage(), "", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted while '" + command.getFirst() + "' ran", e);
    }
  }

  static String last(String output) {
    List<String> lines = output.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
  }
}
