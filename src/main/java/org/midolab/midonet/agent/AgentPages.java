package org.midolab.midonet.agent;

import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.midolab.midonet.agent.flow.ForwardingPlane;

/** The texts that the agent shows to tools of its host. */
final class AgentPages {

  /** The trace requests of {@code mm-trace list}. */
  static final String REQUESTS = "/traces/requests";

  /** The traced packets of {@code mm-trace show}; a query is the id of a request or a packet. */
  static final String TRACES = "/traces";

  /** The meters of {@code mm-meter}; each line has packets, bytes and name. */
  static final String METERS = "/meters";

  /** The figures of {@code mm-stat}; each line has a value and a name. */
  static final String STATISTICS = "/statistics";

  private AgentPages() {}

  /** Returns the pages by path. */
  static Map<String, UnaryOperator<String>> of(ForwardingPlane plane) {
    return Map.of(
        REQUESTS,
        _ -> plane.traces().requests(),
        STATISTICS,
        _ -> plane.statistics(),
        METERS,
        _ -> plane.meters(),
        TRACES,
        query -> plane.traces().records(query.isEmpty() ? null : UUID.fromString(query)));
  }
}
