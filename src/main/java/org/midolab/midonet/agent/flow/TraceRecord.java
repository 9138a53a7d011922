package org.midolab.midonet.agent.flow;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.Trace;

/**
 * What this host did with one traced frame.
 *
 * @param flowTraceId identifies the frame on all hosts
 * @param requests the trace requests that it matched
 * @param packet its addresses
 * @param steps of the simulation; empty at the host that received it from a tunnel
 * @param omitted steps that were not recorded
 * @param outcomes what was done with the frame at last
 */
record TraceRecord(
    UUID flowTraceId,
    Set<UUID> requests,
    Instant time,
    String packet,
    List<Trace.Step> steps,
    int omitted,
    List<String> outcomes) {

  TraceRecord {
    requests = Set.copyOf(requests);
    steps = List.copyOf(steps);
    outcomes = List.copyOf(outcomes);
  }
}
