package org.midolab.midonet.cluster;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.conf.LiveConfiguration;
import org.slf4j.LoggerFactory;

/** A level that is set in the configuration holds at once. */
class LogLevelsTest {

  @RegisterExtension static final ClusterUnderTest CLUSTER = new ClusterUnderTest();

  @Test
  void aLoggersLevelFollowsTheConfiguration() {
    ApiClient api = CLUSTER.client();
    Logger logger = (Logger) LoggerFactory.getLogger("org.example.loud");
    try (LiveConfiguration live =
        LiveConfiguration.open(CLUSTER.nsdb(), UUID.randomUUID(), Optional.empty())) {
      Level root = ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).getLevel();
      LogLevels.follow(live);
      api.post("/conf/templates/default", "text/plain", "cluster.loggers.org.example.loud : DEBUG");
      await().atMost(Duration.ofSeconds(10)).until(() -> logger.getLevel() == Level.DEBUG);
      api.delete("/conf/templates/default");
      await().atMost(Duration.ofSeconds(10)).until(() -> logger.getLevel() == null);
      ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(root);
    }
  }
}
