package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * A set of members that share the connections to a VIP.
 *
 * @param loadBalancerId its load balancer, or null while it has none
 * @param healthMonitorId the monitor that probes its members, or null
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

  /**
   * How a member is chosen. In spite of its name, ROUND_ROBIN is a weighted hash, as in MidoNet.
   */
  public enum Method {
    ROUND_ROBIN
  }

  /** Protocol of the balanced connections. */
  public enum Protocol {
    TCP
  }

  /** Progress of the agents in applying a change of the health monitor. */
  public enum MappingStatus {
    ACTIVE,
    INACTIVE,
    PENDING_CREATE,
    PENDING_UPDATE,
    PENDING_DELETE,
    ERROR
  }
}
