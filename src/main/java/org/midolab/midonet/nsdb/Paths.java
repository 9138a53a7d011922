package org.midolab.midonet.nsdb;

import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.TopologyObject;

/** Where things lie in ZooKeeper (docs: nsdb.md#paths). */
record Paths(String root) {

  /** The version of the layout of {@code zoom}; MidoNet never had another. */
  private static final String ZOOM = "/zoom/0";

  Paths {
    if (!root.startsWith("/") || root.length() > 1 && root.endsWith("/")) {
      throw new IllegalArgumentException(
          "zookeeper.root_key is '"
              + root
              + "'; expected an absolute path without a slash at its end, as /midonet");
    }
    root = root.equals("/") ? "" : root;
  }

  String models() {
    return root + ZOOM + "/models";
  }

  String models(Class<?> type) {
    return models() + "/" + type.getSimpleName();
  }

  String model(Class<? extends TopologyObject> type, UUID id) {
    return models(type) + "/" + id;
  }

  String state() {
    return root + ZOOM + "/state";
  }

  String state(UUID host) {
    return state() + "/" + host;
  }

  String state(UUID host, String type, UUID id, String key) {
    return state(host) + "/" + type + "/" + id + "/" + key;
  }

  String tables(Class<? extends TopologyObject> type) {
    return root + ZOOM + "/tables/" + type.getSimpleName();
  }

  String tables(Class<? extends TopologyObject> type, UUID id) {
    return tables(type) + "/" + id;
  }

  String locks() {
    return root + ZOOM + "/locks";
  }

  String lock(Class<? extends TopologyObject> type) {
    return locks() + "/" + type.getSimpleName();
  }

  String lock(Class<? extends TopologyObject> type, UUID id) {
    return lock(type) + "/" + id;
  }

  /** Below it, the blocks of ports of an address that a device translates to. */
  String natBlocks(UUID device, Ip4 address) {
    return root + "/nat/" + device + "/" + address;
  }

  String natBlock(UUID device, Ip4 address, int block) {
    return natBlocks(device, address) + "/" + block;
  }

  /** Whose session has the block. */
  String natLease(UUID device, Ip4 address, int block) {
    return natBlock(device, address, block) + "/taken";
  }

  /** Whose node version is the counter of tunnel keys. */
  String tunnelKeySequence() {
    return root + "/sequences/overlay_tunnel_key";
  }

  /** The node that reserves a tunnel key; its data is the port's id. */
  String tunnelKey(int key) {
    return tunnelKeys() + "/" + key;
  }

  String tunnelKeys() {
    return root + "/sequences/overlay_tunnel_keys";
  }
}
