package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * The address and port under which a pool is reached; unique among those of its load balancer.
 *
 * @param protocolPort TCP port, 0 to 65535; nothing is served at 0
 * @param sessionPersistence what keeps a client at one member, or null for nothing
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

  /** By what a client is known again. */
  public enum Persistence {
    SOURCE_IP
  }
}
