package org.midolab.midonet.nsdb.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.DhcpV6;
import org.midolab.midonet.model.HealthMonitor;
import org.midolab.midonet.model.IPAddrGroup;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.LbStatus;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Prefix6;
import org.midolab.midonet.model.QosPolicy;
import org.midolab.midonet.model.QosRuleDscp;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.model.TraceRequest;
import org.midolab.midonet.model.TunnelZone;
import org.midolab.midonet.model.Vip;
import org.midolab.midonet.nsdb.ConflictException;
import org.midolab.midonet.nsdb.NotFoundException;
import org.midolab.midonet.nsdb.ReferencedException;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.Zoo;

/**
 * Tests of DHCP, load balancing, mirrors, traces and quality of service in the store, and of its
 * locks.
 */
class ServiceObjectsTest extends StoreTest {

  private static UUID id() {
    return UUID.randomUUID();
  }

  private <T extends TopologyObject> T kept(T object) {
    store.create(object);
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) object.getClass();
    assertThat(store.get(type, object.id())).isEqualTo(object);
    return object;
  }

  private void gone(TopologyObject... objects) {
    for (TopologyObject object : objects) {
      assertThat(store.exists(object.getClass(), object.id())).as("%s", object).isFalse();
    }
  }

  @Test
  void readsSubnetsBackCompletelyAndDeletesThemWithTheirNetwork() {
    Network network = kept(Zoo.network("net"));
    Dhcp dhcp =
        kept(
            new Dhcp(
                id(),
                network.id(),
                Prefix.parse("10.0.0.0/24"),
                Zoo.ip("10.0.0.2"),
                Zoo.ip("10.0.0.1"),
                List.of(Zoo.ip("8.8.8.8")),
                1450,
                List.of(new Dhcp.HostRoute(Prefix.parse("10.1.0.0/16"), Zoo.ip("10.0.0.9"))),
                List.of(
                    new Dhcp.Host(
                        Mac.parse("fa:16:3e:00:00:01"),
                        Zoo.ip("10.0.0.5"),
                        "vm1",
                        List.of(new Dhcp.Option("42", "10.0.0.3")))),
                false));
    DhcpV6 dhcpV6 =
        kept(
            new DhcpV6(
                id(),
                network.id(),
                Prefix6.parse("2001:db8::/64"),
                List.of(new DhcpV6.Host("00:01", Ip6.parse("2001:db8::5"), "vm1"))));
    assertThat(store.referencing(Network.class, network.id(), Dhcp.class))
        .containsExactly(dhcp.id());
    store.delete(Network.class, network.id());
    gone(dhcp, dhcpV6);
  }

  @Test
  void deletesPoolsWithTheirLoadBalancerAndKeepsItsRouter() {
    LoadBalancer balancer = kept(new LoadBalancer(id(), true));
    Router router = kept(Zoo.router("r").withLoadBalancerId(balancer.id()));
    HealthMonitor monitor =
        kept(new HealthMonitor(id(), HealthMonitor.Type.TCP, 5, 3, 2, true, LbStatus.ACTIVE));
    Pool pool =
        kept(
            new Pool(
                id(),
                balancer.id(),
                monitor.id(),
                true,
                Pool.Method.ROUND_ROBIN,
                Pool.Protocol.TCP,
                LbStatus.ACTIVE,
                Pool.MappingStatus.ACTIVE));
    PoolMember member =
        kept(new PoolMember(id(), pool.id(), Zoo.ip("10.0.0.5"), 80, 1, true, LbStatus.ACTIVE));
    Vip vip =
        kept(new Vip(id(), pool.id(), Zoo.ip("192.0.2.5"), 80, Vip.Persistence.SOURCE_IP, true));

    assertThatThrownBy(() -> store.delete(Router.class, router.id()))
        .isInstanceOf(ReferencedException.class)
        .hasMessageContaining(balancer.id().toString());
    store.delete(HealthMonitor.class, monitor.id());
    assertThat(store.get(Pool.class, pool.id()).healthMonitorId()).isNull();
    store.delete(LoadBalancer.class, balancer.id());
    gone(pool, member, vip);
    assertThat(store.get(Router.class, router.id()).loadBalancerId()).isNull();
    store.delete(Router.class, router.id());
    gone(router);
  }

  @Test
  void deletesMirrorsWithTheirTargetPort() {
    Network network = kept(Zoo.network("net"));
    Port target = store.create(Zoo.portOf(network));
    IPAddrGroup group =
        kept(
            new IPAddrGroup(
                id(),
                "web",
                List.of(
                    new IPAddrGroup.Entry(Zoo.ip("10.0.0.5"), Set.of(target.id())),
                    new IPAddrGroup.Entry(Ip6.parse("2001:db8::1"), Set.of()))));
    Condition condition =
        ConditionBuilder.builder().ipAddrGroupSrcId(group.id()).nwProto(6).build();
    Mirror mirror = kept(new Mirror(id(), target.id(), List.of(condition, Condition.ANY)));
    Port watched =
        store.create(
            Zoo.portOf(network)
                .withInboundMirrorIds(List.of(mirror.id()))
                .withPreOutFilterMirrorIds(List.of(mirror.id())));
    kept(Zoo.router("r").withOutboundMirrorIds(List.of(mirror.id())));
    assertThatThrownBy(
            () ->
                store.create(
                    mirror
                        .withId(id())
                        .withConditions(List.of(condition.withIpAddrGroupDstId(id())))))
        .isInstanceOf(NotFoundException.class);

    store.delete(Port.class, target.id());
    gone(mirror);
    assertThat(store.get(Port.class, watched.id()).inboundMirrorIds()).isEmpty();
    assertThat(store.get(Port.class, watched.id()).preOutFilterMirrorIds()).isEmpty();
    assertThat(store.list(Router.class).getFirst().outboundMirrorIds()).isEmpty();
  }

  @Test
  void deletesTracesWithTheirDeviceAndRulesWithTheirTrace() {
    Router router = kept(Zoo.router("r"));
    TraceRequest trace =
        kept(
            new TraceRequest(
                id(), "t", null, null, router.id(), Condition.ANY, 100, true, 1_700_000_000_000L));
    Rule rule =
        RuleBuilder.builder()
            .id(id())
            .chainId(kept(Zoo.chain("c")).id())
            .type(Rule.Type.TRACE)
            .traceRequestId(trace.id())
            .traceLimit(100)
            .build();
    kept(rule);
    store.delete(Router.class, router.id());
    gone(trace, rule);
  }

  @Test
  void deletesRulesWithTheirPolicyAndClearsThePolicyOfPorts() {
    QosPolicy policy = kept(new QosPolicy(id(), "admin", "gold", "fast", true));
    QosRuleDscp rule = kept(new QosRuleDscp(id(), policy.id(), 46));
    Network network = kept(Zoo.network("n").withQosPolicyId(policy.id()));
    Port port = store.create(Zoo.portOf(network).withQosPolicyId(policy.id()));
    store.delete(QosPolicy.class, policy.id());
    gone(rule);
    assertThat(store.get(Port.class, port.id()).qosPolicyId()).isNull();
    assertThat(store.get(Network.class, network.id()).qosPolicyId()).isNull();
  }

  /** All transactions check that the name is free before the first of them commits. */
  @Test
  void aLockAdmitsOneOfManyTransactions() throws Exception {
    int writers = 8;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Boolean> create =
          () -> {
            try {
              return store.transact(
                  transaction -> {
                    transaction.lock(TunnelZone.class, null);
                    if (!store.list(TunnelZone.class).isEmpty()) {
                      return false;
                    }
                    transaction.create(
                        new TunnelZone(id(), "tz", TunnelZone.Type.VXLAN, List.of()));
                    return true;
                  });
            } catch (ConflictException e) {
              return false;
            }
          };
      int created = 0;
      for (Future<Boolean> done : threads.invokeAll(Collections.nCopies(writers, create))) {
        created += done.get() ? 1 : 0;
      }
      assertThat(created).isEqualTo(1);
      assertThat(store.list(TunnelZone.class)).hasSize(1);
    }
  }

  @Test
  void deletesALockWithItsObject() throws Exception {
    Router router = kept(Zoo.router("r"));
    store.write(
        transaction -> {
          transaction.lock(Router.class, router.id());
          transaction.update(router.withName("s"));
        });
    String lock = nsdb.settings().rootKey() + "/zoom/0/locks/Router/" + router.id();
    assertThat(nsdb.client(Session.NORMAL).checkExists().forPath(lock).getVersion()).isEqualTo(1);
    store.delete(Router.class, router.id());
    assertThat(nsdb.client(Session.NORMAL).checkExists().forPath(lock)).isNull();
  }

  @Test
  void storesIpv6AddressesInOneForm() {
    assertThat(Ip6.parse("2001:0db8:0:0:0:0:0:1")).hasToString("2001:db8::1");
    assertThat(Ip6.parse("::")).hasToString("::");
    assertThat(Ip6.parse("::1")).hasToString("::1");
    assertThat(Ip6.parse("fe80::")).hasToString("fe80::");
    assertThat(Ip6.parse("2001:db8:0:1:1:1:1:1")).hasToString("2001:db8:0:1:1:1:1:1");
    assertThat(Ip6.parse("2001:0:0:1:0:0:0:1")).hasToString("2001:0:0:1::1");
    assertThat(Prefix6.parse("2001:db8::ffff/126").network()).hasToString("2001:db8::fffc/126");
    assertThat(Prefix6.parse("2001:db8:ffff::/33").network()).hasToString("2001:db8:8000::/33");
    for (String wrong :
        List.of(
            "",
            ":",
            ":::",
            "1::2::3",
            "1:2:3:4:5:6:7",
            "1:2:3:4:5:6:7:8:9",
            "g::",
            "::10.0.0.1",
            "1:2:3:4:5:6:7:8::",
            "12345::",
            "fe80::1%eth0")) {
      assertThatThrownBy(() -> Ip6.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Ip4.parse("10.0.0.1").version()).isEqualTo(4);
  }
}
