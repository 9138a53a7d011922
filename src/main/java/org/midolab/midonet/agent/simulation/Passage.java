package org.midolab.midonet.agent.simulation;

import java.util.UUID;

/**
 * A frame that has passed a mirror, or a rule that redirects, with this header. A bridge that
 * floods passes the same frame to them once for each port.
 *
 * @param by the mirror or the rule
 */
record Passage(UUID by, Header.Written written, int hops) {

  static Passage of(UUID by, Header header) {
    return new Passage(by, header.written(), header.hops());
  }
}
