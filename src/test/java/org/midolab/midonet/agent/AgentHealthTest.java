package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.HealthMonitor;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.LbStatus;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TcpSegment;
import org.midolab.midonet.packet.TestFrames;

/**
 * Health monitors (docs: contract.md#health-monitors): two agents, one of which is elected, and a
 * member on each host. The first host's agent takes part first.
 */
class AgentHealthTest extends TwoHosts {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final int DELAY = 2;
  private static final int TIMEOUT = 1;
  private static final Ip4 CLIENT = Ip4.parse("203.0.113.5");

  /** How a member answers a SYN at port 8080. */
  private enum Mode {
    OPEN,
    REFUSES,
    SILENT
  }

  private final Map<String, Mode> modes = new ConcurrentHashMap<>();
  private final Set<Thread> stations = ConcurrentHashMap.newKeySet();
  private final Set<Integer> resets = ConcurrentHashMap.newKeySet();
  private Pool pool;
  private PoolMember a;
  private PoolMember b;

  AgentHealthTest() {
    super(ZOO);
  }

  @BeforeEach
  void addLoadBalancer() {
    exchangeMacs();
    station(host1, "tapa", A, IP_A);
    station(host2, "tapb", B, IP_B);
    LoadBalancer balancer = new LoadBalancer(UUID.randomUUID(), true);
    HealthMonitor monitor =
        new HealthMonitor(
            UUID.randomUUID(), HealthMonitor.Type.TCP, DELAY, TIMEOUT, 2, true, LbStatus.ACTIVE);
    nsdb.topology()
        .write(
            transaction -> {
              transaction.create(balancer);
              transaction.create(monitor);
              pool = transaction.create(LoadBalancing.pool(balancer.id(), monitor.id()));
              transaction.create(LoadBalancing.vip(pool.id()));
              a = transaction.create(LoadBalancing.member(pool.id(), IP_A));
              b = transaction.create(LoadBalancing.member(pool.id(), IP_B));
              Router router = transaction.get(Router.class, uplink.routerId());
              transaction.update(router.withLoadBalancerId(balancer.id()));
            });
  }

  /** A member's kernel: it answers ARP and SYNs of the router. */
  private void station(TestHost host, String port, Mac mac, Ip4 address) {
    modes.put(port, Mode.OPEN);
    stations.add(
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    while (true) {
                      byte[] frame = host.sent(port).poll(1, TimeUnit.SECONDS);
                      if (frame != null) {
                        answer(host, port, mac, address, frame);
                      }
                    }
                  } catch (InterruptedException e) {
                    // the test has ended
                  }
                }));
  }

  private void answer(TestHost host, String port, Mac mac, Ip4 address, byte[] frame) {
    FlowKey key = FrameParser.parse(frame, 0, 0);
    if (key.isArp() && key.ipProto() == FlowKey.ARP_REQUEST && key.ipDst().equals(address)) {
      host.receive(port, ArpPacket.parse(frame).answer(mac).toFrame());
      return;
    }
    TcpSegment segment = TcpSegment.parse(frame).orElse(null);
    if (segment == null || segment.destinationPort() != 8080) {
      return;
    }
    TestFrames.verifyChecksums(frame);
    if (segment.has(TcpSegment.RST)) {
      resets.add(segment.sequence());
    } else if (segment.source().equals(IP_GATEWAY) && modes.get(port) != Mode.SILENT) {
      TcpSegment reset = segment.reset().orElseThrow();
      int flags = modes.get(port) == Mode.OPEN ? TcpSegment.SYN | TcpSegment.ACK : reset.flags();
      host.receive(
          port,
          new TcpSegment(
                  mac,
                  segment.ethSrc(),
                  address,
                  segment.source(),
                  8080,
                  segment.sourcePort(),
                  modes.get(port) == Mode.OPEN ? 4711 : 0,
                  segment.sequence() + 1,
                  flags,
                  0)
              .toFrame());
    }
  }

  @AfterEach
  void endStations() {
    stations.forEach(Thread::interrupt);
  }

  private LbStatus status(PoolMember member) {
    return nsdb.topology().get(PoolMember.class, member.id()).status();
  }

  private void awaitStatus(PoolMember member, LbStatus status) {
    await().atMost(PATIENCE).until(() -> status(member) == status);
  }

  private void awaitProbes() {
    int before = resets.size();
    await().atMost(PATIENCE).until(() -> resets.size() > before + 3);
  }

  @Test
  void membersOfBothHostsAreProbedAndThoseThatAnswerStayActive() {
    awaitProbes();
    assertThat(status(a)).isEqualTo(LbStatus.ACTIVE);
    assertThat(status(b)).isEqualTo(LbStatus.ACTIVE);
    assertThat(nsdb.topology().get(Pool.class, pool.id()).mappingStatus())
        .isEqualTo(Pool.MappingStatus.ACTIVE);
  }

  /** Of either host's member, and by refusal as well as by silence. */
  @Test
  void aMemberThatDiesIsInactiveUntilItAnswersAgain() {
    awaitProbes();
    for (Mode dead : new Mode[] {Mode.SILENT, Mode.REFUSES}) {
      for (String port : new String[] {"tapa", "tapb"}) {
        PoolMember member = port.equals("tapa") ? a : b;
        modes.put(port, dead);
        awaitStatus(member, LbStatus.INACTIVE);
        modes.put(port, Mode.OPEN);
        awaitStatus(member, LbStatus.ACTIVE);
      }
    }
  }

  @Test
  void connectionsGoToTheMemberThatIsAlive() {
    awaitProbes();
    modes.put("tapa", Mode.SILENT);
    awaitStatus(a, LbStatus.INACTIVE);
    stations.forEach(Thread::interrupt);
    for (int port = 1000; port < 1010; port++) {
      byte[] request =
          TestFrames.tcp(PEER, UPLINK, CLIENT.toString(), LoadBalancing.VIP.toString(), port, 80);
      sendUntil(host2, "eth1", request, host2, "tapb", key -> key.ipSrc().equals(CLIENT));
    }
  }

  @Test
  void whenTheElectedAgentEndsTheOtherOneProbes() throws Exception {
    awaitProbes();
    assertThat(elected()).isEqualTo(host1.id);
    modes.put("tapa", Mode.SILENT);
    modes.put("tapb", Mode.SILENT);
    awaitStatus(b, LbStatus.INACTIVE);
    host1.close();
    modes.put("tapb", Mode.OPEN);
    awaitStatus(b, LbStatus.ACTIVE);
    modes.put("tapb", Mode.REFUSES);
    awaitStatus(b, LbStatus.INACTIVE);
  }

  @Test
  void aHostWhereItIsDisabledIsNoCandidate() throws Exception {
    awaitProbes();
    host1.stop();
    host1.monitorsHealth = false;
    host1.start();
    awaitActive(portA, host1);
    awaitProbes();
    assertThat(candidates()).hasSize(1);
    assertThat(elected()).isEqualTo(host2.id);
  }

  private List<String> candidates() throws Exception {
    return nsdb.client(Session.NORMAL)
        .getChildren()
        .forPath(nsdb.settings().rootKey() + "/lb/hm-latch");
  }

  private UUID elected() throws Exception {
    String latch = nsdb.settings().rootKey() + "/lb/hm-latch";
    var client = nsdb.client(Session.NORMAL);
    String first =
        candidates().stream()
            .min(Comparator.comparing((String node) -> node.substring(node.length() - 10)))
            .orElseThrow();
    return UUID.fromString(
        new String(client.getData().forPath(latch + "/" + first), StandardCharsets.UTF_8));
  }

  /** A member's filter that accepts nothing of its own accord. */
  @Test
  void answersPassTheFiltersOfTheMembersPort() throws Exception {
    Chain chain = chain("established");
    rule(chain, ConditionBuilder.builder().matchReturnFlow(true).build(), Rule.Type.ACCEPT);
    rule(
        chain,
        ConditionBuilder.builder().dlType(FlowKey.ETHERTYPE_ARP).dlTypeInv(true).build(),
        Rule.Type.DROP);
    for (Port port : new Port[] {portA, portB}) {
      Port stored = nsdb.topology().get(Port.class, port.id());
      nsdb.topology().update(stored.withInboundFilterId(chain.id()));
    }
    awaitProbes();
    await()
        .during(Duration.ofSeconds(2 * DELAY + TIMEOUT))
        .atMost(PATIENCE)
        .until(() -> status(a) == LbStatus.ACTIVE && status(b) == LbStatus.ACTIVE);
  }

  @Test
  void aMemberWithoutAMonitorIsActiveAgain() {
    awaitProbes();
    modes.put("tapa", Mode.SILENT);
    awaitStatus(a, LbStatus.INACTIVE);
    Pool stored = nsdb.topology().get(Pool.class, pool.id());
    nsdb.topology().update(stored.withHealthMonitorId(null));
    awaitStatus(a, LbStatus.ACTIVE);
  }
}
