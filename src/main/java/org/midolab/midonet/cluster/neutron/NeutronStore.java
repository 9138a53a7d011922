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
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.SecurityGroup;
import org.midolab.midonet.model.neutron.SecurityGroupRule;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;
import org.midolab.midonet.nsdb.Versioned;

/**
 * Neutron's objects, each written together with what it was translated to.
 *
 * <p>The writes of one cluster take turns: most touch the same few objects, such as the address
 * group of a project's default security group, and would only make each other start again.
 *
 * @param natPorts that connections behind a shared address are given
 */
record NeutronStore(TopologyStore topology, ReentrantLock turn, Warnings warnings, Range natPorts) {

  /** How long a request waits for its turn; Neutron's own patience is 10 s or more. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  NeutronStore(TopologyStore topology, Warnings warnings, Range natPorts) {
    this(topology, new ReentrantLock(true), warnings, natPorts);
  }

  /** Says with an answer what of the objects that were written has no effect yet. */
  @FunctionalInterface
  interface Warnings {
    Reply add(Reply reply, Collection<TopologyObject> written);
  }

  /**
   * Runs changes that take effect together or not at all.
   *
   * @return the answer, with a warning where one is due
   * @throws ApiException 503 when too many others are waiting
   */
  Reply write(Reply answer, Consumer<Changes> work) {
    if (!takeTurn()) {
      throw new ApiException(
          503, "too many changes of Neutron's are waiting for ZooKeeper; try again later");
    }
    try {
      return topology.transact(
          transaction -> {
            Changes changes = new Changes(transaction);
            work.accept(changes);
            return warnings.add(answer, changes.written);
          });
    } finally {
      turn.unlock();
    }
  }

  private boolean takeTurn() {
    try {
      return turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
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
      this.view = new StoredView(transaction, NeutronStore.this);
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

    /** Replaces an object; it must be there. */
    void update(NeutronObject object) {
      NeutronObject before = transaction.get(object.getClass(), object.id());
      change(before, object, () -> transaction.update(object));
    }

    /** Deletes an object; it must be there. */
    void delete(Class<? extends NeutronObject> type, UUID id) {
      NeutronObject before = transaction.get(type, id);
      change(before, null, () -> transaction.delete(type, id));
    }

    private void change(NeutronObject before, NeutronObject after, Runnable store) {
      check(after);
      Set<Translation.Name> affected =
          new LinkedHashSet<>(Translation.affected(before, after, view));
      List<Want> wantedBefore = Translation.wants(affected, view);
      store.run();
      Set<Translation.Name> more = new HashSet<>(Translation.affected(before, after, view));
      more.removeAll(affected);
      affected.addAll(more);
      List<Want> wantedAfter = Translation.wants(affected, view);
      for (Want want : wantedAfter) {
        switch (want) {
          case Want.Thing(TopologyObject object) -> written.add(object);
          case Want.InChain(Rule rule, Want.Place ignored) -> written.add(rule);
          default -> {
            // part of an object
          }
        }
      }
      new Writer(transaction).run(Operation.between(wantedBefore, wantedAfter));
    }

    /** What would fail later, and be told in words of the topology that Neutron does not know. */
    private void check(NeutronObject after) {
      switch (after) {
        case NeutronPort port -> checkHost(port);
        case SecurityGroupRule rule
            when view.find(SecurityGroup.class, rule.securityGroupId()) == null ->
            throw ApiException.notFound("there is no security group " + rule.securityGroupId());
        case null, default -> {
          // whole as it is
        }
      }
    }
  }

  /** A binding that leads nowhere would fail in silence, so it is refused while somebody waits. */
  private void checkHost(NeutronPort port) {
    if (port.namesInterface() && hostNamed(port.hostName()) == null) {
      throw ApiException.invalid(
          "binding:host_id",
          "must name a host whose agent has registered, but there is no host '"
              + port.hostName()
              + "'; start its agent first");
    }
  }

  private UUID hostNamed(String name) {
    return topology.list(Host.class).stream()
        .filter(host -> name.equals(host.name()))
        .map(Host::id)
        .findFirst()
        .orElse(null);
  }

  /** What the transaction sees. */
  private record StoredView(Transaction transaction, NeutronStore store) implements View {

    @Override
    public <T extends NeutronObject> T find(Class<T> type, UUID id) {
      return id == null ? null : transaction.find(type, id).map(Versioned::value).orElse(null);
    }

    @Override
    public <T extends NeutronObject> List<T> referring(
        Class<? extends NeutronObject> to, UUID id, Class<T> by, String field) {
      return transaction.referencing(to, id, by, field).stream()
          .map(each -> find(by, each))
          .filter(Objects::nonNull) // deleted by another cluster a moment ago
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
