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
      Shape.<NeutronLoadBalancerPool, NeutronLoadBalancerPoolBuilder>of(
              NeutronType.media("lb.Pool"))
          .ignoringUnknown()
          .required("id", Kinds.ID, NeutronLoadBalancerPool::id, NeutronLoadBalancerPoolBuilder::id)
          .optional(
              "tenant_id",
              TEXT,
              NeutronLoadBalancerPool::tenantId,
              NeutronLoadBalancerPoolBuilder::tenantId)
          .optional(
              "name", TEXT, NeutronLoadBalancerPool::name, NeutronLoadBalancerPoolBuilder::name)
          .optional(
              "description",
              TEXT,
              NeutronLoadBalancerPool::description,
              NeutronLoadBalancerPoolBuilder::description)
          .defaulted(
              "admin_state_up",
              Kinds.BOOLEAN,
              true,
              NeutronLoadBalancerPool::adminStateUp,
              NeutronLoadBalancerPoolBuilder::adminStateUp)
          .optional(
              "status",
              TEXT,
              NeutronLoadBalancerPool::status,
              NeutronLoadBalancerPoolBuilder::status)
          .optional(
              "router_id",
              Kinds.ID,
              NeutronLoadBalancerPool::routerId,
              NeutronLoadBalancerPoolBuilder::routerId)
          .optional(
              "subnet_id",
              Kinds.ID,
              NeutronLoadBalancerPool::subnetId,
              NeutronLoadBalancerPoolBuilder::subnetId)
          .defaulted(
              "protocol",
              PROTOCOL,
              "TCP",
              NeutronLoadBalancerPool::protocol,
              NeutronLoadBalancerPoolBuilder::protocol)
          .defaulted(
              "lb_method",
              Kinds.matching("ROUND_ROBIN", "ROUND_ROBIN, the only method of agents"),
              "ROUND_ROBIN",
              NeutronLoadBalancerPool::lbMethod,
              NeutronLoadBalancerPoolBuilder::lbMethod)
          .defaulted(
              "health_monitors",
              Kinds.list(Kinds.ID),
              List.of(),
              NeutronLoadBalancerPool::healthMonitors,
              NeutronLoadBalancerPoolBuilder::healthMonitors)
          .build();

  static final Shape<NeutronLoadBalancerPoolMember, NeutronLoadBalancerPoolMemberBuilder> MEMBER =
      Shape.<NeutronLoadBalancerPoolMember, NeutronLoadBalancerPoolMemberBuilder>of(
              NeutronType.media("lb.PoolMember"))
          .ignoringUnknown()
          .required(
              "id",
              Kinds.ID,
              NeutronLoadBalancerPoolMember::id,
              NeutronLoadBalancerPoolMemberBuilder::id)
          .optional(
              "tenant_id",
              TEXT,
              NeutronLoadBalancerPoolMember::tenantId,
              NeutronLoadBalancerPoolMemberBuilder::tenantId)
          .required(
              "pool_id",
              Kinds.ID,
              NeutronLoadBalancerPoolMember::poolId,
              NeutronLoadBalancerPoolMemberBuilder::poolId)
          .required(
              "address",
              Kinds.IP4,
              NeutronLoadBalancerPoolMember::address,
              NeutronLoadBalancerPoolMemberBuilder::address)
          .required(
              "protocol_port",
              PORT,
              NeutronLoadBalancerPoolMember::protocolPort,
              NeutronLoadBalancerPoolMemberBuilder::protocolPort)
          .defaulted(
              "weight",
              Kinds.integer(0, 256),
              1,
              NeutronLoadBalancerPoolMember::weight,
              NeutronLoadBalancerPoolMemberBuilder::weight)
          .defaulted(
              "admin_state_up",
              Kinds.BOOLEAN,
              true,
              NeutronLoadBalancerPoolMember::adminStateUp,
              NeutronLoadBalancerPoolMemberBuilder::adminStateUp)
          .optional(
              "status",
              TEXT,
              NeutronLoadBalancerPoolMember::status,
              NeutronLoadBalancerPoolMemberBuilder::status)
          .build();

  static final Shape<NeutronHealthMonitor, NeutronHealthMonitorBuilder> HEALTH_MONITOR =
      Shape.<NeutronHealthMonitor, NeutronHealthMonitorBuilder>of(
              NeutronType.media("lb.HealthMonitor"))
          .ignoringUnknown()
          .required("id", Kinds.ID, NeutronHealthMonitor::id, NeutronHealthMonitorBuilder::id)
          .optional(
              "tenant_id",
              TEXT,
              NeutronHealthMonitor::tenantId,
              NeutronHealthMonitorBuilder::tenantId)
          .defaulted(
              "admin_state_up",
              Kinds.BOOLEAN,
              true,
              NeutronHealthMonitor::adminStateUp,
              NeutronHealthMonitorBuilder::adminStateUp)
          .required("type", TCP, NeutronHealthMonitor::type, NeutronHealthMonitorBuilder::type)
          .required(
              "delay", SECONDS, NeutronHealthMonitor::delay, NeutronHealthMonitorBuilder::delay)
          .required(
              "timeout",
              SECONDS,
              NeutronHealthMonitor::timeout,
              NeutronHealthMonitorBuilder::timeout)
          .required(
              "max_retries",
              SECONDS,
              NeutronHealthMonitor::maxRetries,
              NeutronHealthMonitorBuilder::maxRetries)
          .build();

  static final Shape<NeutronVIP, NeutronVIPBuilder> VIP =
      Shape.<NeutronVIP, NeutronVIPBuilder>of(NeutronType.media("lb.Vip"))
          .ignoringUnknown()
          .required("id", Kinds.ID, NeutronVIP::id, NeutronVIPBuilder::id)
          .optional("tenant_id", TEXT, NeutronVIP::tenantId, NeutronVIPBuilder::tenantId)
          .optional("name", TEXT, NeutronVIP::name, NeutronVIPBuilder::name)
          .optional("description", TEXT, NeutronVIP::description, NeutronVIPBuilder::description)
          .defaulted(
              "admin_state_up",
              Kinds.BOOLEAN,
              true,
              NeutronVIP::adminStateUp,
              NeutronVIPBuilder::adminStateUp)
          .optional("status", TEXT, NeutronVIP::status, NeutronVIPBuilder::status)
          .required("address", Kinds.IP4, NeutronVIP::address, NeutronVIPBuilder::address)
          .defaulted("protocol", PROTOCOL, "TCP", NeutronVIP::protocol, NeutronVIPBuilder::protocol)
          .required(
              "protocol_port", PORT, NeutronVIP::protocolPort, NeutronVIPBuilder::protocolPort)
          .optional("subnet_id", Kinds.ID, NeutronVIP::subnetId, NeutronVIPBuilder::subnetId)
          .required("pool_id", Kinds.ID, NeutronVIP::poolId, NeutronVIPBuilder::poolId)
          .optional("port_id", Kinds.ID, NeutronVIP::portId, NeutronVIPBuilder::portId)
          .optional(
              "session_persistence",
              NeutronKinds.PERSISTENCE,
              NeutronVIP::sessionPersistence,
              NeutronVIPBuilder::sessionPersistence)
          .part(
              new Restriction<>(
                  "connection_limit",
                  Kinds.integer(Integer.MIN_VALUE, Integer.MAX_VALUE),
                  limit -> limit < 0,
                  "must be -1 (no limit): agents do not count a VIP's connections"))
          .build();

  private LoadBalancingShapes() {}
}
