package org.midolab.midonet.nsdb.table;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.nsdb.ArpEntry;
import org.midolab.midonet.nsdb.ReplicatedTable;
import org.midolab.midonet.nsdb.ReplicatedTables;
import org.midolab.midonet.nsdb.topology.ZkTopologyStore;
import org.midolab.midonet.nsdb.zookeeper.Dispatch;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.midolab.midonet.nsdb.zookeeper.TableRef;
import org.midolab.midonet.nsdb.zookeeper.Zk;

/** See {@link ReplicatedTables}. */
public final class ZkReplicatedTables implements ReplicatedTables, AutoCloseable {

  private final Zk zk;
  private final Paths paths;
  private final ZkTopologyStore store;
  private final LearnedEntries learned;
  private final Dispatch<Runnable> dispatch = new Dispatch<>("tables");

  /**
   * @param store writes persistent entries
   */
  public ZkReplicatedTables(Zk zk, Paths paths, ZkTopologyStore store) {
    this.zk = zk;
    this.paths = paths;
    this.store = store;
    this.learned = new LearnedEntries(zk, paths);
  }

  Zk zk() {
    return zk;
  }

  Paths paths() {
    return paths;
  }

  ZkTopologyStore store() {
    return store;
  }

  LearnedEntries learned() {
    return learned;
  }

  Dispatch<Runnable> dispatch() {
    return dispatch;
  }

  @Override
  public ReplicatedTable<Mac, UUID> macTable(UUID networkId, int vlan) {
    return new ZkReplicatedTable<>(
        this, TableRef.mac(networkId, vlan), Mac::parse, UUID::fromString);
  }

  @Override
  public List<Integer> vlans(UUID networkId) {
    return zk.children(TableRef.macTables(paths, networkId)).stream()
        .map(Integer::valueOf)
        .filter(vlan -> vlan != 0)
        .sorted()
        .toList();
  }

  @Override
  public ReplicatedTable<Ip4, Mac> ip4MacTable(UUID networkId) {
    return new ZkReplicatedTable<>(this, TableRef.ip4Mac(networkId), Ip4::parse, Mac::parse);
  }

  @Override
  public ReplicatedTable<Ip4, ArpEntry> arpTable(UUID routerId) {
    return new ZkReplicatedTable<>(this, TableRef.arp(routerId), Ip4::parse, ArpEntry::parse);
  }

  @Override
  public void close() {
    learned.close();
    dispatch.close();
  }
}
