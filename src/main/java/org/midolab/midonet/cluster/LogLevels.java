package org.midolab.midonet.cluster;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Set;
import org.midolab.midonet.conf.Configuration;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets loggers to the levels that the keys {@code cluster.loggers.*} say, and follows changes. */
final class LogLevels {

  private static final String KEYS = "cluster.loggers";

  private LogLevels() {}

  static void follow(Configuration configuration) {
    apply(configuration, configuration.keysUnder(KEYS));
    configuration.onChange(changed -> apply(configuration, changed));
  }

  private static void apply(Configuration configuration, Set<String> keys) {
    ILoggerFactory loggers = LoggerFactory.getILoggerFactory();
    if (!(loggers instanceof LoggerContext context)) {
      return;
    }
    for (String key : keys) {
      if (key.startsWith(KEYS + ".")) {
        String name = key.substring(KEYS.length() + 1);
        boolean root = name.equals("root");
        Level level =
            configuration.has(key) ? Level.toLevel(configuration.string(key), null) : null;
        if (level != null || !root) {
          context.getLogger(root ? Logger.ROOT_LOGGER_NAME : name).setLevel(level);
        }
      }
    }
  }
}
