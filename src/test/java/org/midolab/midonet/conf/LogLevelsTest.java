package org.midolab.midonet.conf;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.nsdb.connection.ZkNsdb;
import org.slf4j.LoggerFactory;

/**
 * A level that mn-conf sets holds at once in whoever follows it: agents and clusters. Alone, since
 * levels are the whole process's.
 */
@Isolated
class LogLevelsTest {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Level before = root.getLevel();

  @AfterEach
  void levelsAreAsBefore() {
    root.setLevel(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent.loggers", "cluster.loggers"})
  void aLoggersLevelFollowsTheConfiguration(String group) {
    Logger logger = (Logger) LoggerFactory.getLogger("org.example.loud");
    UUID host = UUID.randomUUID();
    try (Nsdb nsdb = ZkNsdb.connect(ZOO.fresh());
        LiveConfiguration live = LiveConfiguration.open(nsdb, host, Optional.empty())) {
      ConfigStore store = new ConfigStore(nsdb, Schema.shipped());
      LogLevels.follow(live, group);
      set(store, Layer.DEFAULT, group + ".org.example.loud : DEBUG");
      await().atMost(Duration.ofSeconds(10)).until(() -> logger.getLevel() == Level.DEBUG);
      // The host's own value is stronger, and its going lets the template's hold again.
      set(store, new Layer.Node(host), group + ".org.example.loud : TRACE");
      await().atMost(Duration.ofSeconds(10)).until(() -> logger.getLevel() == Level.TRACE);
      store.unset(new Layer.Node(host), group + ".org.example.loud");
      await().atMost(Duration.ofSeconds(10)).until(() -> logger.getLevel() == Level.DEBUG);
      store.unset(Layer.DEFAULT, group + ".org.example.loud");
      await().atMost(Duration.ofSeconds(10)).until(() -> logger.getLevel() == null);
      set(store, Layer.DEFAULT, group + ".root : ERROR");
      await().atMost(Duration.ofSeconds(10)).until(() -> root.getLevel() == Level.ERROR);
    }
  }

  /** The daemons' logback.xml keeps some libraries quiet. */
  @Test
  void aLoggerGetsBackTheLevelOfItsOwn() {
    Logger logger = (Logger) LoggerFactory.getLogger("org.example.quiet");
    logger.setLevel(Level.WARN);
    UUID host = UUID.randomUUID();
    try (Nsdb nsdb = ZkNsdb.connect(ZOO.fresh());
        LiveConfiguration live = LiveConfiguration.open(nsdb, host, Optional.empty())) {
      ConfigStore store = new ConfigStore(nsdb, Schema.shipped());
      LogLevels.follow(live, "agent.loggers");
      set(store, Layer.DEFAULT, "agent.loggers.org.example.quiet : DEBUG");
      await().atMost(Duration.ofSeconds(10)).until(() -> logger.getLevel() == Level.DEBUG);
      set(store, Layer.DEFAULT, "agent.loggers.org.example.quiet : TRACE");
      await().atMost(Duration.ofSeconds(10)).until(() -> logger.getLevel() == Level.TRACE);
      store.unset(Layer.DEFAULT, "agent.loggers.org.example.quiet");
      await().atMost(Duration.ofSeconds(10)).until(() -> logger.getLevel() == Level.WARN);
    }
  }

  private static void set(ConfigStore store, Layer layer, String text) {
    store.set(layer, Hocon.parse(text, "test"), false);
  }
}
