package org.midolab.midonet.agent.flow;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.midolab.midonet.agent.simulation.FlowTag;
import org.midolab.midonet.agent.simulation.TopologyChange;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.ArpEntry;
import org.midolab.midonet.nsdb.ReplicatedTable;
import org.midolab.midonet.nsdb.ReplicatedTables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live views of the replicated tables of all networks and routers (docs:
 * nsdb.md#replicated-tables), with the MAC tables of the VLANs that a network has ports for. They
 * are opened and closed on a separate thread, because opening a table waits for ZooKeeper.
 */
final class DeviceTables implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DeviceTables.class);

  private record Bridge(
      ReplicatedTable.View<Mac, UUID> macs, ReplicatedTable.View<Ip4, Mac> addresses) {

    void close() {
      macs.close();
      addresses.close();
    }
  }

  private record Vlan(UUID networkId, int id) {}

  /** Receives changes of routers' ARP tables. */
  @FunctionalInterface
  interface ArpListener {
    /** The entry of an address has changed; {@code before} or {@code after} is null if absent. */
    void changed(UUID routerId, Ip4 address, ArpEntry before, ArpEntry after);
  }

  /** Receives new and changed entries of networks' tables of IPv4 addresses and MACs. */
  @FunctionalInterface
  interface OwnerListener {
    void owned(UUID networkId, Ip4 address, Mac owner);
  }

  private final ReplicatedTables tables;
  private final Consumer<Set<FlowTag>> invalidate;
  private final ArpListener arpListener;
  private final OwnerListener ownerListener;
  private final Map<UUID, Bridge> bridges = new ConcurrentHashMap<>();
  private final Map<Vlan, ReplicatedTable.View<Mac, UUID>> vlans = new ConcurrentHashMap<>();
  private final Map<UUID, ReplicatedTable.View<Ip4, ArpEntry>> routers = new ConcurrentHashMap<>();
  private final ExecutorService opener =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("tables").daemon().factory());

  DeviceTables(
      ReplicatedTables tables,
      Consumer<Set<FlowTag>> invalidate,
      ArpListener arpListener,
      OwnerListener ownerListener) {
    this.tables = tables;
    this.invalidate = invalidate;
    this.arpListener = arpListener;
    this.ownerListener = ownerListener;
  }

  /** Schedules opening the tables of new devices and closing those of deleted devices. */
  void follow(Topology topology) {
    Set<UUID> networks = ids(topology, Network.class);
    Set<Vlan> vlanIds = vlans(topology, networks);
    Set<UUID> routerIds = ids(topology, Router.class);
    if (!opener.isShutdown()
        && !(networks.equals(bridges.keySet())
            && vlanIds.equals(vlans.keySet())
            && routerIds.equals(routers.keySet()))) {
      opener.execute(() -> openAndClose(networks, vlanIds, routerIds));
    }
  }

  private static Set<Vlan> vlans(Topology topology, Set<UUID> networks) {
    Set<Vlan> vlans = new HashSet<>();
    for (UUID network : networks) {
      topology.vlanPortsOf(network).forEach(port -> vlans.add(new Vlan(network, port.vlanId())));
    }
    return vlans;
  }

  /**
   * Waits until the tables of earlier calls of {@link #follow} are open.
   *
   * @return false when the time is over before that
   */
  boolean awaitOpen(long seconds) throws InterruptedException {
    CountDownLatch reached = new CountDownLatch(1);
    opener.execute(reached::countDown);
    return reached.await(seconds, TimeUnit.SECONDS);
  }

  private void openAndClose(Set<UUID> networks, Set<Vlan> vlanIds, Set<UUID> routerIds) {
    try {
      for (UUID id : networks) {
        bridges.computeIfAbsent(id, this::openBridge);
      }
      for (Vlan vlan : vlanIds) {
        vlans.computeIfAbsent(vlan, this::openMacs);
      }
      for (UUID id : routerIds) {
        routers.computeIfAbsent(id, this::openRouter);
      }
    } catch (RuntimeException e) {
      LOG.warn(
          "tables of new devices stay closed until the topology changes again: {}", e.toString());
    }
    closeOthers(bridges, networks, Bridge::close);
    closeOthers(vlans, vlanIds, ReplicatedTable.View::close);
    closeOthers(routers, routerIds, ReplicatedTable.View::close);
  }

  private static <K, V> void closeOthers(Map<K, V> open, Set<K> wanted, Consumer<V> close) {
    open.entrySet()
        .removeIf(
            entry -> {
              boolean gone = !wanted.contains(entry.getKey());
              if (gone) {
                close.accept(entry.getValue());
              }
              return gone;
            });
  }

  private ReplicatedTable.View<Mac, UUID> openMacs(Vlan vlan) {
    return tables
        .macTable(vlan.networkId, vlan.id)
        .watch(
            (mac, before, after) -> {
              if (!Objects.equals(before, after)) {
                invalidate.accept(Set.of(TopologyChange.macTable(vlan.networkId, vlan.id, mac)));
              }
            });
  }

  private Bridge openBridge(UUID id) {
    return new Bridge(
        openMacs(new Vlan(id, 0)),
        tables
            .ip4MacTable(id)
            .watch(
                (address, before, after) -> {
                  // Whether the bridge answers or floods requests for the address has changed.
                  if (!Objects.equals(before, after)) {
                    invalidate.accept(
                        Set.of(new FlowTag.Flood(id), new FlowTag.ArpEntry(id, address)));
                    if (after != null) {
                      ownerListener.owned(id, address, after);
                    }
                  }
                }));
  }

  private ReplicatedTable.View<Ip4, ArpEntry> openRouter(UUID id) {
    return tables
        .arpTable(id)
        .watch((address, before, after) -> arpListener.changed(id, address, before, after));
  }

  /** Returns the port of a station; null if it is not known, or the table is not open. */
  UUID macPort(UUID networkId, int vlan, Mac mac) {
    ReplicatedTable.View<Mac, UUID> macs = macs(networkId, vlan);
    return macs == null ? null : macs.get(mac);
  }

  private ReplicatedTable.View<Mac, UUID> macs(UUID networkId, int vlan) {
    if (vlan != 0) {
      return vlans.get(new Vlan(networkId, vlan));
    }
    Bridge bridge = bridges.get(networkId);
    return bridge == null ? null : bridge.macs();
  }

  Mac macOf(UUID networkId, Ip4 address) {
    Bridge bridge = bridges.get(networkId);
    return bridge == null ? null : bridge.addresses().get(address);
  }

  ArpEntry arp(UUID routerId, Ip4 address) {
    ReplicatedTable.View<Ip4, ArpEntry> view = routers.get(routerId);
    return view == null ? null : view.get(address);
  }

  /** Returns all entries of a router's ARP table; empty for an unknown router. */
  Map<Ip4, ArpEntry> arpEntries(UUID routerId) {
    ReplicatedTable.View<Ip4, ArpEntry> view = routers.get(routerId);
    return view == null ? Map.of() : view.entries();
  }

  Set<UUID> routersOpen() {
    return Set.copyOf(routers.keySet());
  }

  ReplicatedTable<Mac, UUID> macTable(UUID networkId, int vlan) {
    return tables.macTable(networkId, vlan);
  }

  ReplicatedTable<Ip4, ArpEntry> arpTable(UUID routerId) {
    return tables.arpTable(routerId);
  }

  private static Set<UUID> ids(Topology topology, Class<? extends TopologyObject> type) {
    Set<UUID> ids = new HashSet<>();
    topology.all(type).forEach(object -> ids.add(object.id()));
    return ids;
  }

  @Override
  public void close() {
    opener.shutdownNow();
    bridges.values().forEach(Bridge::close);
    vlans.values().forEach(ReplicatedTable.View::close);
    routers.values().forEach(ReplicatedTable.View::close);
  }
}
