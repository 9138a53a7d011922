package org.midolab.midonet.conf;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.framework.state.ConnectionStateListener;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.Watcher;
import org.midolab.midonet.nsdb.Nsdb;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configuration of a host that is read again when one of its layers changes. Values are never
 * logged, since some are secrets.
 */
public final class LiveConfiguration implements Configuration, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LiveConfiguration.class);

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final String root;
  private final CuratorFramework client;
  private final ConfigStore store;
  private final UUID host;
  private final Config legacy;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("configuration").factory());
  private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean due = new AtomicBoolean();
  private final Watcher watcher = event -> refreshSoon();
  private final ConnectionStateListener connection = this::connectionChanged;
  private volatile Config current;

  private LiveConfiguration(Nsdb nsdb, UUID host, Optional<IniFile> legacy) {
    this.root = ConfigStore.root(nsdb);
    this.client = nsdb.client(Session.NORMAL);
    this.store = new ConfigStore(nsdb, Schema.shipped());
    this.host = host;
    this.legacy = Bootstrap.legacy(legacy, store.schema(), LOG::warn);
  }

  /**
   * Writes the schema of this version to ZooKeeper, reads the host's configuration and watches it.
   *
   * @param legacy the agent's ini file, which overrides all layers, or empty; values in it that are
   *     not allowed are logged as warnings and ignored
   * @throws StorageUnavailableException when ZooKeeper does not answer
   */
  public static LiveConfiguration open(Nsdb nsdb, UUID host, Optional<IniFile> legacy) {
    LiveConfiguration configuration = new LiveConfiguration(nsdb, host, legacy);
    configuration.store.publish();
    try {
      configuration.watch();
    } catch (Exception e) {
      throw new StorageUnavailableException(
          "the configuration cannot be watched: " + e.getMessage(), e);
    }
    configuration.current = configuration.read();
    configuration.client.getConnectionStateListenable().addListener(configuration.connection);
    return configuration;
  }

  private void watch() throws Exception {
    client
        .watchers()
        .add()
        .withMode(AddWatchMode.PERSISTENT_RECURSIVE)
        .usingWatcher(watcher)
        .forPath(root);
  }

  private Config read() {
    return Hocon.resolve(legacy.withFallback(store.layers(host)));
  }

  private void connectionChanged(CuratorFramework ignored, ConnectionState state) {
    if (state.isConnected()) {
      run(
          () -> {
            try {
              watch();
            } catch (Exception e) {
              LOG.debug(
                  "the configuration cannot be watched before the next reconnection: {}",
                  e.toString());
            }
          });
      refreshSoon();
    }
  }

  private void refreshSoon() {
    if (due.compareAndSet(false, true)) {
      run(this::refresh);
    }
  }

  private void run(Runnable task) {
    try {
      thread.execute(lettingErrorsOut(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("the configuration is already closed");
    }
  }

  /**
   * A scheduled executor keeps an Error in a future that nobody reads. The handler of uncaught
   * exceptions has to get it, which ends the process.
   */
  private static Runnable lettingErrorsOut(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (Error e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        throw e;
      }
    };
  }

  private void refresh() {
    due.set(false);
    Config before = current;
    Config after;
    try {
      after = read();
    } catch (StorageUnavailableException e) {
      LOG.debug("the configuration cannot be read; trying again later: {}", e.getMessage());
      thread.schedule(lettingErrorsOut(this::refreshSoon), RETRY.toMillis(), TimeUnit.MILLISECONDS);
      return;
    } catch (ConfigurationException | ConfigException e) {
      LOG.warn(
          "the changed configuration is invalid; the previous one stays in use: {}",
          e.getMessage());
      return;
    }
    current = after;
    Set<String> changed = difference(before, after);
    if (!changed.isEmpty()) {
      LOG.info("configuration changed: {}", changed);
      listeners.forEach(listener -> notify(listener, changed));
    }
  }

  private static void notify(Consumer<Set<String>> listener, Set<String> changed) {
    try {
      listener.accept(changed);
    } catch (RuntimeException e) {
      LOG.error("a listener failed after a change of the configuration", e);
    }
  }

  private static Set<String> difference(Config before, Config after) {
    Map<String, Object> old = flat(before);
    Map<String, Object> now = flat(after);
    Set<String> changed = new TreeSet<>();
    Set<String> keys = new HashSet<>(old.keySet());
    keys.addAll(now.keySet());
    for (String key : keys) {
      if (!Objects.equals(old.get(key), now.get(key))) {
        changed.add(key);
      }
    }
    return Set.copyOf(changed);
  }

  private static Map<String, Object> flat(Config config) {
    Map<String, Object> flat = new HashMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
      flat.put(Hocon.path(entry.getKey()), entry.getValue().unwrapped());
    }
    return flat;
  }

  @Override
  public boolean has(String key) {
    return Hocon.has(current, key);
  }

  private <T> T get(String key, BiFunction<Config, String, T> reading) {
    try {
      return reading.apply(current, key);
    } catch (ConfigException.Missing e) {
      throw new IllegalArgumentException(
          "there is no key " + key + " in the configuration or its schema", e);
    } catch (ConfigException e) {
      // This happens only for keys that the schema does not contain. The ConfigException is not
      // chained, since it would show the value.
      throw new IllegalArgumentException(
          "the value of " + key + " does not have the requested type");
    }
  }

  @Override
  public String string(String key) {
    return get(key, Config::getString);
  }

  @Override
  public boolean bool(String key) {
    return get(key, Config::getBoolean);
  }

  @Override
  public int integer(String key) {
    return get(key, Config::getInt);
  }

  @Override
  public long count(String key) {
    return get(key, Config::getLong);
  }

  @Override
  public Duration duration(String key) {
    return get(key, Config::getDuration);
  }

  @Override
  public long bytes(String key) {
    return get(key, Config::getBytes);
  }

  @Override
  public List<String> list(String key) {
    return get(
        key,
        (config, path) ->
            config.getValue(path).valueType() == ConfigValueType.LIST
                ? config.getStringList(path)
                : Stream.of(config.getString(path).split(","))
                    .map(String::strip)
                    .filter(element -> !element.isEmpty())
                    .toList());
  }

  @Override
  public Set<String> keysUnder(String path) {
    Set<String> keys = new TreeSet<>();
    for (Map.Entry<String, ConfigValue> entry : current.entrySet()) {
      String key = Hocon.path(entry.getKey());
      if (ConfigUtil.splitPath(entry.getKey()).size() > 1 && key.startsWith(path + ".")) {
        keys.add(key);
      }
    }
    return keys;
  }

  @Override
  public Subscription onChange(Consumer<Set<String>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    client.getConnectionStateListenable().removeListener(connection);
    listeners.clear();
    thread.shutdownNow();
  }
}
