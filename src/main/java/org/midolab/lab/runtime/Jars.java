package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The jars for the packages: libraries from Maven, and our own classes without those of the lab.
 */
final class Jars {

  /** Directory of the classes of {@code zkdump}, which has its own Debian package. */
  private static final String ZKDUMP = "org/midolab/zkdump/";

  private final LabHome home;

  Jars(LabHome home) {
    this.home = home;
  }

  /**
   * Returns a directory with the jars that {@code images/jars/NAME.xml} lists. Maven resolves them.
   */
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
   * Returns a directory with the jar of the system under test and its libraries. The classes of the
   * lab are left out, so that the system under test does not contain the code that tests it, and so
   * that a change of the lab makes no image stale. The directory is never changed once it exists,
   * because another launcher may be reading it.
   */
  Path system() {
    try {
      List<String> labOnly = Files.readAllLines(home.images().resolve("jars/lab-only.txt"));
      return parts(
          "midonet.jar",
          entry -> !entry.startsWith("org/midolab/lab/") && !entry.startsWith(ZKDUMP),
          library -> labOnly.stream().noneMatch(name -> matches(library, name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns a directory with the jar of {@code zkdump} only. It uses the jars of the installed
   * ZooKeeper.
   */
  Path zkdump() {
    return parts(
        "zkdump.jar",
        entry -> entry.startsWith(ZKDUMP),
        library -> library.getFileName().toString().startsWith("picocli-"));
  }

  /**
   * Returns a directory with some of the project's classes and libraries.
   *
   * @param name of the jar with the classes
   * @param entries which entries of the project's jar to copy
   * @param libraries which libraries to copy
   */
  private Path parts(String name, Predicate<String> entries, Predicate<Path> libraries) {
    Path jar = home.target().resolve("midolab.jar");
    Path library = home.target().resolve("lib");
    if (!Files.exists(jar) || !Files.isDirectory(library)) {
      throw new EnvironmentException(
          "the project is not built: " + jar + " is missing", "mvn -q package -DskipTests");
    }
    try {
      List<Path> wanted;
      try (Stream<Path> all = Files.list(library)) {
        wanted = all.filter(libraries).sorted().toList();
      }
      ContentHash hash = new ContentHash().text(name).tree(jar);
      for (Path path : wanted) {
        hash.text(path.getFileName().toString()).text(Long.toString(Files.size(path)));
      }
      Path all = Files.createDirectories(home.target().resolve("system"));
      Path directory = all.resolve(hash.value());
      if (!Files.exists(directory)) {
        Path draft = Files.createDirectory(all.resolve("draft-" + UUID.randomUUID()));
        copy(jar, entries, draft.resolve(name));
        gather(wanted, draft, directory);
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Copies the libraries to a draft directory, and renames it when it is complete. Deletes the
   * draft if another process was faster.
   */
  private static void gather(List<Path> libraries, Path draft, Path directory) throws IOException {
    for (Path library : libraries) {
      Files.createLink(draft.resolve(library.getFileName()), library);
    }
    try {
      Files.move(draft, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.exists(directory)) {
        throw e;
      }
      try (Stream<Path> files = Files.list(draft)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(draft);
    }
  }

  private static boolean matches(Path jar, String prefix) {
    return !prefix.isBlank()
        && !prefix.startsWith("#")
        && jar.getFileName().toString().startsWith(prefix.strip());
  }

  /**
   * Copies entries of a jar. The entries keep their times, so that the same classes give the same
   * bytes.
   */
  private static void copy(Path jar, Predicate<String> wanted, Path target) throws IOException {
    try (JarFile from = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(target);
        JarOutputStream to = new JarOutputStream(file)) {
      for (JarEntry entry : from.stream().toList()) {
        if (wanted.test(entry.getName())) {
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
