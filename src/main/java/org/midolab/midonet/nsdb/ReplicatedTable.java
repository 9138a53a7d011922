package org.midolab.midonet.nsdb;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A small map that all hosts share (docs: nsdb.md#replicated-tables). Each entry is one node {@code
 * key,value,version} in the table's directory. Of the entries of a key, the one with the highest
 * version is effective. So a newer learned entry replaces an older one, and a persistent entry
 * (version 2147483647) replaces any other.
 */
public interface ReplicatedTable<K, V> {

  /**
   * Reads the effective entries from ZooKeeper. Returns an empty map if the device does not exist.
   */
  Map<K, V> read();

  /** Reads the persistent entries from ZooKeeper. */
  Map<K, V> readPersistent();

  /**
   * Stores a persistent entry, and replaces the persistent entry of that key if there is one.
   * Blocks.
   */
  void putPersistent(K key, V value);

  /** Removes a persistent entry. Does nothing if there is none. Blocks. */
  void removePersistent(K key, V value);

  /**
   * Publishes a learned entry. It exists until this process withdraws it or ends. It replaces the
   * entry that this process published for the key before. Does not block; if ZooKeeper is not
   * reachable, the entry is written later. Entries are written in batches. The entries of one port
   * in a MAC table, and those of each other table, do not delay the entries of others.
   */
  void publish(K key, V value);

  /**
   * Publishes a learned entry as {@link #publish} does, but gives it a new version even if this
   * process published the same value before. So it takes precedence over entries that other hosts
   * published since. Does not block.
   */
  void claim(K key, V value);

  /** Removes the learned entry that this process published for the key. Does not block. */
  void withdraw(K key);

  /** Starts a live view and calls the listener for each change. The caller must close the view. */
  View<K, V> watch(Listener<K, V> listener);

  /** The effective entries of all hosts as last received. Reading never blocks. */
  interface View<K, V> extends AutoCloseable {

    /** Returns the value of a key, or null if it has none. */
    @Nullable V get(K key);

    /** Returns an immutable copy of the current entries. */
    Map<K, V> entries();

    @Override
    void close();
  }

  /** Receives each change of a key's effective entry. {@code null} stands for no entry. */
  @FunctionalInterface
  interface Listener<K, V> {
    void changed(K key, @Nullable V before, @Nullable V after);
  }
}
