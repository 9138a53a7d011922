package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.PortGroup;
import org.midolab.midonet.model.PortGroupBuilder;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Vip;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TcpSegment;
import org.midolab.midonet.packet.TestFrames;

/**
 * Load balancing by two agents (docs: contract.md#load-balancing). The members are the stations of
 * both hosts, and the client is behind the uplink.
 */
class AgentBalancerTest extends TwoHosts {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final Ip4 CLIENT = Ip4.parse("203.0.113.5");
  private static final Ip4 VIP = LoadBalancing.VIP;

  private Pool pool;

  AgentBalancerTest() {
    super(ZOO);
  }

  @BeforeEach
  void addLoadBalancer() {
    LoadBalancer balancer = nsdb.topology().create(new LoadBalancer(UUID.randomUUID(), true));
    pool = nsdb.topology().create(LoadBalancing.pool(balancer.id(), null));
    Router router = nsdb.topology().get(Router.class, uplink.routerId());
    nsdb.topology().update(router.withLoadBalancerId(balancer.id()));
    nsdb.topology().create(LoadBalancing.vip(pool.id()));
    exchangeMacs();
  }

  private PoolMember member(Ip4 address) {
    return nsdb.topology().create(LoadBalancing.member(pool.id(), address));
  }

  private static byte[] request(int port) {
    return TestFrames.tcp(PEER, UPLINK, CLIENT.toString(), VIP.toString(), port, 80);
  }

  private static byte[] request(String client, Mac peer, Mac router, int port) {
    return TestFrames.tcp(peer, router, client, VIP.toString(), port, 80);
  }

  private static byte[] answer(int port) {
    return TestFrames.tcp(A, GATEWAY, IP_A.toString(), CLIENT.toString(), 8080, port);
  }

  private static Predicate<FlowKey> isTo(Ip4 address) {
    return key -> key.isIpv4() && key.ipDst().equals(address);
  }

  private static Predicate<FlowKey> from(Ip4 address, int port) {
    return key -> key.isIpv4() && key.ipSrc().equals(address) && key.tpDst() == port;
  }

  @Test
  void aConnectionReachesAMemberOfAnotherHostAndItsAnswersComeFromTheVip() throws Exception {
    member(IP_A);
    byte[] in = sendUntil(host2, "eth1", request(1000), host1, "tapa", isTo(IP_A));
    TestFrames.verifyChecksums(in);
    FlowKey key = FrameParser.parse(in, 1, 0);
    assertThat(key.tpDst()).isEqualTo(8080);
    assertThat(key.ipSrc()).isEqualTo(CLIENT);
    host1.receive("tapa", answer(1000));
    byte[] out = next(host2.sent("eth1"), isTo(CLIENT), 5_000);
    TestFrames.verifyChecksums(out);
    assertThat(FrameParser.parse(out, 1, 0))
        .satisfies(
            back -> {
              assertThat(back.ipSrc()).isEqualTo(VIP);
              assertThat(back.tpSrc()).isEqualTo(80);
            });
  }

  @Test
  void theConnectionsOfARemovedMemberGoToTheOther() throws Exception {
    PoolMember first = member(IP_A);
    sendUntil(host2, "eth1", request(1000), host1, "tapa", isTo(IP_A));
    sendUntil(host1, "tapa", answer(1000), host2, "eth1", from(VIP, 1000));
    member(IP_B);
    assertThat(isSilent(host2, "eth1", request(1000), host2, "tapb", isTo(IP_B)))
        .as("the connection stays")
        .isTrue();
    nsdb.topology().delete(PoolMember.class, first.id());
    sendUntil(host2, "eth1", request(1000), host2, "tapb", isTo(IP_B));
    sendUntil(host1, "tapa", answer(1000), host2, "eth1", from(IP_A, 1000));
  }

  @Test
  void aPoolWithoutMembersRefusesConnectionsUntilOneComes() {
    byte[] sent = sendUntil(host2, "eth1", request(1000), host2, "eth1", from(VIP, 1000));
    TestFrames.verifyChecksums(sent);
    assertThat(TcpSegment.parse(sent))
        .hasValueSatisfying(reset -> assertThat(reset.has(TcpSegment.RST)).isTrue());
    await().until(() -> drops(host2, "eth1", DropReason.NO_POOL_MEMBER) > 0);
    PoolMember only = member(IP_A);
    sendUntil(host2, "eth1", request(1000), host1, "tapa", isTo(IP_A));
    nsdb.topology().update(only.withAdminStateUp(false));
    sendUntil(host2, "eth1", request(1001), host2, "eth1", from(VIP, 1001));
    sendUntil(host2, "eth1", request(1000), host1, "tapa", isTo(IP_A));
  }

  @Test
  void aVipThatIsAdministrativelyDownIsNotServed() {
    member(IP_A);
    sendUntil(host2, "eth1", request(1000), host1, "tapa", isTo(IP_A));
    Vip vip = nsdb.topology().list(Vip.class).getFirst();
    nsdb.topology().update(vip.withAdminStateUp(false));
    sendUntil(host2, "eth1", request(1000), host2, "eth1", isTo(VIP));
  }

  /** Both gateways have an uplink, and the uplinks are a stateful group. */
  @Test
  void aClientSticksToItsMemberAtTheOtherGatewayToo() {
    Mac router = Mac.parse("ac:ca:ba:00:00:03");
    Mac peer = Mac.parse("02:00:00:00:00:98");
    PortGroup group =
        nsdb.topology()
            .create(
                PortGroupBuilder.builder()
                    .id(UUID.randomUUID())
                    .name("uplinks")
                    .stateful(true)
                    .build());
    host1.plug("eth3");
    Port second =
        nsdb.topology()
            .create(
                PortBuilder.builder()
                    .id(UUID.randomUUID())
                    .routerId(uplink.routerId())
                    .adminStateUp(true)
                    .portAddress(Ip4.parse("198.51.100.6"))
                    .portSubnet(Prefix.parse("198.51.100.4/30"))
                    .portMac(router)
                    .portGroupIds(Set.of(group.id()))
                    .hostId(host1.id)
                    .interfaceName("eth3")
                    .build());
    nsdb.topology().update(uplink.withPortGroupIds(Set.of(group.id())));
    Vip vip = nsdb.topology().list(Vip.class).getFirst();
    nsdb.topology().update(vip.withSessionPersistence(Vip.Persistence.SOURCE_IP));
    awaitActive(second, host1);
    member(IP_A);
    for (int i = 1; i <= 8; i++) {
      byte[] first = request("203.0.113." + i, PEER, UPLINK, 1000);
      sendUntil(host2, "eth1", first, host1, "tapa", isFrom("203.0.113." + i));
    }
    PoolMember heavy = member(IP_B);
    nsdb.topology().update(heavy.withWeight(1_000_000));
    // A client that comes before the host knows the second member sticks to the first one, so each
    // attempt is another client.
    AtomicInteger last = new AtomicInteger(100);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              String stranger = "203.0.113." + last.incrementAndGet();
              host1.receive("eth3", request(stranger, peer, router, 2000));
              return next(host2.sent("tapb"), isFrom(stranger), 50) != null;
            });
    for (int i = 1; i <= 8; i++) {
      byte[] next = request("203.0.113." + i, peer, router, 2000);
      sendUntil(host1, "eth3", next, host1, "tapa", key -> key.tpSrc() == 2000);
    }
  }

  private static Predicate<FlowKey> isFrom(String client) {
    return key -> key.isIpv4() && key.ipSrc().equals(Ip4.parse(client));
  }
}
