package org.midolab.midonet.agent;

import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.midolab.midonet.agent.flow.ForwardingPlane;

/** The texts that the agent shows to tools of its host, by method and path. */
final class AgentPages {

  /** The trace requests of {@code mm-trace requests}. */
  static final String REQUESTS = "GET /traces/requests";

  /** The traced packets of {@code mm-trace show}; a query is the id of a request or a packet. */
  static final String TRACES = "GET /traces";

  /** The tracers of {@code mm-trace list}; the query is {@code live} for some of them. */
  static final String TRACERS = "GET /tracers";

  /** Adds the tracer of the body. */
  static final String ADD_TRACER = "POST /tracers";

  /** Removes the tracers of the body. */
  static final String REMOVE_TRACERS = "PUT /tracers/removed";

  /** Removes all tracers, or those that the query {@code dead} stands for. */
  static final String FLUSH_TRACERS = "DELETE /tracers";

  /** The meters of {@code mm-meter}; each line has packets, bytes and name. */
  static final String METERS = "GET /meters";

  /** The figures of {@code mm-stat}; each line has a value and a name. */
  static final String STATISTICS = "GET /statistics";

  private AgentPages() {}

  /** Returns what makes the text of each page. */
  static Map<String, UnaryOperator<String>> of(ForwardingPlane plane) {
    return Map.of(
        REQUESTS,
        _ -> plane.traces().requests(),
        TRACES,
        query -> plane.traces().records(query.isEmpty() ? null : UUID.fromString(query)),
        TRACERS,
        which -> plane.tracers().list(which),
        ADD_TRACER,
        words -> plane.tracers().add(words),
        REMOVE_TRACERS,
        words -> plane.tracers().remove(words),
        FLUSH_TRACERS,
        which -> plane.tracers().flush(which),
        METERS,
        _ -> plane.meters(),
        STATISTICS,
        _ -> plane.statistics());
  }
}
