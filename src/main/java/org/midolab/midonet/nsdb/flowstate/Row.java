package org.midolab.midonet.nsdb.flowstate;

import java.util.UUID;
import org.midolab.midonet.nsdb.FlowState;

/**
 * A row of one of the four tables.
 *
 * @param direction whether {@code port} is where the connection began, or where answers may enter
 */
record Row(Direction direction, UUID port, FlowState state) {

  enum Direction {
    INGRESS("by_ingress_port"),
    EGRESS("by_egress_port");

    private final String suffix;

    Direction(String suffix) {
      this.suffix = suffix;
    }

    /** Returns the name of the table of connections, or of translations. */
    String table(boolean translations) {
      return (translations ? "nat_" : "conntrack_") + suffix;
    }
  }
}
