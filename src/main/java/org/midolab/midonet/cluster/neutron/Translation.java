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
 * From Neutron's objects to the virtual topology, as a function: what an object wants follows from
 * it and from those it refers to, and from nothing that happened before. So the order in which
 * requests arrive makes no difference, and doing one again changes nothing.
 *
 * <p>What a change does is then the difference between what all objects that it {@linkplain
 * #affected affects} wanted before it and what they want after it.
 */
final class Translation {

  private Translation() {}

  /** An object by its name, since it may be there before a change and gone after it. */
  record Name(Class<? extends NeutronObject> type, UUID id) {

    static Name of(NeutronObject object) {
      return new Name(object.getClass(), object.id());
    }
  }

  /** What these objects together want; those that are not there want nothing. */
  static List<Want> wants(Set<Name> names, View view) {
    List<Want> wants = new ArrayList<>();
    for (Name name : names) {
      NeutronObject object = view.find(name.type(), name.id());
      if (object != null) {
        wants.addAll(wants(object, view));
      }
    }
    return wants;
  }

  private static List<Want> wants(NeutronObject object, View view) {
    return switch (object) {
      case NeutronNetwork network -> NetworkTranslation.of(network);
      case NeutronSubnet subnet -> DhcpTranslation.of(subnet, view);
      case NeutronPort port -> PortTranslation.of(port, view);
      case NeutronRouter router -> RouterTranslation.of(router, view);
      case NeutronRouterInterface attached -> InterfaceTranslation.of(attached, view);
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
   * Whose wants a change touches, as far as {@code view} knows; to be asked before the change and
   * after it.
   *
   * @param before null when the object is new
   * @param after null when it is deleted
   */
  static Set<Name> affected(NeutronObject before, NeutronObject after, View view) {
    Set<Name> names = new LinkedHashSet<>();
    for (NeutronObject object : new NeutronObject[] {before, after}) {
      if (object != null) {
        names.add(Name.of(object));
        new Dependents(view, names).of(object, before, after);
      }
    }
    return names;
  }

  /** Follows references backwards, as far as wants depend on them. */
  private record Dependents(View view, Set<Name> names) {

    void of(NeutronObject object, NeutronObject before, NeutronObject after) {
      switch (object) {
        case NeutronNetwork network when after == null -> allOf(network);
        case NeutronSubnet subnet -> subnet(subnet, after == null);
        case NeutronPort port -> port(port, after == null);
        case NeutronRouter router
            when after == null || before != null && !sameGateway(before, after) -> {
          interfaces(view.interfacesOf(router.id()));
          floatingIps(router.id());
          balanced(router.id());
        }
        case NeutronRouterInterface attached -> attached(attached);
        case SecurityGroup group when after == null ->
            view.referring(
                    SecurityGroup.class, group.id(), SecurityGroupRule.class, "remoteGroupId")
                .forEach(rule -> names.add(Name.of(rule)));
        case FloatingIp floating -> floating(floating);
        case NeutronLoadBalancerPool pool -> {
          balanced(pool.routerId());
          balanced(pool);
        }
        default -> {
          // nothing that others want is made of it
        }
      }
    }

    private static boolean sameGateway(NeutronObject before, NeutronObject after) {
      return Objects.equals(
          ((NeutronRouter) before).gwPortId(), ((NeutronRouter) after).gwPortId());
    }

    /** With a network goes all that is on it. */
    private void allOf(NeutronNetwork network) {
      Class<NeutronNetwork> type = NeutronNetwork.class;
      for (NeutronPort port : view.referring(type, network.id(), NeutronPort.class, "networkId")) {
        if (names.add(Name.of(port))) {
          port(port, true);
        }
      }
      for (NeutronSubnet subnet :
          view.referring(type, network.id(), NeutronSubnet.class, "networkId")) {
        names.add(Name.of(subnet));
      }
      for (FloatingIp floating :
          view.referring(type, network.id(), FloatingIp.class, "floatingNetworkId")) {
        names.add(Name.of(floating));
        floating(floating);
      }
    }

    /** With a subnet go the addresses that ports have of it. */
    private void subnet(NeutronSubnet subnet, boolean deleted) {
      interfaces(view.interfacesIn(subnet.id()));
      Class<NeutronSubnet> type = NeutronSubnet.class;
      if (deleted) {
        for (NeutronPort port : view.referring(type, subnet.id(), NeutronPort.class, "fixedIps")) {
          names.add(Name.of(port));
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
          names.add(Name.of(floating));
          floating(floating);
        }
      }
      if (port.use() == Use.VIF && port.deviceOwner() != null && !port.deviceOwner().isEmpty()) {
        return; // a machine's, of which there are many
      }
      gateway(port);
      NeutronRouterInterface attached = view.find(NeutronRouterInterface.class, port.id());
      if (attached != null && names.add(Name.of(attached))) {
        attached(attached);
      }
      if (port.use() == Use.DHCP) {
        for (FixedIp fixed : port.fixedIps()) {
          if (fixed.subnetId() != null) {
            names.add(new Name(NeutronSubnet.class, fixed.subnetId()));
            interfaces(view.interfacesIn(fixed.subnetId()));
          }
        }
      }
    }

    private void gateway(NeutronPort port) {
      for (NeutronRouter router :
          view.referring(NeutronPort.class, port.id(), NeutronRouter.class, "gwPortId")) {
        names.add(Name.of(router));
        interfaces(view.interfacesOf(router.id()));
        floatingIps(router.id());
        balanced(router.id());
      }
    }

    private void interfaces(List<NeutronRouterInterface> interfaces) {
      for (NeutronRouterInterface each : interfaces) {
        if (names.add(Name.of(each))) {
          attached(each);
        }
      }
    }

    /** Extra routes may lead out of an interface, floating IPs may be reached by it. */
    private void attached(NeutronRouterInterface attached) {
      names.add(new Name(NeutronRouter.class, attached.routerId()));
      balanced(attached.routerId());
      NeutronPort port = view.port(attached.portId());
      NeutronNetwork network = port == null ? null : view.network(port.networkId());
      if (network != null && network.external()) {
        floatingIps(attached.routerId());
      }
    }

    /** A router's pools share its load balancer, and its VIPs have its MACs. */
    private void balanced(UUID routerId) {
      if (routerId != null) {
        view.referring(NeutronRouter.class, routerId, NeutronLoadBalancerPool.class, "routerId")
            .forEach(this::balanced);
      }
    }

    private void balanced(NeutronLoadBalancerPool pool) {
      names.add(Name.of(pool));
      Class<NeutronLoadBalancerPool> type = NeutronLoadBalancerPool.class;
      view.referring(type, pool.id(), NeutronLoadBalancerPoolMember.class, "poolId")
          .forEach(member -> names.add(Name.of(member)));
      view.referring(type, pool.id(), NeutronVIP.class, "poolId")
          .forEach(vip -> names.add(Name.of(vip)));
    }

    private void floatingIps(UUID routerId) {
      view.floatingIpsOf(routerId).forEach(each -> names.add(Name.of(each)));
    }

    /** Whoever leads to a floating IP translates other than one that leads to none. */
    private void floating(FloatingIp floating) {
      if (floating.routerId() == null) {
        return;
      }
      NeutronRouter router = view.router(floating.routerId());
      NeutronPort gateway = router == null ? null : view.port(router.gwPortId());
      if (gateway != null && gateway.networkId().equals(floating.floatingNetworkId())) {
        return;
      }
      names.add(new Name(NeutronRouter.class, floating.routerId()));
      view.interfacesOf(floating.routerId()).forEach(each -> names.add(Name.of(each)));
    }
  }
}
