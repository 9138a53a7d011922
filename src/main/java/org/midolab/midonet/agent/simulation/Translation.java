package org.midolab.midonet.agent.simulation;

/**
 * The translation of one connection's packets by dynamic NAT at one device (docs:
 * nsdb.md#translations).
 *
 * @param key the key of the packets in the direction of the rule, of kind SNAT or DNAT
 * @param to the new source for SNAT, or the new destination for DNAT
 */
public record Translation(NatKey key, Endpoint to) {

  /** Returns the key of the answers. */
  public NatKey reverse() {
    return key.reverse(to);
  }

  /** Returns the new destination of the answers for SNAT, or their new source for DNAT. */
  public Endpoint original() {
    return key.original();
  }
}
