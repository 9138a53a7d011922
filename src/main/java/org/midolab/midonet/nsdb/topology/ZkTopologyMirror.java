package org.midolab.midonet.nsdb.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.curator.framework.CuratorFramework;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.Subscription;
import org.midolab.midonet.nsdb.TopologyMirror;
import org.midolab.midonet.nsdb.zookeeper.Dispatch;
import org.midolab.midonet.nsdb.zookeeper.Json;
import org.midolab.midonet.nsdb.zookeeper.Paths;
import org.midolab.midonet.nsdb.zookeeper.Zk;
import org.midolab.midonet.nsdb.zookeeper.ZnodeMirror;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** See {@link TopologyMirror}. */
final class ZkTopologyMirror implements TopologyMirror {

  private static final Logger LOG = LoggerFactory.getLogger(ZkTopologyMirror.class);

  private static final Map<String, Class<? extends TopologyObject>> TYPES = new HashMap<>();

  static {
    Bindings.TOPOLOGY.forEach(type -> TYPES.put(type.getSimpleName(), type));
  }

  private final ZnodeMirror nodes;
  private final Dispatch<Listener> dispatch = new Dispatch<>("topology");
  private volatile Topology current = Topology.EMPTY;

  ZkTopologyMirror(CuratorFramework client, Paths paths) {
    this.nodes =
        new ZnodeMirror(
            client, paths.models(), new Models(), batch -> dispatch.run(() -> apply(batch)));
  }

  /** Selects {@code CLASS/ID} and nothing below it, where the back references are. */
  private record Models() implements ZnodeMirror.Interest {

    @Override
    public boolean wants(String path) {
      int slash = path.indexOf('/');
      return slash > 0
          && path.indexOf('/', slash + 1) < 0
          && TYPES.containsKey(path.substring(0, slash));
    }

    @Override
    public boolean descends(String path) {
      return TYPES.containsKey(path);
    }
  }

  void start(Duration patience) {
    try {
      nodes.start(patience, dispatch, "topology");
    } catch (StorageUnavailableException e) {
      close();
      throw e;
    }
  }

  private void apply(Map<String, Optional<Zk.Node>> batch) {
    Topology before = current;
    Topology.Editor editor = before.edit();
    Set<UUID> changed = new HashSet<>();
    batch.forEach(
        (path, node) -> {
          int slash = path.indexOf('/');
          Class<? extends TopologyObject> type = TYPES.get(path.substring(0, slash));
          try {
            UUID id = UUID.fromString(path.substring(slash + 1));
            if (node.isEmpty()) {
              editor.remove(type, id);
            } else {
              editor.put(Json.read(node.get().data(), type, path));
            }
            changed.add(id);
          } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.warn("left out of the topology: {}", e.getMessage());
          }
        });
    Topology after = editor.done();
    current = after;
    if (!changed.isEmpty()) {
      Set<UUID> ids = Set.copyOf(changed);
      dispatch.callAll(listener -> listener.changed(before, after, ids));
    }
  }

  @Override
  public Topology current() {
    return current;
  }

  @Override
  public Subscription listen(Listener listener) {
    return dispatch.add(
        listener,
        first -> {
          Topology now = current;
          Set<UUID> all = new HashSet<>();
          Bindings.TOPOLOGY.forEach(type -> now.all(type).forEach(object -> all.add(object.id())));
          first.changed(Topology.EMPTY, now, Set.copyOf(all));
        });
  }

  @Override
  public void close() {
    nodes.close();
    dispatch.close();
  }
}
