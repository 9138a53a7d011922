package org.midolab.midonet.nsdb;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TopologyObject;

/**
 * Reads and writes that take effect together or not at all; see {@link TopologyStore#transact}.
 * Reads see this transaction's own writes. What was read by id must be unchanged at commit, else
 * the work is run again.
 *
 * <p>References are kept whole: what an object refers to must exist, and a delete does what the
 * binding says (docs: nsdb.md#references):
 *
 * <ul>
 *   <li>deletes with it: a router's ports, routes, BGP peers and networks; a network's ports and
 *       DHCP subnets; a chain's rules, and the rules that jump to it; the routes through a port and
 *       the mirrors to it; a load balancer's pools, a pool's members and VIPs; the trace requests
 *       of a device; the rules of a QoS policy;
 *   <li>clears: the peer of a port, the group of a port, filters, mirrors and QoS policies of
 *       devices and ports, the binding to a host, a host's membership in tunnel zones, the health
 *       monitor of a pool, the load balancer of a router;
 *   <li>refuses: a router that has a load balancer.
 * </ul>
 *
 * <p>A port, port group or address group that a condition names must exist when the rule is
 * written, but may be deleted later: the condition keeps naming it, and so never silently matches
 * more than it did.
 *
 * <p>A new port whose peer is set, or an update that sets one, links the peer too; the old peer is
 * unlinked. A chain's {@code ruleIds} and its rules are kept in step: a new rule that the chain
 * does not list yet is put at its end.
 */
public interface Transaction {

  <T extends TopologyObject> Optional<Versioned<T>> find(Class<T> type, UUID id);

  /**
   * @throws NotFoundException when there is none
   */
  default <T extends TopologyObject> T get(Class<T> type, UUID id) {
    return find(type, id).map(Versioned::value).orElseThrow(() -> new NotFoundException(type, id));
  }

  /** As {@link TopologyStore#referencing}, this transaction's own writes included. */
  List<UUID> referencing(
      Class<? extends TopologyObject> type,
      UUID id,
      Class<? extends TopologyObject> by,
      String field);

  /**
   * @param object a port with tunnel key 0 gets the next free one
   * @return the object as it will be stored
   * @throws AlreadyExistsException when the id is taken
   */
  <T extends TopologyObject> T create(T object);

  /**
   * Keeps out whoever else holds the same lock: of two such transactions at once one is run again,
   * after the other. For what must be unique among objects that nobody changes otherwise; nothing
   * is written that a reader would see.
   *
   * @param id an object below which is looked, or null for all of the class
   * @throws NotFoundException when there is no such object
   */
  void lock(Class<? extends TopologyObject> type, UUID id);

  /**
   * Creates a rule at a place in its chain.
   *
   * @param position 1 for the first; at most one more than the chain has rules
   * @throws IllegalArgumentException when the position lies outside
   */
  void createRule(Rule rule, int position);

  /** Replaces an object, whatever its version. */
  void update(TopologyObject object);

  /**
   * Replaces an object.
   *
   * @throws ConflictException when the stored version is another one; that is not tried again
   */
  void update(TopologyObject object, int expectedVersion);

  /** Deletes an object with all that goes with it. */
  void delete(Class<? extends TopologyObject> type, UUID id);

  /** Maps a MAC to a port of a network for good ({@code vlan} 0 for untagged). */
  void putMac(UUID networkId, int vlan, Mac mac, UUID portId);

  void removeMac(UUID networkId, int vlan, Mac mac, UUID portId);

  /** Maps an address to a MAC for good, so that the network answers ARP for it. */
  void putIp4Mac(UUID networkId, Ip4 address, Mac mac);

  void removeIp4Mac(UUID networkId, Ip4 address, Mac mac);
}
