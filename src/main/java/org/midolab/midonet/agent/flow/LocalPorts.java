package org.midolab.midonet.agent.flow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.midolab.midonet.model.Ip4;

/**
 * The virtual ports that are bound to this host's datapath. For these ports this state has
 * precedence over that of the NSDB. Thread safe; reading never blocks.
 */
public final class LocalPorts {

  /**
   * A bound port.
   *
   * @param number the datapath port of the interface
   * @param active whether the interface is up and has carrier
   * @param namespaceNumber the datapath port that leads to the port's BGP namespace; 0 without one
   * @param bgpPeers addresses of the peers of the daemon in that namespace; empty without a daemon
   */
  public record Entry(
      UUID portId,
      String interfaceName,
      int number,
      boolean active,
      int namespaceNumber,
      Set<Ip4> bgpPeers) {

    public Entry {
      bgpPeers = Set.copyOf(bgpPeers);
    }
  }

  /** Receives changes, after they are visible to all readers. */
  @FunctionalInterface
  public interface Listener {
    /** {@code before} is null for a new port, {@code after} for a removed one. */
    void changed(Entry before, Entry after);
  }

  private record Snapshot(Map<UUID, Entry> byPort, Map<Integer, Entry> byNumber) {

    static Snapshot of(Map<UUID, Entry> byPort) {
      Map<Integer, Entry> byNumber = new HashMap<>();
      for (Entry entry : byPort.values()) {
        byNumber.put(entry.number(), entry);
        if (entry.namespaceNumber() != 0) {
          byNumber.put(entry.namespaceNumber(), entry);
        }
      }
      return new Snapshot(Map.copyOf(byPort), Map.copyOf(byNumber));
    }
  }

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile Snapshot snapshot = Snapshot.of(Map.of());

  /** Returns the port, or null if it is not bound here or its interface does not exist. */
  public Entry find(UUID portId) {
    return snapshot.byPort.get(portId);
  }

  /** Returns the port whose interface or BGP namespace has that datapath port number, or null. */
  public Entry byNumber(int number) {
    return snapshot.byNumber.get(number);
  }

  public Set<Entry> all() {
    return Set.copyOf(snapshot.byPort.values());
  }

  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  /** Records that the port's interface is in the datapath. */
  public void bind(UUID portId, String interfaceName, int number, boolean active) {
    change(
        portId,
        old ->
            new Entry(
                portId,
                interfaceName,
                number,
                active,
                old == null ? 0 : old.namespaceNumber(),
                old == null ? Set.of() : old.bgpPeers()));
  }

  /** Records that the port is no longer bound here, or its interface no longer exists. */
  public void unbind(UUID portId) {
    change(portId, old -> null);
  }

  /**
   * Records the port's BGP namespace. Does nothing when the port is not bound here.
   *
   * @param number the datapath port that leads to the namespace, 0 to remove it
   * @param peers addresses of the BGP peers
   */
  public void namespace(UUID portId, int number, Set<Ip4> peers) {
    change(
        portId,
        old ->
            old == null
                ? null
                : new Entry(
                    portId, old.interfaceName(), old.number(), old.active(), number, peers));
  }

  private synchronized void change(UUID portId, UnaryOperator<Entry> change) {
    Entry before = snapshot.byPort.get(portId);
    Entry after = change.apply(before);
    if (Objects.equals(before, after)) {
      return;
    }
    Map<UUID, Entry> byPort = new HashMap<>(snapshot.byPort);
    if (after == null) {
      byPort.remove(portId);
    } else {
      byPort.put(portId, after);
    }
    snapshot = Snapshot.of(byPort);
    listeners.forEach(listener -> listener.changed(before, after));
  }
}
