package org.midolab.midonet.cluster.neutron;

import java.util.List;
import java.util.Set;
import org.midolab.midonet.cluster.neutron.NeutronType.Immutable;
import org.midolab.midonet.cluster.rest.ApiException.Violation;
import org.midolab.midonet.model.neutron.FloatingIp;
import org.midolab.midonet.model.neutron.FloatingIpBuilder;
import org.midolab.midonet.model.neutron.NeutronHealthMonitor;
import org.midolab.midonet.model.neutron.NeutronHealthMonitorBuilder;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPool;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPoolBuilder;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPoolMember;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPoolMemberBuilder;
import org.midolab.midonet.model.neutron.NeutronNetwork;
import org.midolab.midonet.model.neutron.NeutronNetworkBuilder;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronPortBuilder;
import org.midolab.midonet.model.neutron.NeutronRouter;
import org.midolab.midonet.model.neutron.NeutronRouterBuilder;
import org.midolab.midonet.model.neutron.NeutronSubnet;
import org.midolab.midonet.model.neutron.NeutronSubnetBuilder;
import org.midolab.midonet.model.neutron.NeutronVIP;
import org.midolab.midonet.model.neutron.NeutronVIPBuilder;
import org.midolab.midonet.model.neutron.SecurityGroup;
import org.midolab.midonet.model.neutron.SecurityGroupBuilder;
import org.midolab.midonet.model.neutron.SecurityGroupRule;
import org.midolab.midonet.model.neutron.SecurityGroupRule.EtherType;
import org.midolab.midonet.model.neutron.SecurityGroupRuleBuilder;

/** The types of Neutron's objects, except router interfaces. */
final class NeutronTypes {

  static final NeutronType<NeutronNetwork, NeutronNetworkBuilder> NETWORK =
      new NeutronType<>(
          "networks",
          "network_template",
          "network",
          NeutronNetwork.class,
          NetworkShapes.NETWORK,
          NeutronNetworkBuilder::builder,
          NeutronNetworkBuilder::build,
          (network, violations) -> {},
          List.of(new Immutable<>("provider:network_type", NeutronNetwork::networkType)));

  static final NeutronType<NeutronSubnet, NeutronSubnetBuilder> SUBNET =
      new NeutronType<>(
          "subnets",
          "subnet_template",
          "subnet",
          NeutronSubnet.class,
          NetworkShapes.SUBNET,
          NeutronSubnetBuilder::builder,
          NeutronSubnetBuilder::build,
          NeutronTypes::check,
          List.of(
              new Immutable<>("network_id", NeutronSubnet::networkId),
              new Immutable<>("cidr", NeutronSubnet::cidr)));

  static final NeutronType<NeutronPort, NeutronPortBuilder> PORT =
      new NeutronType<>(
          "ports",
          "port_template",
          "port",
          NeutronPort.class,
          NetworkShapes.PORT,
          NeutronPortBuilder::builder,
          NeutronPortBuilder::build,
          (port, violations) -> {},
          List.of(new Immutable<>("network_id", NeutronPort::networkId)));

  static final NeutronType<NeutronRouter, NeutronRouterBuilder> ROUTER =
      new NeutronType<>(
          "routers",
          "router_template",
          "router",
          NeutronRouter.class,
          RouterShapes.ROUTER,
          NeutronRouterBuilder::builder,
          NeutronRouterBuilder::build,
          (router, violations) -> {},
          List.of());

  static final NeutronType<FloatingIp, FloatingIpBuilder> FLOATING_IP =
      new NeutronType<>(
          "floating_ips",
          "floating_ip_template",
          "floating IP",
          FloatingIp.class,
          RouterShapes.FLOATING_IP,
          FloatingIpBuilder::builder,
          FloatingIpBuilder::build,
          NeutronTypes::check,
          List.of(
              new Immutable<>("floating_network_id", FloatingIp::floatingNetworkId),
              new Immutable<>("floating_ip_address", FloatingIp::floatingIpAddress)));

  static final NeutronType<SecurityGroup, SecurityGroupBuilder> SECURITY_GROUP =
      new NeutronType<>(
          "security_groups",
          "security_group_template",
          "security group",
          SecurityGroup.class,
          SecurityShapes.GROUP,
          SecurityGroupBuilder::builder,
          SecurityGroupBuilder::build,
          (group, violations) -> {},
          List.of());

  static final NeutronType<SecurityGroupRule, SecurityGroupRuleBuilder> SECURITY_GROUP_RULE =
      new NeutronType<>(
          "security_group_rules",
          "security_group_rule_template",
          "security group rule",
          SecurityGroupRule.class,
          SecurityShapes.RULE,
          SecurityGroupRuleBuilder::builder,
          SecurityGroupRuleBuilder::build,
          NeutronTypes::check,
          List.of(
              new Immutable<>("security_group_id", SecurityGroupRule::securityGroupId),
              new Immutable<>("direction", SecurityGroupRule::direction)));

  static final NeutronType<NeutronLoadBalancerPool, NeutronLoadBalancerPoolBuilder> POOL =
      new NeutronType<>(
          "lb/pools",
          "pool_template",
          "pool",
          NeutronLoadBalancerPool.class,
          LoadBalancingShapes.POOL,
          NeutronLoadBalancerPoolBuilder::builder,
          NeutronLoadBalancerPoolBuilder::build,
          (pool, violations) -> {},
          List.of());

  static final NeutronType<NeutronLoadBalancerPoolMember, NeutronLoadBalancerPoolMemberBuilder>
      MEMBER =
          new NeutronType<>(
              "lb/members",
              "member_template",
              "pool member",
              NeutronLoadBalancerPoolMember.class,
              LoadBalancingShapes.MEMBER,
              NeutronLoadBalancerPoolMemberBuilder::builder,
              NeutronLoadBalancerPoolMemberBuilder::build,
              (member, violations) -> {},
              List.of());

  static final NeutronType<NeutronHealthMonitor, NeutronHealthMonitorBuilder> HEALTH_MONITOR =
      new NeutronType<>(
          "lb/health_monitors",
          "health_monitor_template",
          "health monitor",
          NeutronHealthMonitor.class,
          LoadBalancingShapes.HEALTH_MONITOR,
          NeutronHealthMonitorBuilder::builder,
          NeutronHealthMonitorBuilder::build,
          (monitor, violations) -> {},
          List.of());

  static final NeutronType<NeutronVIP, NeutronVIPBuilder> VIP =
      new NeutronType<>(
          "lb/vips",
          "vip_template",
          "VIP",
          NeutronVIP.class,
          LoadBalancingShapes.VIP,
          NeutronVIPBuilder::builder,
          NeutronVIPBuilder::build,
          (vip, violations) -> {},
          List.of(new Immutable<>("address", NeutronVIP::address)));

  private NeutronTypes() {}

  private static boolean isIpv6(String address) {
    return address.indexOf(':') >= 0;
  }

  private static void check(NeutronSubnet subnet, List<Violation> violations) {
    boolean ipv6 = !subnet.isIpv4();
    if (isIpv6(subnet.cidr()) != ipv6) {
      violations.add(new Violation("cidr", "must be of IP version " + subnet.ipVersion()));
    } else if (subnet.gatewayIp() != null && isIpv6(subnet.gatewayIp()) != ipv6) {
      violations.add(new Violation("gateway_ip", "must be of IP version " + subnet.ipVersion()));
    }
    for (NeutronSubnet.HostRoute route : subnet.hostRoutes()) {
      if (isIpv6(route.destination()) != isIpv6(route.nexthop())) {
        violations.add(
            new Violation("host_routes", "must have destination and nexthop of one IP version"));
      }
    }
  }

  private static void check(FloatingIp floating, List<Violation> violations) {
    if (floating.portId() != null && floating.fixedIpAddress() == null) {
      violations.add(new Violation("fixed_ip_address", "must be given with port_id"));
    }
  }

  /** Conditions match L4 ports of these protocols only, or the type and code of ICMP. */
  private static final Set<Integer> WITH_PORTS =
      Set.of(Rules.TCP, Rules.UDP, Rules.ICMP, Rules.ICMP6);

  private static void check(SecurityGroupRule rule, List<Violation> violations) {
    Integer min = rule.portRangeMin();
    Integer max = rule.portRangeMax();
    Integer protocol = rule.protocol();
    boolean icmp = protocol != null && (protocol == Rules.ICMP || protocol == Rules.ICMP6);
    if ((min != null || max != null) && (protocol == null || !WITH_PORTS.contains(protocol))) {
      violations.add(
          new Violation(
              min == null ? "port_range_max" : "port_range_min",
              "must be given with protocol tcp, udp or icmp: agents match no ports of others"));
    }
    if (min != null && max != null && min > max && !icmp) {
      violations.add(new Violation("port_range_max", "must not be lower than port_range_min"));
    }
    if (icmp && (min != null && min > 255 || max != null && max > 255)) {
      violations.add(
          new Violation("port_range_min", "must be a type and a code of ICMP, 0 to 255"));
    }
    if (rule.remoteIpPrefix() != null
        && isIpv6(rule.remoteIpPrefix()) != (rule.ethertype() == EtherType.IPV6)) {
      violations.add(new Violation("remote_ip_prefix", "must be of the rule's ethertype"));
    }
    if (rule.remoteIpPrefix() != null && rule.remoteGroupId() != null) {
      violations.add(new Violation("remote_group_id", "must not be given with remote_ip_prefix"));
    }
  }
}
