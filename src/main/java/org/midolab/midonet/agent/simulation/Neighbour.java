package org.midolab.midonet.agent.simulation;

import org.midolab.midonet.model.Mac;

/** A router's knowledge of an address on one of its links (RFC 826). */
public sealed interface Neighbour {

  Neighbour UNKNOWN = new Unknown();
  Neighbour UNREACHABLE = new Unreachable();

  /**
   * The MAC is known.
   *
   * @param refresh whether the entry is stale: it is still used, and a new ARP request is sent
   */
  record Known(Mac mac, boolean refresh) implements Neighbour {}

  /** The MAC is not known. A simulation that needs it sends an ARP request and waits. */
  record Unknown() implements Neighbour {}

  /** The router has stopped asking after no answer came. Senders get an ICMP error. */
  record Unreachable() implements Neighbour {}
}
