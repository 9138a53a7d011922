package org.midolab.midonet.agent;

import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.LbStatus;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolBuilder;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.PoolMemberBuilder;
import org.midolab.midonet.model.Vip;
import org.midolab.midonet.model.VipBuilder;

/** Objects of load balancing as the API stores them when they are new. */
final class LoadBalancing {

  /** The address of {@link #vip}, behind the uplink. */
  static final Ip4 VIP = Ip4.parse("198.51.100.9");

  private LoadBalancing() {}

  /**
   * @param monitor null for a pool without one
   */
  static Pool pool(UUID balancer, UUID monitor) {
    return PoolBuilder.builder()
        .id(UUID.randomUUID())
        .loadBalancerId(balancer)
        .healthMonitorId(monitor)
        .adminStateUp(true)
        .lbMethod(Pool.Method.ROUND_ROBIN)
        .protocol(Pool.Protocol.TCP)
        .status(LbStatus.ACTIVE)
        .mappingStatus(
            monitor == null ? Pool.MappingStatus.ACTIVE : Pool.MappingStatus.PENDING_CREATE)
        .build();
  }

  /** Returns a VIP with port 80. */
  static Vip vip(UUID pool) {
    return VipBuilder.builder()
        .id(UUID.randomUUID())
        .poolId(pool)
        .address(VIP)
        .protocolPort(80)
        .adminStateUp(true)
        .build();
  }

  /** Returns a member with port 8080 and weight 1. */
  static PoolMember member(UUID pool, Ip4 address) {
    return PoolMemberBuilder.builder()
        .id(UUID.randomUUID())
        .poolId(pool)
        .address(address)
        .protocolPort(8080)
        .weight(1)
        .adminStateUp(true)
        .status(LbStatus.ACTIVE)
        .build();
  }
}
