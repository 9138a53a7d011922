package org.midolab.midonet.nsdb.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.ConflictException;
import org.midolab.midonet.nsdb.NsdbException;
import org.midolab.midonet.nsdb.NsdbSettings;
import org.midolab.midonet.nsdb.ReferencedException;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.TopologyMirror;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;
import org.midolab.midonet.nsdb.Versioned;
import org.midolab.midonet.nsdb.topology.Bindings.Reference;
import org.midolab.midonet.nsdb.topology.ZkTransaction.TableChange;
import org.midolab.midonet.nsdb.zookeeper.Json;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.midolab.midonet.nsdb.zookeeper.TableRef;
import org.midolab.midonet.nsdb.zookeeper.Zk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** See {@link TopologyStore}. Each object is one ZooKeeper node (docs: nsdb.md#objects). */
public final class ZkTopologyStore implements TopologyStore {

  /** Order of ids by their text. {@link UUID#compareTo} differs: it compares signed halves. */
  private static final Comparator<UUID> BY_TEXT = Comparator.comparing(UUID::toString);

  /**
   * Largest tunnel key of a port; the smallest is 1. The 24 bits that VXLAN has leave room for
   * reserved keys above it.
   */
  static final int MAX_TUNNEL_KEY = (1 << 20) - 1;

  /** Number of objects that a streaming list reads at a time. */
  private static final int BATCH = 64;

  /** Classes whose objects may have locks. A lock is deleted with its object. */
  private static final Set<Class<?>> LOCKED =
      Set.of(Host.class, LoadBalancer.class, Network.class, Pool.class, Router.class);

  private static final Logger LOG = LoggerFactory.getLogger(ZkTopologyStore.class);

  private final Zk zk;
  private final Paths paths;
  private final NsdbSettings settings;
  private final Layout layout;
  private final Admission admission = new Admission();

  /** Creates a store. Nothing is sent before the first use. */
  public ZkTopologyStore(Zk zk, Paths paths, NsdbSettings settings) {
    this.zk = zk;
    this.paths = paths;
    this.settings = settings;
    this.layout = new Layout(zk, paths);
  }

  /**
   * Starts a mirror of the topology and waits until it holds all stored objects.
   *
   * @throws StorageUnavailableException if this takes longer than {@code patience}
   */
  public static TopologyMirror mirror(CuratorFramework client, Paths paths, Duration patience) {
    ZkTopologyMirror mirror = new ZkTopologyMirror(client, paths);
    mirror.start(patience);
    return mirror;
  }

  @Override
  public <T extends TopologyObject> Optional<Versioned<T>> find(Class<T> type, UUID id) {
    String path = paths.model(type, id);
    return zk.read(path).map(node -> versioned(node, type, path));
  }

  private static <T> Versioned<T> versioned(Zk.Node node, Class<T> type, String path) {
    Stat stat = node.stat();
    return new Versioned<>(Json.read(node.data(), type, path), stat.getVersion(), stat.getCzxid());
  }

  @Override
  public boolean exists(Class<? extends TopologyObject> type, UUID id) {
    return zk.exists(paths.model(type, id));
  }

  @Override
  public List<UUID> ids(Class<? extends TopologyObject> type) {
    return zk.children(paths.models(type)).stream().sorted().map(UUID::fromString).toList();
  }

  @Override
  public <T extends TopologyObject> Stream<T> stream(Class<T> type) {
    int expected =
        zk.call(() -> zk.client().checkExists().forPath(paths.models(type))) instanceof Stat stat
            ? stat.getNumChildren()
            : 0;
    Admission.Grant grant = admission.take(expected, settings.operationTimeout());
    try {
      return stream(type, grant.gather(() -> ids(type))).onClose(grant::close);
    } catch (RuntimeException | Error e) {
      grant.close();
      throw e;
    }
  }

  @Override
  public <T extends TopologyObject> Stream<T> stream(Class<T> type, List<UUID> ids) {
    return ids.stream()
        .gather(Gatherers.windowFixed(BATCH))
        .flatMap(
            batch -> {
              List<String> of = batch.stream().map(id -> paths.model(type, id)).toList();
              List<Zk.Node> nodes = zk.readAll(of);
              List<T> objects = new ArrayList<>(of.size());
              for (int i = 0; i < of.size(); i++) {
                if (nodes.get(i) != null) {
                  objects.add(Json.read(nodes.get(i).data(), type, of.get(i)));
                }
              }
              return objects.stream();
            });
  }

  @Override
  public List<UUID> referencing(
      Class<? extends TopologyObject> type, UUID id, Class<? extends TopologyObject> by) {
    return referencing(type, id, by, null);
  }

  @Override
  public List<UUID> referencing(
      Class<? extends TopologyObject> type,
      UUID id,
      Class<? extends TopologyObject> by,
      String field) {
    return referrers(storedReferences(type, id), by, field);
  }

  /**
   * Returns the ids of the referring objects of one type, sorted by their text.
   *
   * @param field name of the referring field; null for all fields
   */
  static List<UUID> referrers(
      Collection<Reference> references, Class<? extends TopologyObject> by, String field) {
    return references.stream()
        .filter(reference -> reference.binding().referrer() == by)
        .filter(reference -> field == null || reference.binding().field().equals(field))
        .map(Reference::from)
        .distinct()
        .sorted(BY_TEXT)
        .toList();
  }

  List<Reference> storedReferences(Class<? extends TopologyObject> type, UUID id) {
    return zk.children(paths.model(type, id)).stream()
        .map(name -> Reference.parse(name, id))
        .filter(Objects::nonNull)
        .toList();
  }

  /**
   * Returns a tunnel key that no port has. The counter is the version of a node, which ZooKeeper
   * increments, so two callers never get the same number (docs: nsdb.md#sequences).
   */
  int nextTunnelKey() {
    for (int tries = 0; tries <= MAX_TUNNEL_KEY; tries++) {
      int count =
          zk.call(() -> zk.client().setData().forPath(paths.tunnelKeySequence(), new byte[0]))
              .getVersion();
      int key = Math.floorMod(count - 1, MAX_TUNNEL_KEY) + 1;
      if (!zk.exists(paths.tunnelKey(key))) {
        return key;
      }
    }
    throw new ConflictException(
        "all " + MAX_TUNNEL_KEY + " tunnel keys are taken; delete ports first", null);
  }

  /**
   * Returns the path of a lock.
   *
   * @param id null for the lock of the class
   */
  String lockPath(Class<? extends TopologyObject> type, UUID id) {
    return id == null ? paths.lock(type) : paths.lock(type, id);
  }

  /** Returns the version of a lock's node. It counts the transactions that have held the lock. */
  int lockVersion(String path) {
    zk.ensure(path);
    return zk.read(path).map(node -> node.stat().getVersion()).orElse(-1);
  }

  @Override
  public <R> R transact(Function<Transaction, R> work) {
    return commitWhole(work);
  }

  /**
   * Stores a persistent entry of a table, and replaces the persistent entry of that key if there is
   * one.
   */
  public void putEntry(TableRef table, String key, String value) {
    change(new TableChange(table, key, value, true));
  }

  /** Removes a persistent entry of a table. Does nothing if there is none. */
  public void removeEntry(TableRef table, String key, String value) {
    change(new TableChange(table, key, value, false));
  }

  private void change(TableChange change) {
    commitWhole(transaction -> transaction.tableChanges().add(change));
  }

  private <R> R commitWhole(Function<? super ZkTransaction, R> work) {
    layout.ensure();
    KeeperException lost = null;
    for (int attempt = 1; attempt <= settings.transactionAttempts(); attempt++) {
      ZkTransaction transaction = new ZkTransaction(this);
      R result = work.apply(transaction);
      MultiPlan plan = MultiPlan.of(transaction, zk, paths);
      if (!plan.writes()) {
        return result;
      }
      refuseTooLarge(plan);
      try {
        commit(plan);
        cleanUp(transaction, plan);
        return result;
      } catch (KeeperException e) {
        Optional<NsdbException> refusal = plan.explain(e);
        if (refusal.isPresent()) {
          throw refusal.get();
        }
        lost = e;
        pause(attempt);
      }
    }
    throw new ConflictException(
        "others changed the same objects in each of "
            + settings.transactionAttempts()
            + " attempts ("
            + (lost == null ? "none made" : lost.code())
            + "); nothing was changed, try again",
        lost);
  }

  /**
   * Sends the multi.
   *
   * @throws KeeperException if the multi was refused and so had no effect
   */
  private void commit(MultiPlan plan) throws KeeperException {
    try {
      zk.multi(plan.multi());
    } catch (KeeperException.ConnectionLossException | KeeperException.SessionExpiredException e) {
      LOG.debug("connection lost during a transaction of {} operations", plan.operations());
      zk.awaitConnected();
      // The server of a read may lag behind the leader. After a sync it has all earlier commits.
      zk.call(
          () -> {
            zk.client().sync().forPath(paths.models());
            return null;
          });
      if (!plan.tookEffect()) {
        throw e;
      }
    }
  }

  private void refuseTooLarge(MultiPlan plan) {
    if (plan.size() > settings.bufferSize() * 0.95) {
      throw new ReferencedException(
          "this changes "
              + plan.operations()
              + " nodes at once, "
              + plan.size()
              + " bytes, more than zookeeper.buffer_size ("
              + settings.bufferSize()
              + ") lets one transaction have; do it in smaller parts");
    }
  }

  private void cleanUp(ZkTransaction transaction, MultiPlan plan) {
    List<String> trees = new ArrayList<>(plan.treesToDelete());
    transaction
        .slots()
        .forEach(
            (id, slot) -> {
              boolean deleted = slot.before() != null && slot.now() == null;
              if (deleted && id.type() == Host.class) {
                trees.add(paths.state(id.id()));
              }
              if (deleted && LOCKED.contains(id.type())) {
                trees.add(paths.lock(id.type(), id.id()));
              }
            });
    for (String tree : trees) {
      try {
        zk.deleteTree(tree);
      } catch (StorageUnavailableException e) {
        LOG.warn("{} of a deleted object stays behind and is harmless: {}", tree, e.getMessage());
      }
    }
  }

  /**
   * Waits while other writers finish. The time is random, so that two writers do not conflict
   * again.
   */
  private static void pause(int attempt) {
    LockSupport.parkNanos(
        TimeUnit.MILLISECONDS.toNanos(ThreadLocalRandom.current().nextInt(1, 4 << attempt)));
  }
}
