package org.midolab.midonet.nsdb;

import java.util.Map;

/**
 * A small map that all hosts share (docs: nsdb.md#replicated-tables): each entry is one node {@code
 * key,value,version} in the table's directory. For a key the highest version counts, so a newer
 * learned entry replaces an older, and a persistent one (version 2147483647) any other.
 */
public interface ReplicatedTable<K, V> {

  /** The entries that count, read now. Empty when there is no such device. */
  Map<K, V> read();

  /** Only the persistent entries, read now. */
  Map<K, V> readPersistent();

  /** Stores an entry for good; replaces a persistent entry of that key. Blocks. */
  void putPersistent(K key, V value);

  /** Removes a persistent entry; does nothing when there is none. Blocks. */
  void removePersistent(K key, V value);

  /**
   * Publishes a learned entry, which lives as long as this process says so. Does not block; while
   * ZooKeeper is away it is made up for later. Replaces what this process published for the key
   * before. Entries are written in batches; those of one MAC table's port, or of one other table,
   * wait for no other's.
   */
  void publish(K key, V value);

  /**
   * Publishes a learned entry as {@link #publish} does, and makes it the newest even if this
   * process has published the same value before: it counts again, whatever others have said
   * meanwhile. Does not block.
   */
  void claim(K key, V value);

  /** Withdraws the learned entry that this process published for the key. Does not block. */
  void withdraw(K key);

  /** A live view; close it when it is no longer needed. */
  View<K, V> watch(Listener<K, V> listener);

  /** The entries as last seen, of all hosts. Reading never blocks. */
  interface View<K, V> extends AutoCloseable {

    V get(K key);

    /** An immutable copy of now. */
    Map<K, V> entries();

    @Override
    void close();
  }

  /** Told of every change of the entry that counts for a key; {@code null} stands for none. */
  @FunctionalInterface
  interface Listener<K, V> {
    void changed(K key, V before, V after);
  }
}
