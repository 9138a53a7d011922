package org.midolab.midonet.conf;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.midolab.midonet.nsdb.Subscription;

/**
 * What is in force on a host: every layer resolved, values of the schema's types. Each read gives
 * the latest value, so a daemon that wants a fixed one keeps what it read at its start.
 *
 * <p>Keys are full paths, such as {@code agent.datapath.max_flow_count}. A key that neither the
 * schema nor a layer holds is a mistake in the program: {@link IllegalArgumentException}.
 */
public interface Configuration {

  boolean has(String key);

  String string(String key);

  boolean bool(String key);

  int integer(String key);

  long count(String key);

  Duration duration(String key);

  /** A size in bytes; {@code 4 MiB} in the configuration is 4194304 here. */
  long bytes(String key);

  /** A text of elements separated by commas, without blanks; a list is taken as it is. */
  List<String> list(String key);

  /**
   * The keys that lie under a path and have a value, such as all loggers under {@code
   * agent.loggers}; full paths.
   */
  Set<String> keysUnder(String path);

  /**
   * Tells of changes as they are seen; the new values can be read when the listener runs. Listeners
   * run one after the other on one thread.
   *
   * @param listener gets the keys whose value changed, came or went
   */
  Subscription onChange(Consumer<Set<String>> listener);
}
