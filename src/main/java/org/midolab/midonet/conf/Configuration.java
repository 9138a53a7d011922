package org.midolab.midonet.conf;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.midolab.midonet.nsdb.Subscription;

/**
 * Effective configuration of a host: the resolved values of all layers. Each call returns the
 * latest value; a daemon that needs a fixed value keeps the first one.
 *
 * <p>Keys are full paths, such as {@code agent.datapath.max_flow_count}. A key that neither the
 * schema nor a layer contains is a programming error: the methods throw {@link
 * IllegalArgumentException}.
 */
public interface Configuration {

  boolean has(String key);

  String string(String key);

  boolean bool(String key);

  int integer(String key);

  long count(String key);

  Duration duration(String key);

  /** Returns a size in bytes; {@code 4 MiB} in the configuration is 4194304 here. */
  long bytes(String key);

  /**
   * Returns the elements of a HOCON list, or of a text separated by commas, without surrounding
   * blanks.
   */
  List<String> list(String key);

  /**
   * Returns the full paths of all keys below a path that have a value, such as all loggers below
   * {@code agent.loggers}.
   */
  Set<String> keysUnder(String path);

  /**
   * Calls the listener after each change; it can read the new values. Listeners run one after the
   * other on one thread.
   *
   * @param listener receives the keys whose values were changed, added or removed
   */
  Subscription onChange(Consumer<Set<String>> listener);
}
