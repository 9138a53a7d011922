package org.midolab.midonet.nsdb.table;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.nsdb.ReplicatedTable;
import org.midolab.midonet.nsdb.zookeeper.TableRef;
import org.midolab.midonet.nsdb.zookeeper.TableRef.Entry;
import org.midolab.midonet.nsdb.zookeeper.Zk;
import org.midolab.midonet.nsdb.zookeeper.ZnodeMirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * See {@link ReplicatedTable}. Keys and values are stored as the text that {@code toString()}
 * returns.
 */
final class ZkReplicatedTable<K, V> implements ReplicatedTable<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(ZkReplicatedTable.class);

  private final ZkReplicatedTables tables;
  private final TableRef table;
  private final Function<String, K> readKey;
  private final Function<String, V> readValue;

  ZkReplicatedTable(
      ZkReplicatedTables tables,
      TableRef table,
      Function<String, K> readKey,
      Function<String, V> readValue) {
    this.tables = tables;
    this.table = table;
    this.readKey = readKey;
    this.readValue = readValue;
  }

  @Override
  public Map<K, V> read() {
    return read(entry -> true);
  }

  @Override
  public Map<K, V> readPersistent() {
    return read(Entry::isPersistent);
  }

  private Map<K, V> read(Predicate<Entry> filter) {
    var entries =
        tables.zk().children(table.path(tables.paths())).stream()
            .map(Entry::parse)
            .flatMap(Optional::stream)
            .filter(filter)
            .toList();
    Map<K, V> read = new HashMap<>();
    Entry.winners(entries)
        .values()
        .forEach(
            entry -> {
              V value = value(entry);
              if (value != null) {
                read.put(readKey.apply(entry.key()), value);
              }
            });
    return read;
  }

  /** Returns null for an unreadable entry, which is ignored. */
  private @Nullable V value(Entry entry) {
    try {
      readKey.apply(entry.key());
      return readValue.apply(entry.value());
    } catch (IllegalArgumentException e) {
      LOG.warn("left out of {}: {}", table, e.getMessage());
      return null;
    }
  }

  @Override
  public void putPersistent(K key, V value) {
    tables.store().putEntry(table, key.toString(), value.toString());
  }

  @Override
  public void removePersistent(K key, V value) {
    tables.store().removeEntry(table, key.toString(), value.toString());
  }

  @Override
  public void publish(K key, V value) {
    tables.learned().put(table, key.toString(), value.toString());
  }

  @Override
  public void claim(K key, V value) {
    tables.learned().claim(table, key.toString(), value.toString());
  }

  @Override
  public void withdraw(K key) {
    tables.learned().remove(table, key.toString());
  }

  @Override
  public View<K, V> watch(Listener<K, V> listener) {
    LiveView view = new LiveView(listener);
    view.nodes.start();
    return view;
  }

  private final class LiveView implements View<K, V>, ZnodeMirror.Interest {

    private final Listener<K, V> listener;
    private final ZnodeMirror nodes;
    private final Map<String, Set<Entry>> byKey = new HashMap<>();
    private final Map<K, V> values = new ConcurrentHashMap<>();
    private volatile boolean closed;

    private LiveView(Listener<K, V> listener) {
      this.listener = listener;
      this.nodes =
          new ZnodeMirror(
              tables.zk().client(),
              table.path(tables.paths()),
              this,
              batch -> tables.dispatch().run(() -> apply(batch)));
    }

    @Override
    public boolean wants(String path) {
      return path.indexOf('/') < 0;
    }

    @Override
    public boolean descends(String path) {
      return false;
    }

    private void apply(Map<String, Optional<Zk.Node>> batch) {
      Set<String> touched = new HashSet<>();
      batch.forEach(
          (name, node) ->
              Entry.parse(name)
                  .ifPresent(
                      entry -> {
                        touched.add(entry.key());
                        Set<Entry> entries =
                            byKey.computeIfAbsent(entry.key(), key -> new HashSet<>());
                        if (node.isPresent()) {
                          entries.add(entry);
                        } else {
                          entries.remove(entry);
                        }
                      }));
      for (String key : touched) {
        Set<Entry> entries = byKey.getOrDefault(key, Set.of());
        Entry winner = Entry.winners(entries).get(key);
        if (winner == null) {
          byKey.remove(key);
        }
        settle(key, winner == null ? null : value(winner));
      }
    }

    private void settle(String text, @Nullable V after) {
      K key;
      try {
        key = readKey.apply(text);
      } catch (IllegalArgumentException e) {
        return;
      }
      V before = after == null ? values.remove(key) : values.put(key, after);
      if (!closed && !Objects.equals(before, after)) {
        listener.changed(key, before, after);
      }
    }

    @Override
    public @Nullable V get(K key) {
      return values.get(key);
    }

    @Override
    public Map<K, V> entries() {
      return Map.copyOf(values);
    }

    @Override
    public void close() {
      closed = true;
      nodes.close();
    }
  }
}
