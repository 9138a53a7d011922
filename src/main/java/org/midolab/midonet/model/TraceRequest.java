package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * Request to the agents to log the simulation of packets that enter a device. Exactly one of {@code
 * portId}, {@code networkId} and {@code routerId} is set.
 *
 * @param limit number of packets to trace
 * @param creationTimestampMs time of creation in milliseconds since 1970-01-01 UTC
 */
@RecordBuilder
public record TraceRequest(
    UUID id,
    String name,
    UUID portId,
    UUID networkId,
    UUID routerId,
    Condition condition,
    long limit,
    boolean enabled,
    long creationTimestampMs)
    implements TopologyObject, TraceRequestBuilder.With {

  public TraceRequest {
    condition = condition == null ? Condition.ANY : condition;
  }

  public UUID deviceId() {
    return portId != null ? portId : networkId != null ? networkId : routerId;
  }
}
