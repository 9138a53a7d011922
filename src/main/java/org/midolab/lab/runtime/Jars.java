package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The jars that packages carry: others' from Maven, and ours without the lab. */
final class Jars {

  private final LabHome home;

  Jars(LabHome home) {
    this.home = home;
  }

  /** A directory with the jars that {@code images/jars/NAME.xml} lists, resolved by Maven. */
  Path resolved(String name) {
    Path pom = home.images().resolve("jars").resolve(name + ".xml");
    Path directory =
        home.target().resolve("jars").resolve(name + "-" + new ContentHash().tree(pom).value());
    if (Files.exists(directory.resolve(".complete"))) {
      return directory;
    }
    Shell.run(
        home.root(),
        List.of(
            "mvn",
            "-q",
            "-B",
            "-f",
            pom.toString(),
            "dependency:3.8.1:copy-dependencies"
                .replace("dependency:", "org.apache.maven.plugins:maven-dependency-plugin:"),
            "-DincludeScope=runtime",
            "-DoutputDirectory=" + directory));
    try {
      Files.createFile(directory.resolve(".complete"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory;
  }

  /**
   * A directory with the system's own jar and what it runs on. The lab's half is left out: the
   * accused shall not carry the judge, and a change of the lab makes no image stale.
   */
  Path system() {
    Path jar = home.target().resolve("midolab.jar");
    Path libraries = home.target().resolve("lib");
    if (!Files.exists(jar) || !Files.isDirectory(libraries)) {
      throw new EnvironmentException(
          "the project is not built: " + jar + " is missing", "mvn -q package -DskipTests");
    }
    Path directory = home.target().resolve("system");
    try {
      Files.createDirectories(directory);
      List<String> labOnly = Files.readAllLines(home.images().resolve("jars/lab-only.txt"));
      List<Path> wanted;
      try (Stream<Path> all = Files.list(libraries)) {
        wanted = all.filter(path -> labOnly.stream().noneMatch(n -> matches(path, n))).toList();
      }
      List<String> names = wanted.stream().map(path -> path.getFileName().toString()).toList();
      try (Stream<Path> old = Files.list(directory)) {
        for (Path path : old.filter(p -> !names.contains(p.getFileName().toString())).toList()) {
          Files.delete(path);
        }
      }
      for (Path path : wanted) {
        Files.copy(
            path,
            directory.resolve(path.getFileName()),
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
      }
      withoutLab(jar, directory.resolve("midonet.jar"));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean matches(Path jar, String prefix) {
    return !prefix.isBlank()
        && !prefix.startsWith("#")
        && jar.getFileName().toString().startsWith(prefix.strip());
  }

  /** Entries keep their times, so that the same classes make the same bytes. */
  private static void withoutLab(Path jar, Path target) throws IOException {
    try (JarFile from = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(target);
        JarOutputStream to = new JarOutputStream(file)) {
      for (JarEntry entry : from.stream().toList()) {
        if (!entry.getName().startsWith("org/midolab/lab/")) {
          JarEntry copy = new JarEntry(entry.getName());
          copy.setTime(entry.getTime());
          to.putNextEntry(copy);
          from.getInputStream(entry).transferTo(to);
          to.closeEntry();
        }
      }
    }
  }
}
