package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where things are: the checkout that holds {@code images/}, {@code labs/} and {@code target/}, and
 * {@code .midolab/} in it, which remembers running labs.
 */
public record LabHome(Path root) {

  public LabHome {
    root = root.toAbsolutePath().normalize();
  }

  /** The checkout that the launcher names in {@code midolab.home}, or the working directory. */
  public static LabHome find() {
    return new LabHome(Path.of(System.getProperty("midolab.home", "")));
  }

  public Path images() {
    return root.resolve("images");
  }

  public Path features() {
    return root.resolve("features");
  }

  public Path reports() {
    return root.resolve("reports");
  }

  public Path target() {
    return root.resolve("target");
  }

  /** The state directory of one lab. */
  public Path state(String lab) {
    return states().resolve(lab);
  }

  Path states() {
    return root.resolve(".midolab");
  }

  /** The labs that ship with the project, by name. */
  public List<String> shippedLabs() {
    Path labs = root.resolve("labs");
    if (!Files.isDirectory(labs)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(labs)) {
      return found
          .filter(lab -> Files.exists(lab.resolve("lab.yaml")))
          .map(lab -> lab.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lab file of a shipped lab's name, of a directory that holds one, or the file itself. */
  public Path labFile(String nameOrPath) {
    Path shipped = root.resolve("labs").resolve(nameOrPath).resolve("lab.yaml");
    if (Files.isRegularFile(shipped)) {
      return shipped;
    }
    Path given = Path.of(nameOrPath);
    return Files.isDirectory(given) ? given.resolve("lab.yaml") : given;
  }
}
