package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * Asks the agents to log what they do with packets that enter a device; exactly one of {@code
 * portId}, {@code networkId} and {@code routerId} is set.
 *
 * @param limit how many packets are traced
 * @param creationTimestampMs milliseconds since 1970
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
