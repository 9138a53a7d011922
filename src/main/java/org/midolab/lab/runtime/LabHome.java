package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.Printable;
import org.midolab.lab.spec.Suggestion;

/**
 * The project's directories: the checkout with {@code images/}, {@code labs/} and {@code target/},
 * and its directory {@code .midolab/}, which holds the state of running labs.
 */
public record LabHome(Path root) {

  public LabHome {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * Returns the checkout that the launcher sets in the property {@code midolab.home}, or the
   * working directory.
   */
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

  /** Returns the state directory of one lab, directly below {@code .midolab/}. */
  public Path state(LabName lab) {
    return states().resolve(lab.value());
  }

  /** Returns the names of the labs that have a state directory here. */
  List<LabName> labsWithState() {
    String[] names = states().toFile().list();
    return names == null
        ? List.of()
        : Stream.of(names)
            .flatMap(name -> LabName.parse(name).stream())
            .filter(lab -> Files.isDirectory(state(lab)))
            .sorted()
            .toList();
  }

  Path states() {
    return root.resolve(".midolab");
  }

  /** Returns the names of the labs that ship with the project. */
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

  /** Returns the message that there is no such lab, with a list of those that exist. */
  String unknownLab(String nameOrPath) {
    return "no lab '%s'; labs here: %s%s"
        .formatted(
            Printable.of(nameOrPath),
            String.join(", ", shippedLabs()),
            Suggestion.of(nameOrPath, shippedLabs()));
  }

  /**
   * Returns the lab file for a shipped lab's name, for a directory with a {@code lab.yaml}, or for
   * the file's own path.
   *
   * @throws WrongUsage if the text is blank or is not a valid path on this system
   */
  public Path labFile(String nameOrPath) {
    Optional<Path> shipped =
        LabName.parse(nameOrPath)
            .map(lab -> root.resolve("labs").resolve(lab.value()).resolve("lab.yaml"))
            .filter(Files::isRegularFile);
    if (shipped.isPresent()) {
      return shipped.get();
    }
    if (nameOrPath.isBlank()) {
      throw new WrongUsage("which lab? labs here: " + String.join(", ", shippedLabs()));
    }
    try {
      Path given = Path.of(nameOrPath);
      return Files.isDirectory(given) ? given.resolve("lab.yaml") : given;
    } catch (InvalidPathException e) {
      throw new WrongUsage("'" + Printable.of(nameOrPath) + "' is not a path: " + e.getReason());
    }
  }
}
