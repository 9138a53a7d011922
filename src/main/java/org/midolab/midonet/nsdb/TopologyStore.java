package org.midolab.midonet.nsdb;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.midolab.midonet.model.TopologyObject;

/**
 * The objects of the virtual topology. Any number of writers on any number of machines may use it
 * at once.
 *
 * <p>Every write is one ZooKeeper transaction that keeps references whole ({@link Transaction}).
 *
 * <p>All operations block, for at most {@link NsdbSettings#operationTimeout()} while ZooKeeper is
 * away and then throw {@link StorageUnavailableException}.
 */
public interface TopologyStore {

  <T extends TopologyObject> Optional<Versioned<T>> find(Class<T> type, UUID id);

  /**
   * @throws NotFoundException when there is none
   */
  default <T extends TopologyObject> T get(Class<T> type, UUID id) {
    return find(type, id).map(Versioned::value).orElseThrow(() -> new NotFoundException(type, id));
  }

  boolean exists(Class<? extends TopologyObject> type, UUID id);

  /** The ids of all objects of a type, sorted by their text. */
  List<UUID> ids(Class<? extends TopologyObject> type);

  /** All objects of a type, sorted by id. */
  default <T extends TopologyObject> List<T> list(Class<T> type) {
    try (Stream<T> all = stream(type)) {
      return all.toList();
    }
  }

  /**
   * All objects of a type, sorted by id, as {@link #stream(Class, List)} gives them. How many ids
   * all such streams hold at a time is bounded, so each must be closed.
   *
   * @throws BusyException when others hold so many of them for as long as {@link
   *     NsdbSettings#operationTimeout()}
   */
  <T extends TopologyObject> Stream<T> stream(Class<T> type);

  /**
   * The objects of these ids, in this order, read in batches while the stream is consumed, so that
   * memory stays bounded. What was deleted meanwhile is left out.
   */
  <T extends TopologyObject> Stream<T> stream(Class<T> type, List<UUID> ids);

  /**
   * The ids of all objects of type {@code by} that refer to the given one by whatever field, as
   * ports refer to their router, sorted. Reads only the given object's node; a chain's rules are
   * better taken from its {@code ruleIds}, which are in order.
   */
  List<UUID> referencing(
      Class<? extends TopologyObject> type, UUID id, Class<? extends TopologyObject> by);

  /** As {@link #referencing}, through one field only, such as {@code "routerId"}. */
  List<UUID> referencing(
      Class<? extends TopologyObject> type,
      UUID id,
      Class<? extends TopologyObject> by,
      String field);

  /**
   * Runs {@code work} and commits all that it wrote in one ZooKeeper transaction. When others
   * changed meanwhile what it read or writes, it is run again from the beginning, {@link
   * NsdbSettings#transactionAttempts()} times in all; it must have no other effects.
   *
   * @return what {@code work} returned in the attempt that was committed
   * @throws ConflictException when every attempt lost a race
   * @throws NotFoundException when it changes, or refers to, something absent
   * @throws ReferencedException when a delete or a link is refused
   */
  <R> R transact(Function<Transaction, R> work);

  /** As {@link #transact} of work that returns nothing. */
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

  /** Replaces one object, whatever its version. */
  default void update(TopologyObject object) {
    write(transaction -> transaction.update(object));
  }

  /** Deletes one object with all that goes with it. */
  default void delete(Class<? extends TopologyObject> type, UUID id) {
    write(transaction -> transaction.delete(type, id));
  }
}
