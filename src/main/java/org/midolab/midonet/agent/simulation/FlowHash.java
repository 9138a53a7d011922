package org.midolab.midonet.agent.simulation;

import java.util.UUID;
import org.midolab.midonet.packet.FlowKey;

/** Distributes connections over equal routes. All packets of a connection take the same route. */
final class FlowHash {

  private FlowHash() {}

  /**
   * Returns the index of the route for a packet.
   *
   * @param salt the router's id, so that consecutive routers do not all choose the same index
   * @param choices number of routes
   * @return 0 to {@code choices} - 1
   */
  static int of(UUID salt, Header header, int choices) {
    int hash = salt.hashCode();
    hash = mix(hash, header.ipSrc().bits());
    hash = mix(hash, header.ipDst().bits());
    int protocol = header.protocol();
    hash = mix(hash, protocol);
    boolean ports = protocol == FlowKey.PROTO_TCP || protocol == FlowKey.PROTO_UDP;
    // later fragments have no ports, and all fragments of a packet must take the same route
    if (ports && header.fragment() == FlowKey.UNFRAGMENTED) {
      hash = mix(hash, header.sourcePort() << 16 | header.destinationPort());
    }
    return Math.floorMod(hash, choices);
  }

  /** Combines the hash with one more word, by one round of the finalisation of MurmurHash3. */
  private static int mix(int hash, int word) {
    int mixed = hash * 31 + word;
    mixed = (mixed ^ mixed >>> 16) * 0x85EBCA6B;
    mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
    return mixed ^ mixed >>> 16;
  }
}
