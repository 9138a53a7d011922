package org.midolab.midonet.nsdb.topology;

import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.DhcpV6;
import org.midolab.midonet.model.HealthMonitor;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.QosPolicy;
import org.midolab.midonet.model.QosRuleBandwidthLimit;
import org.midolab.midonet.model.QosRuleDscp;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.model.TraceRequest;
import org.midolab.midonet.model.Vip;
import org.midolab.midonet.nsdb.topology.Bindings.Binding;

/** The references of services: DHCP, load balancing, mirrors, traces, quality of service. */
final class ServiceBindings {

  private ServiceBindings() {}

  static Stream<Binding<?>> all() {
    return Stream.of(loadBalancing(), mirrors(), traces(), networks()).flatMap(of -> of);
  }

  private static Stream<Binding<?>> loadBalancing() {
    return Stream.of(
        Bindings.clear(
            Router.class,
            "loadBalancerId",
            Router::loadBalancerId,
            LoadBalancer.class,
            Router::withLoadBalancerId),
        Bindings.cascade(Pool.class, "loadBalancerId", Pool::loadBalancerId, LoadBalancer.class),
        Bindings.clear(
            Pool.class,
            "healthMonitorId",
            Pool::healthMonitorId,
            HealthMonitor.class,
            Pool::withHealthMonitorId),
        Bindings.cascade(PoolMember.class, "poolId", PoolMember::poolId, Pool.class),
        Bindings.cascade(Vip.class, "poolId", Vip::poolId, Pool.class));
  }

  private static Stream<Binding<?>> mirrors() {
    return Stream.of(
        Bindings.cascade(Mirror.class, "toPortId", Mirror::toPortId, Port.class),
        mirror(Port.class, "inboundMirrorIds", Port::inboundMirrorIds, Port::withInboundMirrorIds),
        mirror(
            Port.class, "outboundMirrorIds", Port::outboundMirrorIds, Port::withOutboundMirrorIds),
        mirror(
            Port.class,
            "postInFilterMirrorIds",
            Port::postInFilterMirrorIds,
            Port::withPostInFilterMirrorIds),
        mirror(
            Port.class,
            "preOutFilterMirrorIds",
            Port::preOutFilterMirrorIds,
            Port::withPreOutFilterMirrorIds),
        mirror(
            Network.class,
            "inboundMirrorIds",
            Network::inboundMirrorIds,
            Network::withInboundMirrorIds),
        mirror(
            Network.class,
            "outboundMirrorIds",
            Network::outboundMirrorIds,
            Network::withOutboundMirrorIds),
        mirror(
            Router.class,
            "inboundMirrorIds",
            Router::inboundMirrorIds,
            Router::withInboundMirrorIds),
        mirror(
            Router.class,
            "outboundMirrorIds",
            Router::outboundMirrorIds,
            Router::withOutboundMirrorIds));
  }

  private static Stream<Binding<?>> traces() {
    return Stream.of(
        Bindings.cascade(TraceRequest.class, "portId", TraceRequest::portId, Port.class),
        Bindings.cascade(TraceRequest.class, "networkId", TraceRequest::networkId, Network.class),
        Bindings.cascade(TraceRequest.class, "routerId", TraceRequest::routerId, Router.class),
        Bindings.cascade(Rule.class, "traceRequestId", Rule::traceRequestId, TraceRequest.class));
  }

  private static Stream<Binding<?>> networks() {
    return Stream.of(
        Bindings.cascade(Dhcp.class, "networkId", Dhcp::networkId, Network.class),
        Bindings.cascade(DhcpV6.class, "networkId", DhcpV6::networkId, Network.class),
        Bindings.clear(
            Network.class,
            "qosPolicyId",
            Network::qosPolicyId,
            QosPolicy.class,
            Network::withQosPolicyId),
        Bindings.clear(
            Port.class, "qosPolicyId", Port::qosPolicyId, QosPolicy.class, Port::withQosPolicyId),
        Bindings.cascade(
            QosRuleBandwidthLimit.class,
            "policyId",
            QosRuleBandwidthLimit::policyId,
            QosPolicy.class),
        Bindings.cascade(QosRuleDscp.class, "policyId", QosRuleDscp::policyId, QosPolicy.class));
  }

  private static <T extends TopologyObject> Binding<T> mirror(
      Class<T> referrer,
      String field,
      Function<T, List<UUID>> mirrors,
      BiFunction<T, List<UUID>, T> with) {
    return new Binding<>(
        referrer,
        field,
        mirrors::apply,
        Mirror.class,
        (object, gone) ->
            with.apply(
                object, mirrors.apply(object).stream().filter(id -> !id.equals(gone)).toList()));
  }
}
