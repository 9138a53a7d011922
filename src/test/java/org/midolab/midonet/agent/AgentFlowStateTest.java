package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.RouterBuilder;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;
import org.midolab.midonet.nsdb.FlowState;
import org.midolab.midonet.nsdb.NatBlocks;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.StorageUnavailableException;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestFrames;

/**
 * Connections outlive an agent's restart and a port's move (docs: nsdb.md#cassandra). The uplink
 * translates sources, and admits answers only.
 */
class AgentFlowStateTest extends TwoHosts {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final Ip4 IP_PEER = Ip4.parse("198.51.100.1");
  private static final Ip4 IP_UPLINK = Ip4.parse("198.51.100.2");
  private static final Ip4 SERVER = Ip4.parse("203.0.113.5");
  private static final Condition RETURNING =
      ConditionBuilder.builder().matchReturnFlow(true).build();
  private static final Condition IPV4 = ConditionBuilder.builder().dlType(0x0800).build();

  private Chain out;

  AgentFlowStateTest() {
    super(ZOO);
  }

  @BeforeEach
  void filter() {
    Chain pre = chain("pre");
    Chain post = chain("post");
    nat(pre, Rule.Type.REV_SNAT, ConditionBuilder.builder().inPortIds(Set.of(uplink.id())).build());
    nat(
        post,
        Rule.Type.SNAT,
        ConditionBuilder.builder().outPortIds(Set.of(uplink.id())).build(),
        new Rule.NatTarget(IP_UPLINK, IP_UPLINK, 1024, 65535));
    nsdb.topology()
        .update(
            RouterBuilder.builder(nsdb.topology().get(Router.class, uplink.routerId()))
                .inboundFilterId(pre.id())
                .outboundFilterId(post.id())
                .build());
    exchangeMacs(host1, "tapa");
    byte[] question = ArpPacket.request(PEER, IP_PEER, IP_UPLINK).toFrame();
    sendUntil(host2, "eth1", question, host2, "eth1", FlowKey::isArp);
  }

  private static void exchangeMacs(TestHost host, String port) {
    exchangeMacs(host, port, A, IP_A);
  }

  private static void exchangeMacs(TestHost host, String port, Mac mac, Ip4 station) {
    byte[] question = ArpPacket.request(mac, station, IP_GATEWAY).toFrame();
    sendUntil(host, port, question, host, port, FlowKey::isArp);
  }

  private void nat(Chain chain, Rule.Type type, Condition when, Rule.NatTarget... targets) {
    nsdb.topology()
        .create(
            RuleBuilder.builder()
                .id(UUID.randomUUID())
                .chainId(chain.id())
                .type(type)
                .flowAction(Rule.FlowAction.ACCEPT)
                .natTargets(List.of(targets))
                .condition(when)
                .build());
  }

  /** Secures A's port as Neutron does. */
  private void secure() {
    out = chain("out");
    Chain in = chain("in");
    rule(out, RETURNING, Rule.Type.ACCEPT);
    rule(out, ConditionBuilder.builder().nwProto(17).build(), Rule.Type.ACCEPT);
    rule(out, IPV4, Rule.Type.DROP);
    rule(in, RETURNING, Rule.Type.ACCEPT);
    rule(in, IPV4, Rule.Type.DROP);
    nsdb.topology()
        .update(
            PortBuilder.builder(nsdb.topology().get(Port.class, portA.id()))
                .inboundFilterId(out.id())
                .outboundFilterId(in.id())
                .build());
  }

  private static byte[] fromA(int source) {
    return TestFrames.udp(A, GATEWAY, IP_A.toString(), SERVER.toString(), source, 53);
  }

  private static byte[] fromB(int source) {
    return TestFrames.udp(B, GATEWAY, IP_B.toString(), SERVER.toString(), source, 53);
  }

  private static byte[] answer(int destination) {
    return TestFrames.udp(PEER, UPLINK, SERVER.toString(), IP_UPLINK.toString(), 53, destination);
  }

  private static boolean isTranslated(FlowKey key) {
    return key.isIpv4() && key.ipSrc().equals(IP_UPLINK);
  }

  private static Predicate<FlowKey> toA(int port) {
    return key -> key.isIpv4() && key.ipDst().equals(IP_A) && key.tpDst() == port;
  }

  private boolean isTracked(int port) {
    return stored(true, portA).stream()
        .anyMatch(
            state ->
                state instanceof FlowState.Connection && state.packets().destinationPort() == port);
  }

  /** Opens a connection of A that the filters know, and returns its port at the uplink. */
  private int open(int source) throws Exception {
    Integer[] port = new Integer[1];
    await()
        .pollDelay(Duration.ZERO)
        .atMost(PATIENCE)
        .until(
            () -> {
              port[0] = translated(host1, "tapa", source);
              return port[0] != null && (out == null || isTracked(port[0]));
            });
    return port[0];
  }

  /** Sends a packet of A, and returns the port that it has at the uplink, or null. */
  private Integer translated(TestHost host, String tap, int source) throws Exception {
    host2.sent("eth1").clear();
    host.receive(tap, fromA(source));
    byte[] frame = next(host2.sent("eth1"), AgentFlowStateTest::isTranslated, 500);
    return frame == null ? null : FrameParser.parse(frame, 0, 0).tpSrc();
  }

  private long holderOfBlock(int port) throws Exception {
    String block = "/nat/" + uplink.routerId() + "/" + IP_UPLINK + "/" + port / NatBlocks.SIZE;
    String path = nsdb.settings().rootKey() + block + "/taken";
    return nsdb.client(Session.NORMAL).checkExists().forPath(path).getEphemeralOwner();
  }

  private Set<FlowState> stored(boolean began, Port port) {
    return flowState.of(began, port.id());
  }

  /** Moves A to the other host. The station sends nothing there. */
  private void moveA() {
    host2.plug("tapm");
    move(portA, host1, host2);
  }

  /** Moves a port to the interface tapm of another host. */
  private void move(Port port, TestHost from, TestHost to) {
    nsdb.topology()
        .update(
            PortBuilder.builder(nsdb.topology().get(Port.class, port.id()))
                .hostId(to.id)
                .interfaceName("tapm")
                .build());
    awaitActive(port, to);
    await().atMost(PATIENCE).until(() -> nsdb.state().portActive(from.id, port.id()).isEmpty());
  }

  @Test
  void aConnectionIsStoredForThePortsWhereItBeganAndWhereAnswersEnter() throws Exception {
    secure();
    int port = open(1000);
    await().untilAsserted(() -> assertThat(stored(true, portA)).hasSize(2));
    assertThat(stored(false, uplink)).isEqualTo(stored(true, portA));
    assertThat(stored(true, portA))
        .anySatisfy(
            state -> {
              assertThat(state).isInstanceOf(FlowState.Translation.class);
              var translation = (FlowState.Translation) state;
              assertThat(translation.type()).isEqualTo(FlowState.Translation.Type.SOURCE);
              assertThat(translation.port()).isEqualTo(port);
            })
        .anySatisfy(state -> assertThat(state).isInstanceOf(FlowState.Connection.class));
    assertThat(flowState.rows.values()).containsOnly(Duration.ofSeconds(30), Duration.ofMinutes(2));
  }

  @Test
  void aRestartOfTheAgentWhereConnectionsBeganKeepsTheirPorts() throws Exception {
    secure();
    int first = open(1000);
    int second = open(1001);
    host2.receive("eth1", answer(second));
    assertThat(next(host1.sent("tapa"), toA(1001), 5_000)).as("before the restart").isNotNull();
    host1.restartWithoutFlows();
    exchangeMacs(host1, "tapa");
    assertThat(translated(host1, "tapa", 1000)).isEqualTo(first);
    assertThat(holderOfBlock(first))
        .as("session that holds the block, although the killed agent's is alive")
        .isEqualTo(host1.sessionId(Session.NORMAL));
    // Repeated, because host2 may learn later that the port is active again.
    sendUntil(host2, "eth1", answer(second), host1, "tapa", toA(1001));
    assertThat(open(1002)).isNotIn(first, second);
  }

  @Test
  void twoHundredConnectionsKeepTheirPorts() throws Exception {
    Map<Integer, Integer> portBySource = new HashMap<>();
    for (int source = 1000; source < 1200; source++) {
      portBySource.put(source, open(source));
    }
    host1.restartWithoutFlows();
    exchangeMacs(host1, "tapa");
    for (int source = 1000; source < 1200; source++) {
      assertThat(open(source)).isEqualTo(portBySource.get(source));
    }
  }

  /** Nothing is sent from A, so that this host learns nothing by reports. */
  @Test
  void aRestartOfTheGatewaysAgentKeepsAnswersComing() throws Exception {
    secure();
    int port = open(1000);
    host2.restartWithoutFlows();
    host2.receive("eth1", answer(port));
    byte[] question = ArpPacket.request(PEER, IP_PEER, IP_UPLINK).toFrame();
    sendUntil(host2, "eth1", question, host2, "eth1", FlowKey::isArp);
    byte[] back = sendUntil(host2, "eth1", answer(port), host1, "tapa", toA(1000));
    assertThat(FrameParser.parse(back, 0, 0).ipSrc()).isEqualTo(SERVER);
    // Late copies of the answer have to be gone.
    for (int i = 0; i < 20 && next(host1.sent("tapa"), FlowKey::isIpv4, 500) != null; i++) {}
    assertThat(isSilent(host2, "eth1", answer(port ^ 1), host1, "tapa", FlowKey::isIpv4)).isTrue();
  }

  @Test
  void aPortTakesItsConnectionsToAnotherHost() throws Exception {
    secure();
    int port = open(1000);
    moveA();
    sendUntil(host2, "eth1", answer(port), host2, "tapm", toA(1000));
    exchangeMacs(host2, "tapm");
    assertThat(translated(host2, "tapm", 1000)).as("its port is the old host's").isEqualTo(port);
    host2.receive("eth1", answer(port));
    assertThat(next(host2.sent("tapm"), toA(1000), 5_000)).isNotNull();
  }

  /** The new host has had nothing to do with the connection, and knows it from the store only. */
  @Test
  void aPortTakesItsConnectionsAwayFromTheGateway() throws Exception {
    exchangeMacs(host2, "tapb", B, IP_B);
    byte[] asked = fromB(1000);
    byte[] out = sendUntil(host2, "tapb", asked, host2, "eth1", AgentFlowStateTest::isTranslated);
    int port = FrameParser.parse(out, 0, 0).tpSrc();
    host1.plug("tapm");
    move(portB, host2, host1);
    exchangeMacs(host1, "tapm", B, IP_B);
    byte[] moved = sendUntil(host1, "tapm", asked, host2, "eth1", AgentFlowStateTest::isTranslated);
    assertThat(FrameParser.parse(moved, 0, 0).tpSrc()).isEqualTo(port);
    host2.receive("eth1", answer(port));
    Predicate<FlowKey> toB = key -> key.isIpv4() && key.ipDst().equals(IP_B);
    assertThat(next(host1.sent("tapm"), toB, 5_000)).isNotNull();
  }

  @Test
  void aHostThatRestoresATranslationReportsItToTheHostThatHoldsItsPort() throws Exception {
    int port = open(1000);
    BlockingQueue<byte[]> reports = new LinkedBlockingQueue<>();
    host2.datapath.onTunnelled(
        (tunnel, frame) -> {
          if (tunnel.key() == 0xFFFFFF && tunnel.remote().equals(Ip4.parse(host1.address))) {
            reports.add(frame);
          }
        });
    moveA();
    byte[] report = reports.poll(10, TimeUnit.SECONDS);
    assertThat(report).isNotNull();
    assertThat(report[43]).as("OPEN").isEqualTo((byte) 3);
    assertThat(ByteBuffer.wrap(report).getShort(62) & 0xFFFF).isEqualTo(port);
  }

  @Test
  void withoutTheStateOfItsPortAConnectionDoesNotGoOn() throws Exception {
    secure();
    int port = open(1000);
    flowState.rows.clear();
    host2.restartWithoutFlows();
    byte[] question = ArpPacket.request(PEER, IP_PEER, IP_UPLINK).toFrame();
    sendUntil(host2, "eth1", question, host2, "eth1", FlowKey::isArp);
    assertThat(isSilent(host2, "eth1", answer(port), host1, "tapa", FlowKey::isIpv4)).isTrue();
  }

  @Test
  void aRestoredConnectionEndsWhenFiltersChangeUntilItsNextPacket() throws Exception {
    secure();
    int port = open(1000);
    host1.restartWithoutFlows();
    await().untilAsserted(() -> assertThat(stored(true, portA)).hasSize(2));
    rule(out, IPV4, Rule.Type.DROP);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(stored(true, portA))
                    .hasSize(1)
                    .allMatch(FlowState.Translation.class::isInstance));
    exchangeMacs(host1, "tapa");
    assertThat(translated(host1, "tapa", 1000)).isEqualTo(port);
    await().untilAsserted(() -> assertThat(stored(true, portA)).hasSize(2));
    rule(out, IPV4, Rule.Type.DROP);
    await()
        .during(Duration.ofMillis(500))
        .atMost(PATIENCE)
        .until(() -> stored(true, portA).size() == 2);
  }

  /** The answer is refused until its translation is restored. */
  @Test
  void packetsThatAMirrorCopiesWaitForTheStateOfTheirPortToo() throws Exception {
    secure();
    int port = open(1000);
    Mirror mirror = new Mirror(UUID.randomUUID(), uplink.id(), List.of(Condition.ANY));
    nsdb.topology()
        .write(
            tx -> {
              tx.create(mirror);
              tx.update(
                  PortBuilder.builder(tx.get(Port.class, uplink.id()))
                      .inboundMirrorIds(List.of(mirror.id()))
                      .build());
            });
    CompletableFuture<Void> answers = new CompletableFuture<>();
    flowState.answers = answers;
    host2.restartWithoutFlows();
    byte[] question = ArpPacket.request(PEER, IP_PEER, IP_UPLINK).toFrame();
    sendUntil(host2, "eth1", question, host2, "eth1", FlowKey::isArp);
    host2.receive("eth1", answer(port));
    assertThat(next(host1.sent("tapa"), toA(1000), 500)).as("waits").isNull();
    answers.complete(null);
    assertThat(next(host1.sent("tapa"), toA(1000), 2_000)).isNotNull();
  }

  @Test
  void newConnectionsOfAPortWaitForItsState() throws Exception {
    int port = open(1000);
    CompletableFuture<Void> answers = new CompletableFuture<>();
    flowState.answers = answers;
    host1.restartWithoutFlows();
    exchangeMacs(host1, "tapa");
    assertThat(translated(host1, "tapa", 1000)).as("waits").isNull();
    answers.complete(null);
    byte[] frame = next(host2.sent("eth1"), AgentFlowStateTest::isTranslated, 5_000);
    assertThat(FrameParser.parse(frame, 0, 0).tpSrc()).isEqualTo(port);
  }

  @Test
  void theyDoNotWaitLongForAStoreThatIsAway() throws Exception {
    int port = open(1000);
    flowState.answers = new CompletableFuture<>();
    host1.restartWithoutFlows();
    exchangeMacs(host1, "tapa");
    assertThat(translated(host1, "tapa", 1000)).as("waits").isNull();
    byte[] frame = next(host2.sent("eth1"), AgentFlowStateTest::isTranslated, 10_000);
    assertThat(FrameParser.parse(frame, 0, 0).tpSrc()).isNotEqualTo(port);
  }

  @Test
  void theyDoNotWaitForAStoreThatFails() throws Exception {
    flowState.answers =
        CompletableFuture.failedFuture(new StorageUnavailableException("away", null));
    host1.restartWithoutFlows();
    exchangeMacs(host1, "tapa");
    assertThat(open(1000)).isBetween(1024, 65535);
  }
}
