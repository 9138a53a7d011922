package org.midolab.midonet.agent.simulation;

import java.util.UUID;
import org.midolab.midonet.packet.FlowKey;

/** Spreads connections over equally good routes: all packets of one take the same way. */
final class FlowHash {

  private FlowHash() {}

  /**
   * @param salt the router's id, so that routers in a row do not all choose alike
   * @return 0 to {@code choices} - 1
   */
  static int of(UUID salt, Header header, int choices) {
    int hash = salt.hashCode();
    hash = mix(hash, header.ipSrc().bits());
    hash = mix(hash, header.ipDst().bits());
    int protocol = header.protocol();
    hash = mix(hash, protocol);
    boolean ports = protocol == FlowKey.PROTO_TCP || protocol == FlowKey.PROTO_UDP;
    // fragments have no ports to go by after the first, and belong together
    if (ports && header.fragment() == FlowKey.UNFRAGMENTED) {
      hash = mix(hash, header.sourcePort() << 16 | header.destinationPort());
    }
    return Math.floorMod(hash, choices);
  }

  /** One round of MurmurHash3's finalisation over what came before and one more word. */
  private static int mix(int hash, int word) {
    int mixed = hash * 31 + word;
    mixed = (mixed ^ mixed >>> 16) * 0x85EBCA6B;
    mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
    return mixed ^ mixed >>> 16;
  }
}
