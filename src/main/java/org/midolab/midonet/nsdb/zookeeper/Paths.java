package org.midolab.midonet.nsdb.zookeeper;

import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.Election;

/**
 * The paths of nodes in ZooKeeper (docs: nsdb.md#paths).
 *
 * @param root absolute path below which all data is stored, such as {@code /midonet}
 */
public record Paths(String root) {

  /** Path with the layout version of {@code zoom}. MidoNet has only version 0. */
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

  /** Returns the parent of the port blocks of an address to which a device translates. */
  public String natBlocks(UUID device, Ip4 address) {
    return root + "/nat/" + device + "/" + address;
  }

  public String natBlock(UUID device, Ip4 address, int block) {
    return natBlocks(device, address) + "/" + block;
  }

  /** Returns the ephemeral node of a block's lease; its session holds the block. */
  public String natLease(UUID device, Ip4 address, int block) {
    return natBlock(device, address, block) + "/taken";
  }

  /** Returns the parent of the candidates for a task. */
  public String election(Election.Task task) {
    return switch (task) {
      case HEALTH_MONITOR -> root + "/lb/hm-latch";
    };
  }

  /** Returns the node whose version is the counter of tunnel keys. */
  public String tunnelKeySequence() {
    return root + "/sequences/overlay_tunnel_key";
  }

  /** Returns the node that reserves a tunnel key. Its data is the id of the port. */
  public String tunnelKey(int key) {
    return tunnelKeys() + "/" + key;
  }

  public String tunnelKeys() {
    return root + "/sequences/overlay_tunnel_keys";
  }
}
