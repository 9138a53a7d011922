package org.midolab.midonet.nsdb.topology;

import static org.midolab.midonet.nsdb.topology.Bindings.cascade;
import static org.midolab.midonet.nsdb.topology.Bindings.clear;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.model.neutron.FloatingIp;
import org.midolab.midonet.model.neutron.NeutronHealthMonitor;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPool;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPoolMember;
import org.midolab.midonet.model.neutron.NeutronNetwork;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronPort.FixedIp;
import org.midolab.midonet.model.neutron.NeutronRouter;
import org.midolab.midonet.model.neutron.NeutronRouterInterface;
import org.midolab.midonet.model.neutron.NeutronSubnet;
import org.midolab.midonet.model.neutron.NeutronVIP;
import org.midolab.midonet.model.neutron.SecurityGroup;
import org.midolab.midonet.model.neutron.SecurityGroupRule;
import org.midolab.midonet.nsdb.topology.Bindings.Binding;

/**
 * The references of Neutron's objects. Neutron deletes objects in an order in which no reference
 * remains. If one of its requests was lost, these bindings remove the objects that depend on a
 * deleted one.
 */
final class NeutronBindings {

  static final List<Class<? extends TopologyObject>> CLASSES =
      List.of(
          FloatingIp.class,
          NeutronHealthMonitor.class,
          NeutronLoadBalancerPool.class,
          NeutronLoadBalancerPoolMember.class,
          NeutronNetwork.class,
          NeutronPort.class,
          NeutronRouter.class,
          NeutronRouterInterface.class,
          NeutronSubnet.class,
          NeutronVIP.class,
          SecurityGroup.class,
          SecurityGroupRule.class);

  private NeutronBindings() {}

  static Stream<Binding<?>> all() {
    return Stream.concat(networks(), loadBalancing());
  }

  private static Stream<Binding<?>> loadBalancing() {
    return Stream.of(
        clear(
            NeutronLoadBalancerPool.class,
            "routerId",
            NeutronLoadBalancerPool::routerId,
            NeutronRouter.class,
            NeutronLoadBalancerPool::withRouterId),
        clear(
            NeutronLoadBalancerPool.class,
            "subnetId",
            NeutronLoadBalancerPool::subnetId,
            NeutronSubnet.class,
            NeutronLoadBalancerPool::withSubnetId),
        new Binding<>(
            NeutronLoadBalancerPool.class,
            "healthMonitors",
            pool -> new LinkedHashSet<>(pool.healthMonitors()),
            NeutronHealthMonitor.class,
            (pool, monitor) -> pool.withHealthMonitors(without(pool.healthMonitors(), monitor))),
        cascade(
            NeutronLoadBalancerPoolMember.class,
            "poolId",
            NeutronLoadBalancerPoolMember::poolId,
            NeutronLoadBalancerPool.class),
        cascade(NeutronVIP.class, "poolId", NeutronVIP::poolId, NeutronLoadBalancerPool.class),
        clear(
            NeutronVIP.class,
            "subnetId",
            NeutronVIP::subnetId,
            NeutronSubnet.class,
            NeutronVIP::withSubnetId));
  }

  private static Stream<Binding<?>> networks() {
    return Stream.of(
        cascade(NeutronSubnet.class, "networkId", NeutronSubnet::networkId, NeutronNetwork.class),
        cascade(NeutronPort.class, "networkId", NeutronPort::networkId, NeutronNetwork.class),
        ofSubnets("fixedIps", NeutronPort.Use.values()),
        // These two are indexes: they find the few special ports of a subnet among its many ports.
        ofSubnets("dhcpOf", NeutronPort.Use.DHCP),
        ofSubnets("gatewayIn", NeutronPort.Use.ROUTER_GATEWAY),
        new Binding<>(
            NeutronPort.class,
            "securityGroups",
            port -> new LinkedHashSet<>(port.securityGroups()),
            SecurityGroup.class,
            (port, group) -> port.withSecurityGroups(without(port.securityGroups(), group))),
        clear(
            NeutronRouter.class,
            "gwPortId",
            NeutronRouter::gwPortId,
            NeutronPort.class,
            (router, none) -> router.withGwPortId(null).withGateway(null)),
        cascade(
            NeutronRouterInterface.class,
            "routerId",
            NeutronRouterInterface::routerId,
            NeutronRouter.class),
        cascade(
            NeutronRouterInterface.class,
            "portId",
            NeutronRouterInterface::portId,
            NeutronPort.class),
        clear(
            NeutronRouterInterface.class,
            "subnetId",
            NeutronRouterInterface::subnetId,
            NeutronSubnet.class,
            NeutronRouterInterface::withSubnetId),
        cascade(
            FloatingIp.class,
            "floatingNetworkId",
            FloatingIp::floatingNetworkId,
            NeutronNetwork.class),
        clear(
            FloatingIp.class,
            "routerId",
            FloatingIp::routerId,
            NeutronRouter.class,
            FloatingIp::withRouterId),
        clear(
            FloatingIp.class,
            "portId",
            FloatingIp::portId,
            NeutronPort.class,
            (address, none) -> address.withPortId(null).withFixedIpAddress(null)),
        cascade(
            SecurityGroupRule.class,
            "securityGroupId",
            SecurityGroupRule::securityGroupId,
            SecurityGroup.class),
        // Deleted with the group: a rule with its remote group cleared would admit all sources.
        cascade(
            SecurityGroupRule.class,
            "remoteGroupId",
            SecurityGroupRule::remoteGroupId,
            SecurityGroup.class));
  }

  private static Binding<NeutronPort> ofSubnets(String field, NeutronPort.Use... uses) {
    List<NeutronPort.Use> wanted = List.of(uses);
    return new Binding<>(
        NeutronPort.class,
        field,
        port -> wanted.contains(port.use()) ? subnets(port) : List.of(),
        NeutronSubnet.class,
        (port, subnet) ->
            port.withFixedIps(
                port.fixedIps().stream()
                    .filter(fixed -> !subnet.equals(fixed.subnetId()))
                    .toList()));
  }

  private static Collection<UUID> subnets(NeutronPort port) {
    Collection<UUID> ids = new LinkedHashSet<>();
    for (FixedIp fixed : port.fixedIps()) {
      if (fixed.subnetId() != null) {
        ids.add(fixed.subnetId());
      }
    }
    return ids;
  }

  private static List<UUID> without(List<UUID> ids, UUID id) {
    List<UUID> rest = new ArrayList<>(ids);
    rest.remove(id);
    return rest;
  }
}
