package org.midolab.midonet.conf;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the levels of loggers from the keys {@code agent.loggers.*} or {@code cluster.loggers.*}, at
 * start and after each change (docs: contract.md#configuration). When a key is removed, its logger
 * gets back the level of the daemon's {@code logback.xml}, or else its parent's.
 */
public final class LogLevels {

  private static final Logger LOG = LoggerFactory.getLogger(LogLevels.class);

  private LogLevels() {}

  /** Logs errors only. For command line tools, whose output people read. */
  public static void quiet() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
    }
  }

  /**
   * Applies the configured levels, now and after each change until the process ends.
   *
   * @param group such as {@code agent.loggers}; its keys are {@code root} and names of loggers
   */
  public static void follow(Configuration configuration, String group) {
    Map<String, Optional<Level>> own = new ConcurrentHashMap<>();
    apply(configuration, group, configuration.keysUnder(group), own);
    configuration.onChange(
        changed -> {
          Predicate<String> ours = key -> key.startsWith(group + ".");
          Set<String> keys = new TreeSet<>(changed);
          keys.removeIf(ours.negate());
          apply(configuration, group, keys, own);
        });
  }

  /**
   * Applies the levels of some keys.
   *
   * @param own the level of each logger before a key set it, by the logger's name
   */
  private static void apply(
      Configuration configuration,
      String group,
      Set<String> keys,
      Map<String, Optional<Level>> own) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    for (String key : keys) {
      String name = key.substring(group.length() + 1);
      var logger = context.getLogger(name.equals("root") ? Logger.ROOT_LOGGER_NAME : name);
      var before = own.computeIfAbsent(name, _ -> Optional.ofNullable(logger.getLevel()));
      String text = configuration.has(key) ? configuration.string(key) : null;
      Level level = text == null ? before.orElse(null) : Level.toLevel(text, null);
      if (text != null && level == null) {
        LOG.warn("{} = {} is not a level; use OFF, ERROR, WARN, INFO, DEBUG or TRACE", key, text);
      } else {
        logger.setLevel(level);
      }
    }
  }
}
