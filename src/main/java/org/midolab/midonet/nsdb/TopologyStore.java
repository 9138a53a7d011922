package org.midolab.midonet.nsdb;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.midolab.midonet.model.TopologyObject;

/**
 * The objects of the virtual topology (docs: nsdb.md#objects). Any number of writers on any number
 * of machines may use it at the same time.
 *
 * <p>Every write is one ZooKeeper transaction that keeps references valid ({@link Transaction}).
 *
 * <p>All operations block. If ZooKeeper is not reachable, they throw {@link
 * StorageUnavailableException} after {@link NsdbSettings#operationTimeout()}.
 */
public interface TopologyStore {

  /** Returns an object with its version; empty if it does not exist. */
  <T extends TopologyObject> Optional<Versioned<T>> find(Class<T> type, UUID id);

  /**
   * Returns an object.
   *
   * @throws NotFoundException if it does not exist
   */
  default <T extends TopologyObject> T get(Class<T> type, UUID id) {
    return find(type, id).map(Versioned::value).orElseThrow(() -> new NotFoundException(type, id));
  }

  /** Returns whether an object exists. */
  boolean exists(Class<? extends TopologyObject> type, UUID id);

  /** Returns the ids of all objects of a type, sorted by their text. */
  List<UUID> ids(Class<? extends TopologyObject> type);

  /** Returns all objects of a type, sorted by id. */
  default <T extends TopologyObject> List<T> list(Class<T> type) {
    try (Stream<T> all = stream(type)) {
      return all.toList();
    }
  }

  /**
   * Returns all objects of a type, sorted by id, as {@link #stream(Class, List)} does. The number
   * of ids that all such streams hold is bounded, so the caller must close the stream.
   *
   * @throws BusyException if other streams hold too many ids for {@link
   *     NsdbSettings#operationTimeout()}
   */
  <T extends TopologyObject> Stream<T> stream(Class<T> type);

  /**
   * Returns the objects with these ids, in this order. They are read in batches while the stream is
   * consumed, so memory use is bounded. Objects that do not exist any more are left out.
   */
  <T extends TopologyObject> Stream<T> stream(Class<T> type, List<UUID> ids);

  /**
   * Returns the sorted ids of all objects of type {@code by} that refer to the given object by any
   * field, for example the ports of a router. Reads only the node of the given object. For the
   * rules of a chain use {@code ruleIds}, which have the order of the rules.
   */
  List<UUID> referencing(
      Class<? extends TopologyObject> type, UUID id, Class<? extends TopologyObject> by);

  /** Does the same for references by one field, such as {@code "routerId"}. */
  List<UUID> referencing(
      Class<? extends TopologyObject> type,
      UUID id,
      Class<? extends TopologyObject> by,
      String field);

  /**
   * Runs {@code work} and commits all its writes in one ZooKeeper transaction. If others changed
   * the objects that it read or writes, runs it again from the beginning, at most {@link
   * NsdbSettings#transactionAttempts()} times in total. So {@code work} must have no other effects.
   *
   * @return the result of {@code work} in the committed attempt
   * @throws ConflictException if every attempt conflicted with another writer
   * @throws NotFoundException if an object that is changed or referred to does not exist
   * @throws ReferencedException if a delete or a link is refused
   */
  <R> R transact(Function<Transaction, R> work);

  /** Does the same as {@link #transact} for work without a result. */
  default void write(Consumer<Transaction> work) {
    transact(
        transaction -> {
          work.accept(transaction);
          return null;
        });
  }

  /** Creates one object and returns it as stored. */
  default <T extends TopologyObject> T create(T object) {
    return transact(transaction -> transaction.create(object));
  }

  /** Replaces one object without a check of its version. */
  default void update(TopologyObject object) {
    write(transaction -> transaction.update(object));
  }

  /** Deletes one object and the objects that its deletion includes; see {@link Transaction}. */
  default void delete(Class<? extends TopologyObject> type, UUID id) {
    write(transaction -> transaction.delete(type, id));
  }
}
