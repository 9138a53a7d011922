package org.midolab.lab.runtime;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets an image's programs run once and keeps what they left: archives of loaded classes, which
 * Java accepts only where they were made. It happens in a container without a network; where a
 * ZooKeeper is needed, one runs in a second container of the same namespace.
 */
final class Training {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final String ZOOKEEPER =
      "printf 'tickTime=500\\ndataDir=/tmp/zk\\nclientPort=2181\\nadmin.enableServer=false\\n"
          + "4lw.commands.whitelist=*\\n' > /tmp/zoo.cfg;"
          + " JAVA=/usr/lib/jvm/jre-1.7.0-openjdk/bin/java"
          + " exec /usr/share/zookeeper/bin/zookeeper-server /tmp/zoo.cfg";

  private final Engine engine;
  private final String session;
  private final Optional<String> nsdb;

  /**
   * @param session label of the containers
   * @param nsdb the image whose ZooKeeper runs beside, if one is needed
   */
  Training(Engine engine, String session, Optional<String> nsdb) {
    this.engine = engine;
    this.session = session;
    this.nsdb = nsdb;
  }

  /**
   * Makes image {@code tag} of image {@code raw}, which is forgotten, by running a script in it.
   */
  void run(String raw, String tag, Path script) {
    Optional<String> beside =
        nsdb.map(image -> start(image, "none", List.of(), "sh", "-c", ZOOKEEPER));
    String trainee =
        start(
            raw,
            beside.map(id -> "container:" + id).orElse("none"),
            nsdb.isPresent() ? Capabilities.AGENT : List.of(),
            "sleep",
            "infinity");
    try {
      engine
          .client()
          .copyArchiveToContainerCmd(trainee)
          .withTarInputStream(
              new TarFile().file("train", Files.readAllBytes(script), 0700).stream())
          .withRemotePath("/root")
          .exec();
      engine
          .exec(
              trainee, List.of("sh", "-c", "sh /root/train && rm /root/train"), new byte[0], LIMIT)
          .orFail("training for image " + tag);
      keep(trainee, raw, tag);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      remove(trainee);
      beside.ifPresent(this::remove);
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

  /** The trainee's command was ours; the image keeps its own. */
  private void keep(String trainee, String raw, String tag) {
    int colon = tag.lastIndexOf(':');
    String[] command = engine.client().inspectImageCmd(raw).exec().getConfig().getCmd();
    engine
        .client()
        .commitCmd(trainee)
        .withRepository(tag.substring(0, colon))
        .withTag(tag.substring(colon + 1))
        .withCmd(command)
        .exec();
  }

  private void remove(String container) {
    engine.client().removeContainerCmd(container).withForce(true).exec();
  }
}
