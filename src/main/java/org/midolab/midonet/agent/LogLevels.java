package org.midolab.midonet.agent;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Set;
import org.midolab.midonet.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Levels of loggers as {@code agent.loggers.*} has them, at once and with every change. */
final class LogLevels {

  private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);
  private static final String PATH = "agent.loggers";

  private LogLevels() {}

  /** For tools, whose output is read by people: nothing but errors. */
  static void quiet() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
    }
  }

  /** Applies what is configured, and follows it for as long as the process lives. */
  static void follow(Configuration configuration) {
    apply(configuration, configuration.keysUnder(PATH));
    configuration.onChange(
        changed -> {
          if (changed.stream().anyMatch(key -> key.startsWith(PATH + "."))) {
            apply(configuration, configuration.keysUnder(PATH));
          }
        });
  }

  private static void apply(Configuration configuration, Set<String> keys) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    for (String key : keys) {
      String name = key.substring(PATH.length() + 1);
      String text = configuration.string(key);
      Level level = Level.toLevel(text, null);
      if (level == null) {
        LOG.warn("{} = {} is no level; use OFF, ERROR, WARN, INFO, DEBUG or TRACE", key, text);
      } else {
        context.getLogger(name.equals("root") ? Logger.ROOT_LOGGER_NAME : name).setLevel(level);
      }
    }
  }
}
