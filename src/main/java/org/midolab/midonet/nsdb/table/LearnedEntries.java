package org.midolab.midonet.nsdb.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.midolab.midonet.nsdb.zookeeper.Reconciler;
import org.midolab.midonet.nsdb.zookeeper.TableRef;
import org.midolab.midonet.nsdb.zookeeper.TableRef.Entry;
import org.midolab.midonet.nsdb.zookeeper.Zk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learned entries of this process in replicated tables. Each key has one ephemeral sequential
 * node, which is kept until the entry is withdrawn. The node of a new value is created before that
 * of the old value is deleted, so that other hosts always find an entry. Changes are written in
 * fair batches ({@link FairDue}).
 */
final class LearnedEntries implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LearnedEntries.class);

  /** Minimum time between two warnings about delayed lanes. */
  private static final long WARNING_INTERVAL_NANOS = 60_000_000_000L;

  private final Zk zk;
  private final Paths paths;
  private final Map<Id, Want> wanted = new ConcurrentHashMap<>();
  private final Map<Id, Made> made = new ConcurrentHashMap<>();
  private final AtomicLong claims = new AtomicLong();
  private final FairDue<Id> due = new FairDue<>(this::lane);
  private final Reconciler<Id> reconciler;
  private long reported;
  private long reportedAt = System.nanoTime() - WARNING_INTERVAL_NANOS;

  record Id(TableRef table, String key) {}

  /**
   * @param claim a number that distinguishes this request from an earlier one for the same value
   */
  private record Want(String value, long claim) {}

  /**
   * A node of this process. {@code sure} is false if a connection was lost during the write, so
   * that it is unknown which nodes exist.
   */
  private record Made(@Nullable Want want, String path, long session, boolean sure) {}

  /**
   * @param want the requested entry, or null if there should be none
   * @param present the existing node, or null if there is none
   */
  private record Change(Id id, @Nullable Want want, @Nullable Made present) {

    void addTo(List<Op> operations, Paths paths) {
      if (want != null) {
        operations.add(
            Op.create(
                prefix(id, want, paths),
                new byte[0],
                ZooDefs.Ids.OPEN_ACL_UNSAFE,
                CreateMode.EPHEMERAL_SEQUENTIAL));
      }
      if (present != null) {
        operations.add(Op.delete(present.path(), -1));
      }
    }
  }

  LearnedEntries(Zk zk, Paths paths) {
    this.zk = zk;
    this.paths = paths;
    this.reconciler =
        new Reconciler<>(zk.client(), "learned entries", wanted::keySet, due, this::reconcile);
  }

  private Object lane(Id id) {
    Want want = wanted.get(id);
    Made present = made.get(id);
    if (want == null && present != null) {
      want = present.want();
    }
    return id.table().lane(want == null ? "" : want.value());
  }

  void put(TableRef table, String key, String value) {
    Id id = new Id(table, key);
    Want before = wanted.get(id);
    if (before == null || !before.value().equals(value)) {
      claim(table, key, value);
    }
  }

  void claim(TableRef table, String key, String value) {
    Id id = new Id(table, key);
    wanted.put(id, new Want(value, claims.incrementAndGet()));
    reconciler.touch(id);
  }

  void remove(TableRef table, String key) {
    Id id = new Id(table, key);
    if (wanted.remove(id) != null) {
      reconciler.touch(id);
    }
  }

  private void reconcile(List<Id> ids) throws Exception {
    List<Change> changes = new ArrayList<>();
    for (Id id : ids) {
      Change change = change(id);
      if (change != null) {
        changes.add(change);
      }
    }
    if (changes.size() < 2 || !together(changes)) {
      for (Change change : changes) {
        alone(change);
      }
    }
    warnOfDelays();
  }

  private void warnOfDelays() {
    long delayed = due.delayed();
    long now = System.nanoTime();
    if (delayed != reported && now - reportedAt > WARNING_INTERVAL_NANOS) {
      LOG.warn(
          "some port or router has more than {} new learned entries a second and has had to wait"
              + " {} times; a port that floods MAC addresses would do that",
          FairDue.LANE_RATE,
          delayed - reported);
      reported = delayed;
      reportedAt = now;
    }
  }

  /** Returns the change that a key needs, or null if it needs none. */
  private @Nullable Change change(Id id) throws Exception {
    Made present = made.get(id);
    if (present != null && !present.sure()) {
      deleteOwn(id);
      present = null;
    }
    if (present != null && present.session() != Reconciler.sessionOf(zk.client())) {
      present = null;
    }
    Want want = wanted.get(id);
    if (want == null && present == null) {
      made.remove(id);
      return null;
    }
    return present != null && Objects.equals(present.want(), want)
        ? null
        : new Change(id, want, present);
  }

  /**
   * Makes all changes in one transaction.
   *
   * @return false if one of them failed, so that none was made
   */
  private boolean together(List<Change> changes) throws Exception {
    List<Op> operations = new ArrayList<>();
    changes.forEach(change -> change.addTo(operations, paths));
    try {
      Iterator<OpResult> results = zk.handle().multi(operations).iterator();
      long session = Reconciler.sessionOf(zk.client());
      for (Change change : changes) {
        if (change.want() == null) {
          made.remove(change.id());
        } else {
          String path = ((OpResult.CreateResult) results.next()).getPath();
          made.put(change.id(), new Made(change.want(), path, session, true));
        }
        if (change.present() != null) {
          results.next();
        }
      }
      return true;
    } catch (KeeperException.ConnectionLossException e) {
      changes.forEach(this::unsure);
      throw e;
    } catch (KeeperException e) {
      LOG.debug("{} changes are made one by one: {}", changes.size(), e.toString());
      return false;
    }
  }

  private void alone(Change change) throws Exception {
    Id id = change.id();
    try {
      if (change.want() != null) {
        create(id, change.want());
      }
      if (change.present() != null) {
        delete(change.present().path());
      }
      if (change.want() == null) {
        made.remove(id);
      }
    } catch (KeeperException.ConnectionLossException e) {
      unsure(change);
      throw e;
    }
  }

  private void unsure(Change change) {
    made.put(change.id(), new Made(change.want(), "", 0, false));
  }

  private static String prefix(Id id, Want want, Paths paths) {
    return id.table().path(paths) + "/" + Entry.prefix(id.key(), want.value());
  }

  private void create(Id id, Want want) throws Exception {
    String directory = id.table().path(paths);
    try {
      String path =
          zk.handle()
              .create(
                  prefix(id, want, paths),
                  new byte[0],
                  ZooDefs.Ids.OPEN_ACL_UNSAFE,
                  CreateMode.EPHEMERAL_SEQUENTIAL);
      made.put(id, new Made(want, path, Reconciler.sessionOf(zk.client()), true));
    } catch (KeeperException.NoNodeException e) {
      if (id.table().argument() != null
          && zk.exists(TableRef.macTables(paths, id.table().device()))) {
        makeDirectory(directory);
        reconciler.touch(id);
      } else {
        LOG.debug(
            "{} {} is gone, and its tables", Network.class.getSimpleName(), id.table().device());
        wanted.remove(id);
        made.remove(id);
      }
    }
  }

  private void makeDirectory(String directory) throws Exception {
    try {
      zk.client().create().forPath(directory, new byte[0]);
    } catch (KeeperException.NodeExistsException e) {
      // Another host has created it for the same VLAN.
    }
  }

  private void delete(String path) throws Exception {
    try {
      zk.client().delete().forPath(path);
    } catch (KeeperException.NoNodeException e) {
      // It was deleted with the device.
    }
  }

  private void deleteOwn(Id id) throws Exception {
    String directory = id.table().path(paths);
    for (String name : zk.children(directory)) {
      if (name.startsWith(id.key() + ",")) {
        Stat stat = zk.client().checkExists().forPath(directory + "/" + name);
        if (stat != null && stat.getEphemeralOwner() == Reconciler.sessionOf(zk.client())) {
          delete(directory + "/" + name);
        }
      }
    }
    made.remove(id);
  }

  @Override
  public void close() {
    reconciler.close();
  }
}
