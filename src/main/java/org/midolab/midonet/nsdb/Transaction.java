package org.midolab.midonet.nsdb;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TopologyObject;

/**
 * Reads and writes that take effect together or not at all; see {@link TopologyStore#transact}.
 * Reads include this transaction's own writes. If an object that was read by id has changed at the
 * commit, the work is run again.
 *
 * <p>References stay valid: an object that is referred to must exist, and a delete has the
 * following effects (docs: nsdb.md#references):
 *
 * <ul>
 *   <li>it deletes: a router's ports, routes, BGP peers and networks; a network's ports and DHCP
 *       subnets; a chain's rules, and the rules that jump to it; the routes through a port and the
 *       mirrors to it; a load balancer's pools, a pool's members and VIPs; the trace requests of a
 *       device; the rules of a QoS policy;
 *   <li>it clears: the peer of a port, the group of a port, filters, mirrors and QoS policies of
 *       devices and ports, the binding to a host, a host's membership in tunnel zones, the health
 *       monitor of a pool, the load balancer of a router;
 *   <li>it is refused for a router that has a load balancer.
 * </ul>
 *
 * <p>A port, port group or address group in a condition must exist when the rule is written, but
 * may be deleted later. The condition then still contains the id, so it does not match more packets
 * than before.
 *
 * <p>A write that sets the peer of a port also sets the peer of the other port, and clears it at
 * the former peer. A chain's {@code ruleIds} always match its rules: a new rule that the chain does
 * not list yet is added at its end.
 */
public interface Transaction {

  /** Returns an object with its version; empty if it does not exist. */
  <T extends TopologyObject> Optional<Versioned<T>> find(Class<T> type, UUID id);

  /**
   * Returns an object.
   *
   * @throws NotFoundException if it does not exist
   */
  default <T extends TopologyObject> T get(Class<T> type, UUID id) {
    return find(type, id).map(Versioned::value).orElseThrow(() -> new NotFoundException(type, id));
  }

  /**
   * Does the same as {@link TopologyStore#referencing}, and includes this transaction's own writes.
   */
  List<UUID> referencing(
      Class<? extends TopologyObject> type,
      UUID id,
      Class<? extends TopologyObject> by,
      String field);

  /**
   * Creates an object.
   *
   * @param object a port with tunnel key 0 gets the next free key
   * @return the object as it will be stored
   * @throws AlreadyExistsException if the id is already used
   */
  <T extends TopologyObject> T create(T object);

  /**
   * Takes a lock. Of two concurrent transactions with the same lock, one is run again after the
   * other. Use it for values that must be unique among objects that the transactions do not change
   * otherwise. Readers see no change.
   *
   * @param id the object whose lock is taken, or null for the lock of the class
   * @throws NotFoundException if the object does not exist
   */
  void lock(Class<? extends TopologyObject> type, @Nullable UUID id);

  /**
   * Creates a rule at a position in its chain.
   *
   * @param position 1 for the first; at most the number of the chain's rules plus 1
   * @throws IllegalArgumentException if the position is out of range
   */
  void createRule(Rule rule, int position);

  /** Replaces an object without a check of its version. */
  void update(TopologyObject object);

  /**
   * Replaces an object.
   *
   * @throws ConflictException if the stored version differs; the work is not run again
   */
  void update(TopologyObject object, int expectedVersion);

  /** Deletes an object, with the effects that the class comment lists. */
  void delete(Class<? extends TopologyObject> type, UUID id);

  /**
   * Adds a persistent entry that maps a MAC to a port of a network.
   *
   * @param vlan 1 to 4095, or 0 for untagged frames
   */
  void putMac(UUID networkId, int vlan, Mac mac, UUID portId);

  /** Removes an entry that {@link #putMac} added. */
  void removeMac(UUID networkId, int vlan, Mac mac, UUID portId);

  /**
   * Adds a persistent entry that maps an address to a MAC. The network then answers ARP requests
   * for the address.
   */
  void putIp4Mac(UUID networkId, Ip4 address, Mac mac);

  /** Removes an entry that {@link #putIp4Mac} added. */
  void removeIp4Mac(UUID networkId, Ip4 address, Mac mac);
}
