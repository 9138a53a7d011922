package org.midolab.midonet.agent.simulation;

import org.midolab.midonet.model.Mac;

/** What a router knows of an address on one of its links. */
public sealed interface Neighbour {

  Neighbour UNKNOWN = new Unknown();
  Neighbour UNREACHABLE = new Unreachable();

  /**
   * @param refresh whether the entry has grown stale: it is used, and asked for again on the way
   */
  record Known(Mac mac, boolean refresh) implements Neighbour {}

  /** Nothing is known; a simulation that needs it asks, and waits. */
  record Unknown() implements Neighbour {}

  /** The router has asked in vain until it gave up; senders get an ICMP error. */
  record Unreachable() implements Neighbour {}
}
