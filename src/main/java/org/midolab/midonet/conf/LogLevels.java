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
 * Levels of loggers as the keys {@code agent.loggers.*} or {@code cluster.loggers.*} have them, at
 * once and with every change (docs: contract.md#configuration). A logger whose key goes has again
 * what the daemon's own {@code logback.xml} says of it, or follows its parent.
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
   * @param own by a logger's name, the level that it had before a key set it
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
        LOG.warn("{} = {} is no level; use OFF, ERROR, WARN, INFO, DEBUG or TRACE", key, text);
      } else {
        logger.setLevel(level);
      }
    }
  }
}
