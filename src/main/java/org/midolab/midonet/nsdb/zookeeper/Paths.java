package org.midolab.midonet.nsdb.zookeeper;

import java.util.UUID;
import org.midolab.midonet.model.TopologyObject;

/** Where things lie in ZooKeeper (docs: nsdb.md#paths). */
public record Paths(String root) {

  /** The version of the layout of {@code zoom}; MidoNet never had another. */
  private static final String ZOOM = "/zoom/0";

  public Paths {
    if (!root.startsWith("/") || root.length() > 1 && root.endsWith("/")) {
      throw new IllegalArgumentException(
          "zookeeper.root_key is '"
              + root
              + "'; expected an absolute path without a slash at its end, as /midonet");
    }
    root = root.equals("/") ? "" : root;
  }

  public String models() {
    return root + ZOOM + "/models";
  }

  public String models(Class<?> type) {
    return models() + "/" + type.getSimpleName();
  }

  public String model(Class<? extends TopologyObject> type, UUID id) {
    return models(type) + "/" + id;
  }

  public String state() {
    return root + ZOOM + "/state";
  }

  public String state(UUID host) {
    return state() + "/" + host;
  }

  public String state(UUID host, String type, UUID id, String key) {
    return state(host) + "/" + type + "/" + id + "/" + key;
  }

  public String tables(Class<? extends TopologyObject> type) {
    return root + ZOOM + "/tables/" + type.getSimpleName();
  }

  public String tables(Class<? extends TopologyObject> type, UUID id) {
    return tables(type) + "/" + id;
  }

  public String locks() {
    return root + ZOOM + "/locks";
  }

  public String lock(Class<? extends TopologyObject> type) {
    return locks() + "/" + type.getSimpleName();
  }

  public String lock(Class<? extends TopologyObject> type, UUID id) {
    return lock(type) + "/" + id;
  }

  /** Whose node version is the counter of tunnel keys. */
  public String tunnelKeySequence() {
    return root + "/sequences/overlay_tunnel_key";
  }

  /** The node that reserves a tunnel key; its data is the port's id. */
  public String tunnelKey(int key) {
    return tunnelKeys() + "/" + key;
  }

  public String tunnelKeys() {
    return root + "/sequences/overlay_tunnel_keys";
  }
}
