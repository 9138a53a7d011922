package org.midolab.midonet.conf;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Levels of loggers as the keys {@code agent.loggers.*} or {@code cluster.loggers.*} have them, at
 * once and with every change (fact sheet "midonet", §4). A logger whose key goes follows its parent
 * again.
 */
public final class LogLevels {

  private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);

  private LogLevels() {}

  /** For tools, whose output is read by people: nothing but errors. */
  public static void quiet() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
    }
  }

  /**
   * Applies what is configured, and follows it for as long as the process lives.
   *
   * @param group such as {@code agent.loggers}; below it {@code root} and loggers by their names
   */
  public static void follow(Configuration configuration, String group) {
    apply(configuration, group, configuration.keysUnder(group));
    configuration.onChange(
        changed -> {
          Predicate<String> ours = key -> key.startsWith(group + ".");
          Set<String> keys = new TreeSet<>(changed);
          keys.removeIf(ours.negate());
          apply(configuration, group, keys);
        });
  }

  private static void apply(Configuration configuration, String group, Set<String> keys) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    for (String key : keys) {
      String name = key.substring(group.length() + 1);
      boolean root = name.equals("root");
      String text = configuration.has(key) ? configuration.string(key) : null;
      Level level = text == null ? null : Level.toLevel(text, null);
      if (text != null && level == null) {
        LOG.warn("{} = {} is no level; use OFF, ERROR, WARN, INFO, DEBUG or TRACE", key, text);
      } else if (level != null || !root) {
        context.getLogger(root ? Logger.ROOT_LOGGER_NAME : name).setLevel(level);
      }
    }
  }
}
