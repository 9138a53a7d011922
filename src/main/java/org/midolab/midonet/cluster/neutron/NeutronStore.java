package org.midolab.midonet.cluster.neutron;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.NeutronObject;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;
import org.midolab.midonet.nsdb.Versioned;

/**
 * Writes Neutron's objects together with their translation.
 *
 * <p>A cluster performs one write at a time. Most writes change the same few objects, such as the
 * address group of a project's default security group, and would else conflict and start again.
 *
 * @param natPorts source ports for dynamic SNAT to a router's address
 */
record NeutronStore(
    TopologyStore topology, ReentrantLock writeLock, Warnings warnings, Range natPorts) {

  /** How long a request waits for other writes. Neutron's own timeout is 10 s or more. */
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(8);

  NeutronStore(TopologyStore topology, Warnings warnings, Range natPorts) {
    this(topology, new ReentrantLock(true), warnings, natPorts);
  }

  /** Adds a warning to an answer if parts of the written objects are not enforced. */
  @FunctionalInterface
  interface Warnings {
    Reply add(Reply reply, Collection<TopologyObject> written);
  }

  /**
   * Runs changes in one transaction.
   *
   * @return the answer, with a warning if one applies
   * @throws ApiException 503 when too many other writes are waiting
   */
  Reply write(Reply answer, Consumer<Changes> work) {
    if (!acquireLock()) {
      throw new ApiException(
          503, "too many changes from Neutron are waiting for ZooKeeper; try again later");
    }
    try {
      return topology.transact(
          transaction -> {
            Changes changes = new Changes(transaction);
            work.accept(changes);
            return warnings.add(answer, changes.written);
          });
    } finally {
      writeLock.unlock();
    }
  }

  private boolean acquireLock() {
    try {
      return writeLock.tryLock(LOCK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Changes within one transaction. */
  final class Changes {

    private final Transaction transaction;
    private final View view;
    private final List<TopologyObject> written = new ArrayList<>();

    private Changes(Transaction transaction) {
      this.transaction = transaction;
      this.view = new TransactionView(transaction, NeutronStore.this);
    }

    View view() {
      return view;
    }

    <T extends NeutronObject> Optional<Versioned<T>> stored(Class<T> type, UUID id) {
      return transaction.find(type, id);
    }

    void create(NeutronObject object) {
      change(null, object, () -> transaction.create(object));
    }

    /** Replaces an object, which must exist. */
    void update(NeutronObject object) {
      NeutronObject before = transaction.get(object.getClass(), object.id());
      change(before, object, () -> transaction.update(object));
    }

    /** Deletes an object, which must exist. */
    void delete(Class<? extends NeutronObject> type, UUID id) {
      NeutronObject before = transaction.get(type, id);
      change(before, null, () -> transaction.delete(type, id));
    }

    private void change(NeutronObject before, NeutronObject after, Runnable store) {
      Preconditions.check(before, after, view);
      Set<Translation.ObjectRef> affected =
          new LinkedHashSet<>(Translation.affected(before, after, view));
      List<TopologyPart> partsBefore = Translation.parts(affected, view);
      store.run();
      Set<Translation.ObjectRef> more = new HashSet<>(Translation.affected(before, after, view));
      more.removeAll(affected);
      affected.addAll(more);
      List<TopologyPart> partsAfter = Translation.parts(affected, view);
      for (TopologyPart part : partsAfter) {
        switch (part) {
          case TopologyPart.StoredObject(TopologyObject object) -> written.add(object);
          case TopologyPart.ChainRule(Rule rule, TopologyPart.Position ignored) ->
              written.add(rule);
          default -> {
            // part of an object
          }
        }
      }
      new Writer(transaction).run(Operation.between(partsBefore, partsAfter));
    }
  }

  private UUID hostNamed(String name) {
    return topology.list(Host.class).stream()
        .filter(host -> name.equals(host.name()))
        .map(Host::id)
        .findFirst()
        .orElse(null);
  }

  /** The objects as the transaction reads them. */
  private record TransactionView(Transaction transaction, NeutronStore store) implements View {

    @Override
    public <T extends NeutronObject> T find(Class<T> type, UUID id) {
      return id == null ? null : transaction.find(type, id).map(Versioned::value).orElse(null);
    }

    @Override
    public <T extends NeutronObject> List<T> referring(
        Class<? extends NeutronObject> to, UUID id, Class<T> by, String field) {
      return transaction.referencing(to, id, by, field).stream()
          .map(each -> find(by, each))
          .filter(Objects::nonNull) // deleted by another cluster in the meantime
          .toList();
    }

    @Override
    public UUID hostNamed(String name) {
      return store.hostNamed(name);
    }

    @Override
    public Range natPorts() {
      return store.natPorts();
    }
  }
}
