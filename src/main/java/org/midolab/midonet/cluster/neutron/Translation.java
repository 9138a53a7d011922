package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;
import org.midolab.midonet.model.neutron.FloatingIp;
import org.midolab.midonet.model.neutron.NeutronHealthMonitor;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPool;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPoolMember;
import org.midolab.midonet.model.neutron.NeutronNetwork;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronPort.FixedIp;
import org.midolab.midonet.model.neutron.NeutronPort.Use;
import org.midolab.midonet.model.neutron.NeutronRouter;
import org.midolab.midonet.model.neutron.NeutronRouterInterface;
import org.midolab.midonet.model.neutron.NeutronSubnet;
import org.midolab.midonet.model.neutron.NeutronVIP;
import org.midolab.midonet.model.neutron.SecurityGroup;
import org.midolab.midonet.model.neutron.SecurityGroupRule;

/**
 * Translates Neutron's objects to parts of the virtual topology. It is a pure function: the parts
 * of an object depend only on it and on the objects that it refers to. So the order of requests
 * makes no difference, and repeating a request changes nothing.
 *
 * <p>A change of an object is the difference between the parts of all {@linkplain #affected
 * affected} objects before it and after it.
 */
final class Translation {

  private Translation() {}

  /** Reference to an object, which may exist only before or only after a change. */
  record ObjectRef(Class<? extends NeutronObject> type, UUID id) {

    static ObjectRef of(NeutronObject object) {
      return new ObjectRef(object.getClass(), object.id());
    }
  }

  /** Returns the parts of these objects. Objects that do not exist have none. */
  static List<TopologyPart> parts(Set<ObjectRef> refs, View view) {
    List<TopologyPart> parts = new ArrayList<>();
    for (ObjectRef ref : refs) {
      NeutronObject object = view.find(ref.type(), ref.id());
      if (object != null) {
        parts.addAll(parts(object, view));
      }
    }
    return parts;
  }

  private static List<TopologyPart> parts(NeutronObject object, View view) {
    return switch (object) {
      case NeutronNetwork network -> NetworkTranslation.of(network);
      case NeutronSubnet subnet -> DhcpTranslation.of(subnet, view);
      case NeutronPort port -> PortTranslation.of(port, view);
      case NeutronRouter router -> RouterTranslation.of(router, view);
      case NeutronRouterInterface routerInterface -> InterfaceTranslation.of(routerInterface, view);
      case FloatingIp floating -> FloatingIpTranslation.of(floating, view);
      case NeutronLoadBalancerPool pool -> LoadBalancingTranslation.of(pool, view);
      case NeutronLoadBalancerPoolMember member -> LoadBalancingTranslation.of(member, view);
      case NeutronHealthMonitor monitor -> LoadBalancingTranslation.of(monitor);
      case NeutronVIP vip -> LoadBalancingTranslation.of(vip, view);
      case SecurityGroup group -> SecurityGroupTranslation.of(group);
      case SecurityGroupRule rule -> SecurityGroupTranslation.of(rule);
      default ->
          throw new IllegalArgumentException("no translation of " + object.getClass().getName());
    };
  }

  /**
   * Returns the objects whose parts a change may affect, as far as {@code view} shows them. Call it
   * before and after the change.
   *
   * @param before null when the object is new
   * @param after null when it is deleted
   */
  static Set<ObjectRef> affected(NeutronObject before, NeutronObject after, View view) {
    Set<ObjectRef> refs = new LinkedHashSet<>();
    for (NeutronObject object : new NeutronObject[] {before, after}) {
      if (object != null) {
        refs.add(ObjectRef.of(object));
        new Dependents(view, refs).of(object, before, after);
      }
    }
    return refs;
  }

  /** Follows back references, as far as parts depend on them. */
  private record Dependents(View view, Set<ObjectRef> refs) {

    void of(NeutronObject object, NeutronObject before, NeutronObject after) {
      switch (object) {
        case NeutronNetwork network when after == null -> network(network);
        case NeutronSubnet subnet -> subnet(subnet, after == null);
        case NeutronPort port -> port(port, after == null);
        case NeutronRouter router
            when after == null || before != null && !sameGateway(before, after) -> {
          interfaces(view.interfacesOf(router.id()));
          floatingIps(router.id());
          loadBalancing(router.id());
        }
        case NeutronRouterInterface routerInterface -> routerInterface(routerInterface);
        case SecurityGroup group when after == null ->
            view.referring(
                    SecurityGroup.class, group.id(), SecurityGroupRule.class, "remoteGroupId")
                .forEach(rule -> refs.add(ObjectRef.of(rule)));
        case FloatingIp floating -> floating(floating);
        case NeutronLoadBalancerPool pool -> {
          loadBalancing(pool.routerId());
          loadBalancing(pool);
        }
        default -> {
          // no parts of other objects depend on it
        }
      }
    }

    private static boolean sameGateway(NeutronObject before, NeutronObject after) {
      return Objects.equals(
          ((NeutronRouter) before).gwPortId(), ((NeutronRouter) after).gwPortId());
    }

    /** Deleting a network affects its ports, subnets and floating IPs. */
    private void network(NeutronNetwork network) {
      Class<NeutronNetwork> type = NeutronNetwork.class;
      for (NeutronPort port : view.referring(type, network.id(), NeutronPort.class, "networkId")) {
        if (refs.add(ObjectRef.of(port))) {
          port(port, true);
        }
      }
      for (NeutronSubnet subnet :
          view.referring(type, network.id(), NeutronSubnet.class, "networkId")) {
        refs.add(ObjectRef.of(subnet));
      }
      for (FloatingIp floating :
          view.referring(type, network.id(), FloatingIp.class, "floatingNetworkId")) {
        refs.add(ObjectRef.of(floating));
        floating(floating);
      }
    }

    /** Deleting a subnet affects the ports that have addresses of it. */
    private void subnet(NeutronSubnet subnet, boolean deleted) {
      interfaces(view.interfacesIn(subnet.id()));
      Class<NeutronSubnet> type = NeutronSubnet.class;
      if (deleted) {
        for (NeutronPort port : view.referring(type, subnet.id(), NeutronPort.class, "fixedIps")) {
          refs.add(ObjectRef.of(port));
          port(port, false);
        }
      }
      for (NeutronPort port : view.referring(type, subnet.id(), NeutronPort.class, "gatewayIn")) {
        gateway(port);
      }
    }

    private void port(NeutronPort port, boolean deleted) {
      if (deleted) {
        for (FloatingIp floating :
            view.referring(NeutronPort.class, port.id(), FloatingIp.class, "portId")) {
          refs.add(ObjectRef.of(floating));
          floating(floating);
        }
      }
      if (port.use() == Use.VIF && port.deviceOwner() != null && !port.deviceOwner().isEmpty()) {
        return; // an instance's port; there are many, and nothing else depends on them
      }
      gateway(port);
      NeutronRouterInterface routerInterface = view.find(NeutronRouterInterface.class, port.id());
      if (routerInterface != null && refs.add(ObjectRef.of(routerInterface))) {
        routerInterface(routerInterface);
      }
      if (port.use() == Use.DHCP) {
        for (FixedIp fixed : port.fixedIps()) {
          if (fixed.subnetId() != null) {
            refs.add(new ObjectRef(NeutronSubnet.class, fixed.subnetId()));
            interfaces(view.interfacesIn(fixed.subnetId()));
          }
        }
      }
    }

    private void gateway(NeutronPort port) {
      for (NeutronRouter router :
          view.referring(NeutronPort.class, port.id(), NeutronRouter.class, "gwPortId")) {
        refs.add(ObjectRef.of(router));
        interfaces(view.interfacesOf(router.id()));
        floatingIps(router.id());
        loadBalancing(router.id());
      }
    }

    private void interfaces(List<NeutronRouterInterface> interfaces) {
      for (NeutronRouterInterface each : interfaces) {
        if (refs.add(ObjectRef.of(each))) {
          routerInterface(each);
        }
      }
    }

    /** A router's extra routes and floating IPs may use an interface. */
    private void routerInterface(NeutronRouterInterface routerInterface) {
      refs.add(new ObjectRef(NeutronRouter.class, routerInterface.routerId()));
      loadBalancing(routerInterface.routerId());
      NeutronPort port = view.port(routerInterface.portId());
      NeutronNetwork network = port == null ? null : view.network(port.networkId());
      if (network != null && network.external()) {
        floatingIps(routerInterface.routerId());
      }
    }

    /** A router's pools share its load balancer, and its VIPs have the router's MACs. */
    private void loadBalancing(UUID routerId) {
      if (routerId != null) {
        view.referring(NeutronRouter.class, routerId, NeutronLoadBalancerPool.class, "routerId")
            .forEach(this::loadBalancing);
      }
    }

    private void loadBalancing(NeutronLoadBalancerPool pool) {
      refs.add(ObjectRef.of(pool));
      Class<NeutronLoadBalancerPool> type = NeutronLoadBalancerPool.class;
      view.referring(type, pool.id(), NeutronLoadBalancerPoolMember.class, "poolId")
          .forEach(member -> refs.add(ObjectRef.of(member)));
      view.referring(type, pool.id(), NeutronVIP.class, "poolId")
          .forEach(vip -> refs.add(ObjectRef.of(vip)));
    }

    private void floatingIps(UUID routerId) {
      view.floatingIpsOf(routerId).forEach(each -> refs.add(ObjectRef.of(each)));
    }

    /** An interface that serves floating IPs is translated differently from others. */
    private void floating(FloatingIp floating) {
      if (floating.routerId() == null) {
        return;
      }
      NeutronRouter router = view.router(floating.routerId());
      NeutronPort gateway = router == null ? null : view.port(router.gwPortId());
      if (gateway != null && gateway.networkId().equals(floating.floatingNetworkId())) {
        return;
      }
      refs.add(new ObjectRef(NeutronRouter.class, floating.routerId()));
      view.interfacesOf(floating.routerId()).forEach(each -> refs.add(ObjectRef.of(each)));
    }
  }
}
