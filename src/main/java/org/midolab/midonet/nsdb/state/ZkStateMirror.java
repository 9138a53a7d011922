package org.midolab.midonet.nsdb.state;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.curator.framework.CuratorFramework;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.nsdb.HostOwner;
import org.midolab.midonet.nsdb.NetworkState;
import org.midolab.midonet.nsdb.PortState;
import org.midolab.midonet.nsdb.StateMirror;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.Subscription;
import org.midolab.midonet.nsdb.zookeeper.Dispatch;
import org.midolab.midonet.nsdb.zookeeper.Json;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.midolab.midonet.nsdb.zookeeper.Zk;
import org.midolab.midonet.nsdb.zookeeper.ZnodeMirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** See {@link StateMirror}. */
final class ZkStateMirror implements StateMirror {

  private static final Logger LOG = LoggerFactory.getLogger(ZkStateMirror.class);

  private final ZnodeMirror nodes;
  private final Dispatch<Listener> dispatch = new Dispatch<>("state");
  private final Map<StateRef, Value> values = new HashMap<>();
  private volatile NetworkState current = NetworkState.EMPTY;

  private record Value(Object value, long since) {}

  ZkStateMirror(CuratorFramework client, Paths paths) {
    this.nodes =
        new ZnodeMirror(
            client, paths.state(), new States(), batch -> dispatch.run(() -> apply(batch)));
  }

  /**
   * Selects all state except the interfaces of hosts. Other hosts do not need them, and they change
   * often.
   */
  private record States() implements ZnodeMirror.Interest {

    @Override
    public boolean wants(String path) {
      StateRef ref = StateRef.parse(path);
      return ref != null
          && (ref.is(StateRef.HOST, StateRef.ALIVE)
              || ref.is(StateRef.PORT, StateRef.ACTIVE)
              || ref.is(StateRef.PORT, StateRef.BGP)
              || ref.isRoute());
    }

    @Override
    public boolean descends(String path) {
      long depth = path.chars().filter(c -> c == '/').count();
      return depth < 3 || depth == 3 && path.endsWith("/" + StateRef.ROUTES);
    }
  }

  void start(Duration patience) {
    try {
      nodes.start(patience, dispatch, "state");
    } catch (StorageUnavailableException e) {
      close();
      throw e;
    }
  }

  private void apply(Map<String, Optional<Zk.Node>> batch) {
    batch.forEach(
        (path, node) -> {
          StateRef ref = StateRef.parse(path);
          if (node.isEmpty()) {
            values.remove(ref);
            return;
          }
          try {
            values.put(ref, new Value(value(ref, node.get(), path), node.get().stat().getMzxid()));
          } catch (IllegalStateException e) {
            LOG.warn("left out of the state: {}", e.getMessage());
          }
        });
    NetworkState before = current;
    NetworkState after = summary();
    current = after;
    if (!after.equals(before)) {
      dispatch.callAll(listener -> listener.changed(before, after));
    }
  }

  private static Object value(StateRef ref, Zk.Node node, String path) {
    if (ref.isRoute()) {
      return Json.read(node.data(), Route.class, path);
    }
    return switch (ref.key()) {
      case StateRef.ALIVE -> Json.read(node.data(), HostOwner.class, path);
      case StateRef.ACTIVE -> Json.read(node.data(), PortState.class, path);
      default -> new String(node.data(), StandardCharsets.UTF_8);
    };
  }

  private NetworkState summary() {
    Map<UUID, HostOwner> alive = new HashMap<>();
    Map<UUID, Value> active = new HashMap<>();
    Map<UUID, Set<Route>> routes = new HashMap<>();
    Map<UUID, Value> bgp = new HashMap<>();
    values.forEach(
        (ref, value) -> {
          switch (value.value()) {
            case HostOwner owner -> alive.put(ref.host(), owner);
            case PortState ignored -> active.merge(ref.id(), value, ZkStateMirror::later);
            case Route route ->
                routes.computeIfAbsent(ref.id(), port -> new HashSet<>()).add(route);
            default -> bgp.merge(ref.id(), value, ZkStateMirror::later);
          }
        });
    Map<UUID, PortState> activePorts = new HashMap<>();
    active.forEach((port, value) -> activePorts.put(port, (PortState) value.value()));
    Map<UUID, String> bgpStatus = new HashMap<>();
    bgp.forEach((port, value) -> bgpStatus.put(port, (String) value.value()));
    routes.replaceAll((port, of) -> Set.copyOf(of));
    return new NetworkState(alive, activePorts, routes, bgpStatus);
  }

  private static Value later(Value a, Value b) {
    return a.since() >= b.since() ? a : b;
  }

  @Override
  public NetworkState current() {
    return current;
  }

  @Override
  public Subscription listen(Listener listener) {
    return dispatch.add(listener, first -> first.changed(NetworkState.EMPTY, current));
  }

  @Override
  public void close() {
    nodes.close();
    dispatch.close();
  }
}
