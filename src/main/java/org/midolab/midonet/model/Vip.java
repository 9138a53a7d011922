package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * Virtual address and port of a pool; unique in the load balancer.
 *
 * @param protocolPort TCP port, 0 to 65535; no connections are accepted at port 0
 * @param sessionPersistence how a client is kept at one member, or null for no persistence
 */
@RecordBuilder
public record Vip(
    UUID id,
    UUID poolId,
    Ip4 address,
    int protocolPort,
    Persistence sessionPersistence,
    boolean adminStateUp)
    implements TopologyObject, VipBuilder.With {

  /** Key by which a client is recognized. */
  public enum Persistence {
    SOURCE_IP
  }
}
