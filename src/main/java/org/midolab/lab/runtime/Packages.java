package org.midolab.lab.runtime;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Builds Debian packages in the builder image. Stores them under {@code target/} by the hash of
 * their inputs.
 */
final class Packages implements PackageRecipe.Build {

  private static final String MODULES =
      "java.base,java.compiler,java.datatransfer,java.desktop,java.instrument,java.logging,"
          + "java.management,java.management.rmi,java.naming,java.net.http,java.prefs,java.rmi,"
          + "java.scripting,java.security.jgss,java.security.sasl,java.sql,java.transaction.xa,"
          + "java.xml,jdk.attach,jdk.charsets,jdk.crypto.cryptoki,jdk.httpserver,jdk.jcmd,jdk.jfr,"
          + "jdk.management,jdk.management.agent,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs";

  /** Directory in a package's tree of the C files that are compiled during the build. */
  private static final String BPF = "bpf";

  private final LabHome home;
  private final Engine engine;
  private final String session;
  private final Jars jars;

  /**
   * @param session value of the containers' session label
   */
  Packages(LabHome home, Engine engine, String session) {
    this.home = home;
    this.session = session;
    this.engine = engine;
    this.jars = new Jars(home);
  }

  /** A package under {@code target/packages}, with its entry for a repository's index. */
  record Built(String name, PackageRecipe.Repository repository, Path deb, Path stanza) {}

  /** Returns the package. Builds it unless one from the same inputs exists. */
  Built build(PackageRecipe recipe, String builderTag, Progress progress) {
    Path tree = home.images().resolve("packages").resolve(recipe.packageName());
    if (!Files.exists(tree.resolve("DEBIAN/control"))) {
      throw new EnvironmentException(
          "package " + recipe.packageName() + " has no " + tree.resolve("DEBIAN/control"), "");
    }
    Map<String, Path> made = new TreeMap<>(recipe.made(this));
    ContentHash hash = new ContentHash().text(builderTag).tree(tree);
    made.forEach((place, path) -> hash.text(place).tree(path));
    Path directory = home.target().resolve("packages");
    String stem = recipe.packageName() + "_" + hash.value();
    Built built =
        new Built(
            recipe.packageName(),
            recipe.repository(),
            directory.resolve(stem + ".deb"),
            directory.resolve(stem + ".stanza"));
    if (!Files.exists(built.stanza()) || made.containsKey(BPF) && !hasPrograms()) {
      progress.time(
          "package " + recipe.packageName(), () -> make(recipe, tree, made, built, builderTag));
    }
    return built;
  }

  /** Reports whether the compiled BPF programs are still in {@code target/bpf}. */
  private boolean hasPrograms() {
    return Files.exists(home.target().resolve("bpf/datapath.o"));
  }

  private void make(
      PackageRecipe recipe, Path tree, Map<String, Path> made, Built built, String builderTag) {
    TarFile stage = new TarFile().tree(tree, "tree/");
    made.forEach((place, path) -> stage.tree(path, "tree/" + place + "/"));
    String id =
        engine
            .client()
            .createContainerCmd(builderTag)
            .withCmd("build-package", recipe.packageName())
            .withLabels(Map.of(Labels.SESSION, session))
            .withHostConfig(HostConfig.newHostConfig().withNetworkMode("none"))
            .exec()
            .getId();
    try {
      engine
          .client()
          .copyArchiveToContainerCmd(id)
          .withTarInputStream(stage.stream())
          .withRemotePath("/build")
          .exec();
      engine.client().startContainerCmd(id).exec();
      int exit =
          engine
              .client()
              .waitContainerCmd(id)
              .exec(new WaitContainerResultCallback())
              .awaitStatusCode();
      if (exit != 0) {
        throw new LabFailure(
            "package " + recipe.packageName() + " cannot be built:\n" + Shell.last(output(id)));
      }
      extract(id, built);
    } finally {
      engine.client().removeContainerCmd(id).withForce(true).exec();
    }
  }

  private String output(String id) {
    StringBuilder text = new StringBuilder();
    try {
      engine
          .client()
          .logContainerCmd(id)
          .withStdOut(true)
          .withStdErr(true)
          .exec(
              new ResultCallback.Adapter<Frame>() {
                @Override
                public void onNext(Frame frame) {
                  text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                }
              })
          .awaitCompletion();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return text.toString();
  }

  /**
   * Copies /build/out/package.deb and package.stanza out of the container. The stanza is last,
   * because its presence marks a complete package. Copies compiled BPF programs, too, which tests
   * on this machine load from {@code target/bpf}.
   */
  private void extract(String id, Built built) {
    try (InputStream stream = engine.client().copyArchiveFromContainerCmd(id, "/build/out").exec();
        TarArchiveInputStream tar = new TarArchiveInputStream(stream)) {
      Files.createDirectories(built.deb().getParent());
      byte[] stanza = null;
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null) {
        if (entry.getName().endsWith(".deb")) {
          Files.write(built.deb(), tar.readAllBytes());
        } else if (entry.getName().endsWith(".stanza")) {
          stanza = tar.readAllBytes();
        } else if (entry.getName().endsWith(".o")) {
          Path objects = Files.createDirectories(home.target().resolve("bpf"));
          Files.write(objects.resolve(Path.of(entry.getName()).getFileName()), tar.readAllBytes());
        }
        entry = tar.getNextEntry();
      }
      deleteEarlierBuilds(built);
      Files.write(built.stanza(), stanza);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes earlier builds of the same package, which nothing refers to any more. */
  private static void deleteEarlierBuilds(Built built) throws IOException {
    try (Stream<Path> all = Files.list(built.deb().getParent())) {
      for (Path path :
          all.filter(p -> p.getFileName().toString().startsWith(built.name() + "_"))
              .filter(p -> !p.equals(built.deb()))
              .toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public Path jars(String name) {
    return jars.resolved(name);
  }

  @Override
  public Path systemJars() {
    return jars.system();
  }

  @Override
  public Path zkdumpJars() {
    return jars.zkdump();
  }

  @Override
  public Path bpfSources() {
    return home.root().resolve("src/main/bpf");
  }

  @Override
  public Path python(String name) {
    return home.root().resolve("src/main/python").resolve(name);
  }

  /** The Java runtime of our programs, linked from the JDK that runs this. */
  @Override
  public synchronized Path runtimeImage() {
    String version = System.getProperty("java.runtime.version");
    Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
    Path image =
        home.target().resolve("jre-" + new ContentHash().text(version).text(MODULES).value());
    if (Files.exists(image.resolve("release"))) {
      return image;
    }
    if (!Files.isExecutable(jlink)) {
      throw new EnvironmentException(
          "no jlink at " + jlink + ": a whole JDK 25 is needed, not only its runtime",
          "export JAVA_HOME=/path/to/jdk-25");
    }
    Path draft = image.resolveSibling(image.getFileName() + ".new");
    try {
      if (Files.exists(draft)) {
        try (Stream<Path> walk = Files.walk(draft)) {
          for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
      Shell.run(
          home.root(),
          List.of(
              jlink.toString(),
              "--add-modules",
              MODULES,
              "--strip-debug",
              "--no-man-pages",
              "--no-header-files",
              "--generate-cds-archive",
              "--output",
              draft.toString()));
      Files.move(draft, image);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return image;
  }
}
