package org.midolab.lab.runtime;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the programs of an image's packages once, to create archives of loaded classes (class data
 * sharing), which Java accepts only for the same jars. For this, the packages are installed from
 * the image's repositories, as the guide installs them on a node, in a container that is discarded
 * afterwards. Only {@link #CACHE} is copied to the image. There is no network; if a program needs
 * ZooKeeper, one runs in a second container in the same namespace.
 */
final class Training {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /**
   * Directory in which programs look for such an archive. Java ignores one that does not match the
   * jars.
   */
  private static final String CACHE = "/var/cache/java";

  /** Defines {@code install PACKAGE...}, which configures every repository of the image. */
  private static final String INSTALL =
      """
      install() {
        for repository in /usr/share/midolab/apt/*; do
          echo "deb [trusted=yes] file:$repository ./"
        done > /etc/apt/sources.list.d/training.list
        rm -f /etc/apt/sources.list.d/system.list
        apt-get -qq update
        apt-get -qq -y -o Dpkg::Use-Pty=0 install "$@" > /tmp/install.log 2>&1 || { cat /tmp/install.log >&2; exit 1; }
      }
      """;

  private static final String ZOOKEEPER =
      INSTALL
          + "install java-1.7.0-openjdk-headless zookeeper; printf 'tickTime=500\\n"
          + "dataDir=/tmp/zk\\n"
          + "clientPort=2181\\n"
          + "admin.enableServer=false\\n"
          + "4lw.commands.whitelist=*\\n"
          + "' > /tmp/zoo.cfg; JAVA=/usr/lib/jvm/jre-1.7.0-openjdk/bin/java exec"
          + " /usr/share/zookeeper/bin/zookeeper-server /tmp/zoo.cfg";

  private final Engine engine;
  private final String session;
  private final Optional<String> nsdb;

  /**
   * @param session label of the containers
   * @param nsdb image of the second container, which runs ZooKeeper, if it is needed
   */
  Training(Engine engine, String session, Optional<String> nsdb) {
    this.engine = engine;
    this.session = session;
    this.nsdb = nsdb;
  }

  /**
   * Runs a script in image {@code raw} and creates image {@code tag} from it. Removes image {@code
   * raw}.
   */
  void run(String raw, String tag, Path script) {
    Optional<String> zookeeper =
        nsdb.map(image -> start(image, "none", List.of(), "sh", "-c", ZOOKEEPER));
    String container =
        start(
            raw,
            zookeeper.map(id -> "container:" + id).orElse("none"),
            nsdb.isPresent() ? Capabilities.AGENT : List.of(),
            "sleep",
            "infinity");
    try {
      engine
          .client()
          .copyArchiveToContainerCmd(container)
          .withTarInputStream(
              new TarFile()
                      .file("train", Files.readAllBytes(script), 0700)
                      .file("install", INSTALL.getBytes(StandardCharsets.UTF_8), 0600)
                      .stream())
          .withRemotePath("/root")
          .exec();
      engine
          .exec(container, List.of("sh", "/root/train"), new byte[0], LIMIT)
          .orFail("training for image " + tag);
      keep(container, raw, tag);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      remove(container);
      zookeeper.ifPresent(this::remove);
      engine.client().removeImageCmd(raw).withNoPrune(true).exec();
    }
  }

  private String start(String image, String network, List<Capability> more, String... command) {
    String id =
        engine
            .client()
            .createContainerCmd(image)
            .withCmd(command)
            .withLabels(Map.of(Labels.SESSION, session))
            .withHostConfig(
                HostConfig.newHostConfig()
                    .withNetworkMode(network)
                    .withCapAdd(more.toArray(Capability[]::new)))
            .exec()
            .getId();
    engine.client().startContainerCmd(id).exec();
    return id;
  }

  /**
   * Copies the archives to a container that never runs, so that its image differs from the raw
   * image in these files only.
   */
  private void keep(String container, String raw, String tag) throws IOException {
    String kept =
        engine
            .client()
            .createContainerCmd(raw)
            .withLabels(Map.of(Labels.SESSION, session))
            .exec()
            .getId();
    try (InputStream archives =
        engine.client().copyArchiveFromContainerCmd(container, CACHE).exec()) {
      engine
          .client()
          .copyArchiveToContainerCmd(kept)
          .withTarInputStream(archives)
          .withRemotePath(Path.of(CACHE).getParent().toString())
          .exec();
      int colon = tag.lastIndexOf(':');
      engine
          .client()
          .commitCmd(kept)
          .withRepository(tag.substring(0, colon))
          .withTag(tag.substring(colon + 1))
          .exec();
    } finally {
      remove(kept);
    }
  }

  private void remove(String container) {
    engine.client().removeContainerCmd(container).withForce(true).exec();
  }
}
