package org.midolab.midonet.cluster.neutron;

import static org.midolab.midonet.cluster.neutron.NeutronKinds.TEXT;

import java.util.List;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.neutron.NeutronHealthMonitor;
import org.midolab.midonet.model.neutron.NeutronHealthMonitorBuilder;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPool;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPoolBuilder;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPoolMember;
import org.midolab.midonet.model.neutron.NeutronLoadBalancerPoolMemberBuilder;
import org.midolab.midonet.model.neutron.NeutronVIP;
import org.midolab.midonet.model.neutron.NeutronVIPBuilder;

/**
 * JSON of LBaaS v1 as Neutron sends it: {@code neutron.lb.Pool-v1}, {@code
 * neutron.lb.PoolMember-v1}, {@code neutron.lb.HealthMonitor-v1}, {@code neutron.lb.Vip-v1}. Agents
 * balance TCP connections by weight: HTTP and HTTPS are balanced as TCP, other protocols, methods
 * and probes are refused.
 */
final class LoadBalancingShapes {

  private static final Kind<String> PROTOCOL =
      Kinds.matching("(?i)(TCP|HTTP|HTTPS)", "TCP, HTTP or HTTPS, which are balanced as TCP");

  private static final Kind<String> TCP =
      Kinds.matching("(?i)TCP", "TCP, the only probe that agents make");

  private static final Kind<Integer> PORT = Kinds.integer(1, 0xFFFF);

  private static final Kind<Integer> SECONDS = Kinds.integer(0, Integer.MAX_VALUE);

  static final Shape<NeutronLoadBalancerPool, NeutronLoadBalancerPoolBuilder> POOL =
      Shape.of(
              NeutronLoadBalancerPool.class,
              NeutronLoadBalancerPoolBuilder.class,
              NeutronType.media("lb.Pool"))
          .ignoringUnknown()
          .required("id", Kinds.ID)
          .optional("tenant_id", TEXT)
          .optional("name", TEXT)
          .optional("description", TEXT)
          .defaulted("admin_state_up", Kinds.BOOLEAN, true)
          .optional("status", TEXT)
          .optional("router_id", Kinds.ID)
          .optional("subnet_id", Kinds.ID)
          .defaulted("protocol", PROTOCOL, "TCP")
          .defaulted(
              "lb_method",
              Kinds.matching("ROUND_ROBIN", "ROUND_ROBIN, the only method of agents"),
              "ROUND_ROBIN")
          .defaulted("health_monitors", Kinds.list(Kinds.ID), List.of())
          .build();

  static final Shape<NeutronLoadBalancerPoolMember, NeutronLoadBalancerPoolMemberBuilder> MEMBER =
      Shape.of(
              NeutronLoadBalancerPoolMember.class,
              NeutronLoadBalancerPoolMemberBuilder.class,
              NeutronType.media("lb.PoolMember"))
          .ignoringUnknown()
          .required("id", Kinds.ID)
          .optional("tenant_id", TEXT)
          .required("pool_id", Kinds.ID)
          .required("address", Kinds.IP4)
          .required("protocol_port", PORT)
          .defaulted("weight", Kinds.integer(0, 256), 1)
          .defaulted("admin_state_up", Kinds.BOOLEAN, true)
          .optional("status", TEXT)
          .build();

  static final Shape<NeutronHealthMonitor, NeutronHealthMonitorBuilder> HEALTH_MONITOR =
      Shape.of(
              NeutronHealthMonitor.class,
              NeutronHealthMonitorBuilder.class,
              NeutronType.media("lb.HealthMonitor"))
          .ignoringUnknown()
          .required("id", Kinds.ID)
          .optional("tenant_id", TEXT)
          .defaulted("admin_state_up", Kinds.BOOLEAN, true)
          .required("type", TCP)
          .required("delay", SECONDS)
          .required("timeout", SECONDS)
          .required("max_retries", SECONDS)
          .build();

  static final Shape<NeutronVIP, NeutronVIPBuilder> VIP =
      Shape.of(NeutronVIP.class, NeutronVIPBuilder.class, NeutronType.media("lb.Vip"))
          .ignoringUnknown()
          .required("id", Kinds.ID)
          .optional("tenant_id", TEXT)
          .optional("name", TEXT)
          .optional("description", TEXT)
          .defaulted("admin_state_up", Kinds.BOOLEAN, true)
          .optional("status", TEXT)
          .required("address", Kinds.IP4)
          .defaulted("protocol", PROTOCOL, "TCP")
          .required("protocol_port", PORT)
          .optional("subnet_id", Kinds.ID)
          .required("pool_id", Kinds.ID)
          .optional("port_id", Kinds.ID)
          .optional("session_persistence", NeutronKinds.PERSISTENCE)
          .part(
              new Restriction<>(
                  "connection_limit",
                  Kinds.integer(Integer.MIN_VALUE, Integer.MAX_VALUE),
                  limit -> limit < 0,
                  "must be -1 (no limit): agents do not count a VIP's connections"))
          .build();

  private LoadBalancingShapes() {}
}
