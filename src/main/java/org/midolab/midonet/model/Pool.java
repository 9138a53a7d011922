package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * Back ends among which the connections to a VIP are spread.
 *
 * @param loadBalancerId the load balancer that it belongs to, or null while it has none
 * @param healthMonitorId what its members are probed by, or null
 */
@RecordBuilder
public record Pool(
    UUID id,
    UUID loadBalancerId,
    UUID healthMonitorId,
    boolean adminStateUp,
    Method lbMethod,
    Protocol protocol,
    LbStatus status,
    MappingStatus mappingStatus)
    implements TopologyObject, PoolBuilder.With {

  /** How a member is chosen; in MidoNet by weighted hash in spite of the name. */
  public enum Method {
    ROUND_ROBIN
  }

  /** What is balanced. */
  public enum Protocol {
    TCP
  }

  /** How far the agents have followed a change of the health monitor. */
  public enum MappingStatus {
    ACTIVE,
    INACTIVE,
    PENDING_CREATE,
    PENDING_UPDATE,
    PENDING_DELETE,
    ERROR
  }
}
