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
 * A host's configuration, read again whenever a layer of it changes. Values of secrets are never
 * logged.
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
   * Publishes the schema that this version ships with, reads what is in force and goes on watching
   * it.
   *
   * @param legacy the daemon's own ini file, stronger than all else (the agent's), or none; what is
   *     not allowed in it is warned of and not used
   * @throws StorageUnavailableException when ZooKeeper is away
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
                  "the configuration is watched again after the next connection: {}", e.toString());
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
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed already");
    }
  }

  private void refresh() {
    due.set(false);
    Config before = current;
    Config after;
    try {
      after = read();
    } catch (StorageUnavailableException e) {
      LOG.debug("the configuration is read again later: {}", e.getMessage());
      thread.schedule(this::refreshSoon, RETRY.toMillis(), TimeUnit.MILLISECONDS);
      return;
    } catch (ConfigurationException | ConfigException e) {
      LOG.warn(
          "the changed configuration is not used, the former one stays in force: {}",
          e.getMessage());
      return;
    }
    current = after;
    Set<String> changed = difference(before, after);
    if (!changed.isEmpty()) {
      LOG.info("configuration changed: {}", changed);
      listeners.forEach(listener -> tell(listener, changed));
    }
  }

  private static void tell(Consumer<Set<String>> listener, Set<String> changed) {
    try {
      listener.accept(changed);
    } catch (RuntimeException e) {
      LOG.error("a change of the configuration was not taken over everywhere", e);
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
      // Only possible for keys that the schema does not know; ConfigException would show the value.
      throw new IllegalArgumentException(
          "the value of " + key + " has another type than is asked for");
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
