package org.midolab.midonet.nsdb.topology;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.SetDataRequest;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.nsdb.NotFoundException;
import org.midolab.midonet.nsdb.NsdbException;
import org.midolab.midonet.nsdb.topology.Bindings.Mention;
import org.midolab.midonet.nsdb.topology.Bindings.Reference;
import org.midolab.midonet.nsdb.topology.ZkTransaction.Id;
import org.midolab.midonet.nsdb.topology.ZkTransaction.Slot;
import org.midolab.midonet.nsdb.topology.ZkTransaction.TableChange;
import org.midolab.midonet.nsdb.zookeeper.Json;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.midolab.midonet.nsdb.zookeeper.TableRef;
import org.midolab.midonet.nsdb.zookeeper.TableRef.Entry;
import org.midolab.midonet.nsdb.zookeeper.Zk;

/**
 * The operations of one ZooKeeper multi that change the store from the state that a transaction
 * read to the state that it wrote, and the meaning of a failure of each operation.
 *
 * <p>The order of the operations satisfies their dependencies. Objects are created first, then
 * changed. Then back references are removed and added. Objects are deleted last, when they have no
 * child nodes any more.
 */
final class MultiPlan {

  /** Upper estimate of the bytes of an operation in a packet, besides its path and data. */
  private static final int OVERHEAD = 64;

  private final Zk zk;
  private final Paths paths;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> treesToDelete = new ArrayList<>();
  private boolean writes;
  private long size;

  /**
   * @param refusal the exception for a failure of this operation, or null if a failure means a
   *     conflict with another writer
   * @param leftover a tree that prevents this operation if it already exists, or null
   */
  private record Step(Op operation, Supplier<NsdbException> refusal, String leftover) {}

  private MultiPlan(Zk zk, Paths paths) {
    this.zk = zk;
    this.paths = paths;
  }

  static MultiPlan of(ZkTransaction transaction, Zk zk, Paths paths) {
    transaction.settleChains();
    MultiPlan plan = new MultiPlan(zk, paths);
    var slots = transaction.slots();
    slots.forEach(plan::create);
    slots.forEach(plan::change);
    plan.references(slots);
    plan.tables(transaction.tableChanges(), slots);
    slots.forEach(plan::delete);
    // Locks are last, because their data does not show whether this transaction took effect.
    transaction
        .locks()
        .forEach(
            (path, version) -> plan.add(Op.setData(path, new byte[0], version), null, null, 0));
    return plan;
  }

  private void create(Id id, Slot slot) {
    if (slot.before() != null || slot.now() == null) {
      return;
    }
    create(paths.model(id.type(), id.id()), Json.write(slot.now()), null, null);
    if (slot.now() instanceof Port port) {
      reserve(port);
    }
    String home = paths.tables(id.type(), id.id());
    for (String directory : TableRef.directories(paths, id.type(), id.id())) {
      create(directory, new byte[0], null, directory.equals(home) ? home : null);
    }
  }

  private void reserve(Port port) {
    create(
        paths.tunnelKey(port.tunnelKey()),
        port.id().toString().getBytes(StandardCharsets.UTF_8),
        null,
        null);
  }

  private void change(Id id, Slot slot) {
    if (slot.before() == null || slot.now() == null) {
      return;
    }
    String path = paths.model(id.type(), id.id());
    int version = slot.stored().version();
    if (slot.before().equals(slot.now())) {
      add(Op.check(path, version), null, null, 0);
      return;
    }
    byte[] data = Json.write(slot.now());
    writes = true;
    add(Op.setData(path, data, version), null, null, data.length);
    if (slot.now() instanceof Port now
        && slot.before() instanceof Port before
        && now.tunnelKey() != before.tunnelKey()) {
      delete(paths.tunnelKey(before.tunnelKey()), -1);
      reserve(now);
    }
  }

  private void references(Map<Id, Slot> slots) {
    List<Reference> added = new ArrayList<>();
    Set<Mention> mentions = new HashSet<>();
    for (Slot slot : slots.values()) {
      if (Objects.equals(slot.before(), slot.now())) {
        continue;
      }
      Set<Reference> before = Bindings.references(slot.before());
      Set<Reference> now = Bindings.references(slot.now());
      before.stream()
          .filter(reference -> !now.contains(reference))
          .forEach(gone -> delete(gone.path(paths), -1));
      now.stream().filter(reference -> !before.contains(reference)).forEach(added::add);
      Set<Mention> mentioned = new HashSet<>(Bindings.mentions(slot.now()));
      mentioned.removeAll(Bindings.mentions(slot.before()));
      mentions.addAll(mentioned);
    }
    for (Reference reference : added) {
      create(
          reference.path(paths),
          new byte[0],
          () ->
              new NotFoundException(
                  reference.binding().target(),
                  reference.to(),
                  reference.binding().referrer().getSimpleName()
                      + " "
                      + reference.from()
                      + " refers by "
                      + reference.binding().field()
                      + " to "
                      + reference.binding().target().getSimpleName()
                      + " "
                      + reference.to()
                      + ", which does not exist"),
          null);
    }
    for (Mention mention : mentions) {
      add(
          Op.check(paths.model(mention.type(), mention.id()), -1),
          () -> new NotFoundException(mention.type(), mention.id()),
          null,
          0);
    }
  }

  private void tables(List<TableChange> changes, Map<Id, Slot> slots) {
    Map<TableRef, Set<String>> stored = new HashMap<>();
    Map<TableRef, Set<String>> wanted = new HashMap<>();
    Set<TableRef> missing = new HashSet<>();
    for (TableChange change : changes) {
      TableRef table = change.table();
      Set<String> entries =
          wanted.computeIfAbsent(
              table,
              first -> {
                Set<String> persistent = persistentEntries(first, slots, missing);
                stored.put(first, persistent);
                return new HashSet<>(persistent);
              });
      String entry = Entry.persistent(change.key(), change.value()).toString();
      if (change.present()) {
        entries.removeIf(name -> name.startsWith(change.key() + ","));
        entries.add(entry);
      } else {
        entries.remove(entry);
      }
    }
    wanted.forEach(
        (table, entries) -> {
          String path = table.path(paths);
          Supplier<NsdbException> noDevice =
              () -> new NotFoundException(table.type(), table.device());
          if (missing.contains(table) && !entries.isEmpty()) {
            create(path, new byte[0], noDevice, null);
          }
          Set<String> before = stored.get(table);
          before.stream()
              .filter(name -> !entries.contains(name))
              .forEach(name -> delete(path + "/" + name, -1));
          entries.stream()
              .filter(name -> !before.contains(name))
              .forEach(name -> create(path + "/" + name, new byte[0], noDevice, null));
        });
  }

  private Set<String> persistentEntries(
      TableRef table, Map<Id, Slot> slots, Set<TableRef> missing) {
    Slot device = slots.get(new Id(table.type(), table.device()));
    boolean isNew = device != null && device.before() == null;
    boolean madeWithDevice =
        TableRef.directories(paths, table.type(), table.device()).contains(table.path(paths));
    if (!madeWithDevice && (isNew || !zk.exists(table.path(paths)))) {
      missing.add(table);
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    if (!isNew) {
      for (String name : zk.children(table.path(paths))) {
        if (Entry.parse(name).filter(Entry::isPersistent).isPresent()) {
          names.add(name);
        }
      }
    }
    return names;
  }

  private void delete(Id id, Slot slot) {
    if (slot.before() == null || slot.now() != null) {
      return;
    }
    delete(paths.model(id.type(), id.id()), slot.stored().version());
    if (slot.before() instanceof Port port) {
      delete(paths.tunnelKey(port.tunnelKey()), -1);
    }
    if (!TableRef.directories(paths, id.type(), id.id()).isEmpty()) {
      treesToDelete.add(paths.tables(id.type(), id.id()));
    }
  }

  private void create(
      String path, byte[] data, Supplier<NsdbException> withoutParent, String leftover) {
    writes = true;
    add(
        Op.create(path, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
        withoutParent,
        leftover,
        data.length);
  }

  private void delete(String path, int version) {
    writes = true;
    add(Op.delete(path, version), null, null, 0);
  }

  private void add(Op operation, Supplier<NsdbException> refusal, String leftover, int bytes) {
    steps.add(new Step(operation, refusal, leftover));
    size += operation.getPath().length() + bytes + OVERHEAD;
  }

  /** Returns whether the plan writes anything. */
  boolean writes() {
    return writes;
  }

  int operations() {
    return steps.size();
  }

  /** Returns the approximate size of the request in bytes. */
  long size() {
    return size;
  }

  List<Op> multi() {
    return steps.stream().map(Step::operation).toList();
  }

  /**
   * Returns the tables of deleted devices. Other hosts write there outside of transactions, so the
   * tables are deleted after the commit.
   */
  List<String> treesToDelete() {
    return treesToDelete;
  }

  /**
   * Interprets the failure of a multi.
   *
   * @return the exception to throw; empty if the failure was a conflict, so that another attempt
   *     may succeed
   */
  Optional<NsdbException> explain(KeeperException failure) {
    List<OpResult> results = failure.getResults();
    if (results == null) {
      return Optional.empty();
    }
    for (int i = 0; i < results.size() && i < steps.size(); i++) {
      if (results.get(i) instanceof OpResult.ErrorResult error) {
        KeeperException.Code code = KeeperException.Code.get(error.getErr());
        Step step = steps.get(i);
        if (code == KeeperException.Code.NONODE && step.refusal != null) {
          return Optional.of(step.refusal.get());
        }
        if (code == KeeperException.Code.NODEEXISTS && step.leftover != null) {
          zk.deleteTree(step.leftover);
        }
        if (code != KeeperException.Code.OK) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Returns whether the multi took effect, for use after the connection was lost during it. A multi
   * is atomic, so it is enough to check its first write.
   */
  boolean tookEffect() {
    for (Step step : steps) {
      String path = step.operation.getPath();
      switch (step.operation) {
        case Op.Create create -> {
          var request = (CreateRequest) create.toRequestRecord();
          return zk.read(path)
              .filter(node -> Arrays.equals(node.data(), request.getData()))
              .isPresent();
        }
        case Op.SetData setData -> {
          var request = (SetDataRequest) setData.toRequestRecord();
          return zk.read(path)
              .filter(node -> node.stat().getVersion() == request.getVersion() + 1)
              .filter(node -> Arrays.equals(node.data(), request.getData()))
              .isPresent();
        }
        case Op.Delete ignored -> {
          return !zk.exists(path);
        }
        default -> {}
      }
    }
    return true;
  }
}
