package org.midolab.midonet.agent.simulation;

/**
 * What dynamic NAT does to the packets of one connection at one device.
 *
 * @param key of the packets in the direction of the rule, source or destination NAT
 * @param to what their source, or destination, becomes
 */
public record Translation(NatKey key, Endpoint to) {

  /** Returns the key of the answers. */
  public NatKey reverse() {
    return key.reverse(to);
  }

  /** Returns what the destination, or source, of the answers becomes. */
  public Endpoint original() {
    return key.original();
  }
}
