package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.midolab.midonet.model.HealthMonitor;
import org.midolab.midonet.model.HealthMonitorBuilder;
import org.midolab.midonet.model.LbStatus;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolBuilder;
import org.midolab.midonet.model.PoolMemberBuilder;
import org.midolab.midonet.model.Vip;
import org.midolab.midonet.model.VipBuilder;
import org.midolab.midonet.model.neutron.NeutronHealthMonitor;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPool;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPoolMember;
import org.midolab.midonet.model.neutron.NeutronRouter;
import org.midolab.midonet.model.neutron.NeutronSubnet;
import org.midolab.midonet.model.neutron.NeutronVIP;

/**
 * Translates LBaaS v1. A router with pools gets a load balancer with the router's id; pools,
 * members, VIPs and health monitors keep their ids. ARP requests for a VIP's address are answered
 * with the router's MAC.
 */
final class LoadBalancingTranslation {

  private LoadBalancingTranslation() {}

  static List<TopologyPart> of(NeutronLoadBalancerPool pool, View view) {
    NeutronRouter router = view.router(pool.routerId());
    if (router == null) {
      return List.of();
    }
    return List.of(
        new TopologyPart.StoredObject(new LoadBalancer(router.id(), true)),
        new TopologyPart.RouterLoadBalancer(router.id(), router.id()),
        new TopologyPart.StoredObject(
            PoolBuilder.builder()
                .id(pool.id())
                .loadBalancerId(router.id())
                .healthMonitorId(
                    pool.healthMonitors().isEmpty() ? null : pool.healthMonitors().getFirst())
                .adminStateUp(pool.adminStateUp())
                .lbMethod(Pool.Method.ROUND_ROBIN)
                .protocol(Pool.Protocol.TCP)
                .status(LbStatus.ACTIVE)
                .mappingStatus(Pool.MappingStatus.INACTIVE)
                .build()));
  }

  private static NeutronRouter routerOf(NeutronLoadBalancerPool pool, View view) {
    return pool == null ? null : view.router(pool.routerId());
  }

  static List<TopologyPart> of(NeutronLoadBalancerPoolMember member, View view) {
    if (routerOf(view.find(NeutronLoadBalancerPool.class, member.poolId()), view) == null) {
      return List.of();
    }
    return List.of(
        new TopologyPart.StoredObject(
            PoolMemberBuilder.builder()
                .id(member.id())
                .poolId(member.poolId())
                .address(member.address())
                .protocolPort(member.protocolPort())
                .weight(member.weight())
                .adminStateUp(member.adminStateUp())
                .status(LbStatus.ACTIVE)
                .build()));
  }

  static List<TopologyPart> of(NeutronHealthMonitor monitor) {
    return List.of(
        new TopologyPart.StoredObject(
            HealthMonitorBuilder.builder()
                .id(monitor.id())
                .type(HealthMonitor.Type.TCP)
                .delay(monitor.delay())
                .timeout(monitor.timeout())
                .maxRetries(monitor.maxRetries())
                .adminStateUp(monitor.adminStateUp())
                .status(LbStatus.ACTIVE)
                .build()));
  }

  static List<TopologyPart> of(NeutronVIP vip, View view) {
    NeutronRouter router = routerOf(view.find(NeutronLoadBalancerPool.class, vip.poolId()), view);
    if (router == null) {
      return List.of();
    }
    List<TopologyPart> parts = new ArrayList<>();
    parts.add(
        new TopologyPart.StoredObject(
            VipBuilder.builder()
                .id(vip.id())
                .poolId(vip.poolId())
                .address(vip.address())
                .protocolPort(vip.protocolPort())
                .sessionPersistence(
                    vip.sessionPersistence() == null ? null : Vip.Persistence.SOURCE_IP)
                .adminStateUp(vip.adminStateUp())
                .build()));
    NeutronSubnet subnet = view.subnet(vip.subnetId());
    if (subnet != null) {
      Stream.concat(
              Stream.ofNullable(RouterTranslation.gateway(router, view)),
              InterfaceTranslation.routerPortsOf(router.id(), view).stream())
          .filter(routerPort -> Objects.equals(routerPort.network().id(), subnet.networkId()))
          .findFirst()
          .map(
              routerPort ->
                  new TopologyPart.ArpEntry(subnet.networkId(), vip.address(), routerPort.mac()))
          .ifPresent(parts::add);
    }
    return parts;
  }
}
