package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.datapath.ebpf.DatapathOptions;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;
import org.midolab.midonet.model.TunnelZone;
import org.midolab.midonet.nsdb.PortState;
import org.midolab.midonet.nsdb.Session;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.TestFrames;

/** Two hosts with an agent each. */
class AgentTest extends TwoHosts {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  AgentTest() {
    super(ZOO);
  }

  @Test
  void registersTheHostWithItsInterfaces() {
    assertThat(nsdb.state().hostsAlive()).containsKeys(host1.id, host2.id);
    await()
        .untilAsserted(
            () ->
                assertThat(nsdb.state().hostState(host1.id))
                    .hasValueSatisfying(
                        state ->
                            assertThat(state.interfaces())
                                .extracting(i -> i.name() + " " + i.mtu())
                                .contains("tapa 65000", "eth2 1500")));
    assertThat(nsdb.state().portActive(host1.id, portA.id()))
        .contains(new PortState(host1.id, portA.tunnelKey()));
  }

  @Test
  void carriesFramesOfABridgeBetweenHosts() {
    assertThat(aToB()).isEqualTo(fromAToB());
    assertThat(used).containsExactly(Encapsulation.VXLAN);
  }

  @Test
  void carriesTagsOfAnyNumberFromTheFirstFrameOn() throws Exception {
    aToB();
    for (int vlan : List.of(1, 4094, 4095)) {
      byte[] tagged = FrameRewriter.pushVlan(fromAToB(), vlan);
      host1.receive("tapa", tagged);
      byte[] arrived = next(host2.sent("tapb"), key -> key.vlan() == (vlan | 0x1000), 10_000);
      assertThat(arrived).as("the first frame of VLAN " + vlan).isEqualTo(tagged);
    }
  }

  @Test
  void usesGreInAZoneOfThatType() {
    nsdb.topology()
        .update(nsdb.topology().get(TunnelZone.class, zone).withType(TunnelZone.Type.GRE));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              used.clear();
              aToB();
              return used.equals(Set.of(Encapsulation.GRE));
            });
  }

  @Test
  void answersForTheRouter() {
    byte[] reply =
        sendUntil(
            host1,
            "tapa",
            ArpPacket.request(A, Ip4.parse("192.168.1.10"), Ip4.parse("192.168.1.1")).toFrame(),
            host1,
            "tapa",
            FlowKey::isArp);
    assertThat(ArpPacket.parse(reply).senderMac()).isEqualTo(GATEWAY);
    byte[] echo = TestFrames.echo(A, GATEWAY, "192.168.1.10", "192.168.1.1", 64);
    sendUntil(
        host1,
        "tapa",
        echo,
        host1,
        "tapa",
        key -> key.isIpv4() && key.ipProto() == 1 && key.tpSrc() == 0);
  }

  /** Returns the unicast ARP request with which a station confirms a neighbour that it knows. */
  private static byte[] probe(Mac from, Ip4 sender, Mac to, Ip4 target) {
    byte[] probe = ArpPacket.request(from, sender, target).toFrame();
    FrameRewriter.setEthernet(probe, from, to);
    return probe;
  }

  /** Ignores upcalls, as while the agent's process is stopped. */
  private static void pause(TestHost host) {
    host.datapath.onUpcall(upcall -> {});
  }

  /**
   * Waits until a flow exists and stays, also after the entries from its first frame are published.
   */
  private static void awaitArpFlow(TestHost host, Ip4 target, FlowAction first) {
    await()
        .atMost(PATIENCE)
        .during(Duration.ofMillis(500))
        .until(
            () ->
                host.datapath.flows().stream()
                    .map(Datapath.FlowStatistics::flow)
                    .anyMatch(
                        flow ->
                            flow.key().isArp()
                                && flow.key().ipDst().equals(target)
                                && flow.actions().getFirst().equals(first)));
  }

  @Test
  void arpForARouterIsAnsweredWhileTheAgentIsPaused() throws Exception {
    byte[] question = ArpPacket.request(A, IP_A, IP_GATEWAY).toFrame();
    byte[] probe = probe(A, IP_A, GATEWAY, IP_GATEWAY);
    sendUntil(host1, "tapa", question, host1, "tapa", FlowKey::isArp);
    await()
        .atMost(PATIENCE)
        .during(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                assertThat(arpFlows(host1))
                    .extracting(FlowKey::ethDst)
                    .contains(Mac.BROADCAST, GATEWAY));
    pause(host1);
    for (byte[] asked : List.of(question, probe)) {
      host1.sent("tapa").clear();
      host1.receive("tapa", asked);
      byte[] answer = next(host1.sent("tapa"), FlowKey::isArp, 100);
      assertThat(answer).as("the datapath's answer").isNotNull();
      assertThat(ArpPacket.parse(answer))
          .isEqualTo(new ArpPacket(FlowKey.ARP_REPLY, GATEWAY, IP_GATEWAY, A, IP_A));
    }
  }

  @Test
  void stationsConfirmEachOtherWhileBothAgentsArePaused() throws Exception {
    byte[] probe = probe(A, IP_A, B, IP_B);
    byte[] answer = new ArpPacket(FlowKey.ARP_REPLY, B, IP_B, A, IP_A).toFrame();
    byte[] counter = probe(B, IP_B, A, IP_A);
    byte[] counterAnswer = new ArpPacket(FlowKey.ARP_REPLY, A, IP_A, B, IP_B).toFrame();
    // A flow from before its stations were learned is removed again. So both stations repeat their
    // frames until each host has the flows for the sent frame and for the expected one.
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(ConditionTimeoutException.class)
        .until(
            () -> {
              sendUntil(host1, "tapa", probe, host2, "tapb", FlowKey::isArp);
              sendUntil(host2, "tapb", answer, host1, "tapa", FlowKey::isArp);
              await()
                  .atMost(Duration.ofSeconds(3))
                  .during(Duration.ofMillis(500))
                  .until(() -> arpFlows(host1).size() == 2 && arpFlows(host2).size() == 2);
              return true;
            });
    pause(host1);
    pause(host2);
    for (byte[] sent : List.of(probe, counterAnswer)) {
      host2.sent("tapb").clear();
      host1.receive("tapa", sent);
      assertThat(next(host2.sent("tapb"), FlowKey::isArp, 10_000)).isEqualTo(sent);
    }
    for (byte[] sent : List.of(answer, counter)) {
      host1.sent("tapa").clear();
      host2.receive("tapb", sent);
      assertThat(next(host1.sent("tapa"), FlowKey::isArp, 10_000)).isEqualTo(sent);
    }
  }

  private static List<FlowKey> arpFlows(TestHost host) {
    return host.datapath.flows().stream()
        .map(statistics -> statistics.flow().key())
        .filter(key -> key.isArp() && key.inPort() != Datapath.TUNNEL_PORT)
        .toList();
  }

  @Test
  void answersToArpAreUpdatedWithARoutersPort() {
    byte[] question = ArpPacket.request(A, IP_A, IP_GATEWAY).toFrame();
    sendUntil(host1, "tapa", question, host1, "tapa", FlowKey::isArp);
    awaitArpFlow(host1, IP_GATEWAY, new FlowAction.AnswerArp(GATEWAY));
    Mac changed = Mac.parse("ac:ca:ba:00:00:03");
    nsdb.topology()
        .update(
            PortBuilder.builder(nsdb.topology().get(Port.class, inside.id()))
                .portMac(changed)
                .build());
    awaitArpFlow(host1, IP_GATEWAY, new FlowAction.AnswerArp(changed));
  }

  @Test
  void anAddressThatGetsAnotherOwnerIsAnnouncedToTheStationsOfItsNetwork() throws Exception {
    Ip4 floating = Ip4.parse("192.168.1.77");
    var table = nsdb.tables().ip4MacTable(bridge.id());
    for (Mac owner : List.of(UPLINK, PEER)) {
      table.read().forEach(table::removePersistent);
      table.putPersistent(floating, owner);
      for (TestHost host : List.of(host1, host2)) {
        byte[] announcement =
            next(
                host.sent(host == host1 ? "tapa" : "tapb"),
                key -> key.isArp() && key.ipSrc().equals(floating) && key.ethSrc().equals(owner),
                5_000);
        assertThat(announcement).as("an announcement at " + host.name).isNotNull();
        assertThat(ArpPacket.parse(announcement).isGratuitous()).isTrue();
      }
    }
  }

  @Test
  void anAddressThatChangesItsStationIsLearnedAgainEachTime() {
    Mac other = Mac.parse("fa:16:3e:00:00:0c");
    byte[] first = ArpPacket.request(A, IP_A, IP_GATEWAY).toFrame();
    byte[] second = ArpPacket.request(other, IP_A, IP_GATEWAY).toFrame();
    for (byte[] asked : List.of(first, second, first, second)) {
      Mac mac = ArpPacket.parse(asked).senderMac();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                host1.receive("tapa", asked);
                return Stream.ofNullable(nsdb.tables().arpTable(inside.routerId()).read().get(IP_A))
                    .anyMatch(entry -> mac.equals(entry.mac()));
              });
      awaitArpFlow(host1, IP_GATEWAY, new FlowAction.AnswerArp(GATEWAY));
    }
  }

  @Test
  void asksForTheNextHopOnAnotherHostAndSendsTheWaitingPacket() throws Exception {
    byte[] out = TestFrames.udp(A, GATEWAY, "192.168.1.10", "198.51.100.254", 1000, 2000);
    byte[] question = sendUntil(host1, "tapa", out, host2, "eth1", AgentTest::isQuestion);
    ArpPacket request = ArpPacket.parse(question);
    assertThat(request.targetIp()).isEqualTo(Ip4.parse("198.51.100.1"));
    assertThat(request.senderMac()).isEqualTo(UPLINK);
    host2.receive("eth1", request.answer(PEER).toFrame());
    byte[] sent = next(host2.sent("eth1"), key -> key.ethDst().equals(PEER), 5_000);
    assertThat(sent).as("the waiting packet").isNotNull();
    FlowKey key = FrameParser.parse(sent, 0, 0);
    assertThat(key.ethSrc()).isEqualTo(UPLINK);
    assertThat(key.ttl()).isEqualTo(63);
    TestFrames.verifyChecksums(sent);
  }

  @Test
  void eachProbeOfATracerouteIsAnsweredAndAFloodIsLimited() throws Exception {
    byte[] probe =
        TestFrames.ipv4(
            A,
            GATEWAY,
            Ip4.parse("192.168.1.10"),
            Ip4.parse("198.51.100.254"),
            17,
            1,
            0,
            1000,
            33434,
            new byte[8]);
    Predicate<FlowKey> exceeded = key -> key.isIpv4() && key.ipProto() == 1 && key.tpSrc() == 11;
    sendUntil(host1, "tapa", probe, host1, "tapa", exceeded);
    host1.sent("tapa").clear();
    for (int i = 0; i < 30; i++) {
      host1.receive("tapa", probe);
      assertThat(next(host1.sent("tapa"), exceeded, 10_000)).as("answer %d", i).isNotNull();
    }
    for (int i = 0; i < 2_000; i++) {
      host1.receive("tapa", probe);
    }
    int answers = 0;
    while (next(host1.sent("tapa"), exceeded, 300) != null) {
      answers++;
    }
    assertThat(answers).isBetween(30, 400);
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              host1.receive("tapa", probe);
              return next(host1.sent("tapa"), exceeded, 100) != null;
            });
  }

  @Test
  void aRoutersFlowDropsFramesWithAWrongHeader() throws Exception {
    byte[] good = TestFrames.udp(A, GATEWAY, "192.168.1.10", "198.51.100.1", 1000, 2000);
    byte[] question = sendUntil(host1, "tapa", good, host2, "eth1", AgentTest::isQuestion);
    host2.receive("eth1", ArpPacket.parse(question).answer(PEER).toFrame());
    sendUntil(host1, "tapa", good, host2, "eth1", FlowKey::isIpv4);
    await().until(() -> host1.datapath.flows().stream().anyMatch(f -> f.flow().key().isIpv4()));
    host2.sent("eth1").clear();
    byte[] bad = good.clone();
    bad[24] ^= 1;
    host1.receive("tapa", bad);
    assertThat(next(host2.sent("eth1"), FlowKey::isIpv4, 300)).isNull();
  }

  @Test
  void aNewRuleTakesEffectOnEstablishedFlows() {
    aToB();
    Chain chain = new Chain(UUID.randomUUID(), null, "filter", List.of());
    nsdb.topology()
        .write(
            tx -> {
              tx.create(chain);
              tx.create(
                  RuleBuilder.builder()
                      .id(UUID.randomUUID())
                      .chainId(chain.id())
                      .type(Rule.Type.DROP)
                      .condition(ConditionBuilder.builder().nwProto(17).build())
                      .build());
              tx.update(tx.get(Port.class, portB.id()).withOutboundFilterId(chain.id()));
            });
    await().atMost(PATIENCE).until(this::nothingArrives);
    nsdb.topology().update(nsdb.topology().get(Port.class, portB.id()).withOutboundFilterId(null));
    aToB();
  }

  /** The counters include the first packet of each flow, which the agent drops. */
  @Test
  void dropsOfDistinctFlowsAreAllCounted() {
    Chain chain = new Chain(UUID.randomUUID(), null, "filter", List.of());
    nsdb.topology()
        .write(
            tx -> {
              tx.create(chain);
              tx.create(
                  RuleBuilder.builder()
                      .id(UUID.randomUUID())
                      .chainId(chain.id())
                      .type(Rule.Type.DROP)
                      .condition(
                          ConditionBuilder.builder()
                              .nwProto(17)
                              .tpSrc(new Condition.Range(3000, 3999))
                              .build())
                      .build());
              tx.update(tx.get(Port.class, portA.id()).withInboundFilterId(chain.id()));
            });
    int number = host1.datapath.ports().get("tapa");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              host1.receive("tapa", udpFromAToB(3999));
              return drops(host1, number, DropReason.DROPPED_BY_RULE) > 0;
            });
    long before = drops(host1, number, DropReason.DROPPED_BY_RULE);
    long received = host1.datapath.portStatistics().get(number).rxPackets();
    for (int i = 0; i < 200; i++) {
      host1.receive("tapa", udpFromAToB(3000 + i));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(drops(host1, number, DropReason.DROPPED_BY_RULE))
                    .isEqualTo(before + 200));
    assertThat(host1.datapath.portStatistics().get(number).rxPackets()).isEqualTo(received + 200);
    assertThat(host1.datapath.drops().get(number)).containsOnlyKeys(DropReason.DROPPED_BY_RULE);
  }

  private static byte[] udpFromAToB(int source) {
    return TestFrames.udp(A, B, "192.168.1.10", "192.168.1.11", source, 2000);
  }

  private static long drops(TestHost host, int port, DropReason reason) {
    return host.datapath.drops().getOrDefault(port, Map.of()).getOrDefault(reason, 0L);
  }

  @Test
  void flowsOfAnEarlierProcessAreRemovedWithoutABurstOfUpcalls() throws Exception {
    DatapathOptions options = DatapathOptions.defaults();
    int longestFrame = 65_552;
    assertThat(Agent.INHERITED_AT_ONCE * longestFrame)
        .as("bytes of the longest frames that cause upcalls at a time")
        .isLessThan(options.ringBytes() / 2);
    assertThat(Agent.INHERITED_AT_ONCE).isLessThanOrEqualTo(options.upcallBurst() / 10);

    aToB();
    int flows = 6 * Agent.INHERITED_AT_ONCE;
    int number = host1.datapath.ports().get("tapa");
    for (int i = 0; i < flows; i++) {
      FlowKey key = FrameParser.parse(udpFromAToB(10_000 + i), number, 0);
      host1.datapath.install(
          new Datapath.Flow(key, FlowMask.exact(), List.of(new FlowAction.Output(number)), null));
    }
    host1.restart();
    long[] last = {flows, System.nanoTime()};
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              long left =
                  host1.datapath.flows().stream()
                      .filter(each -> each.flow().key().tpSrc() >= 10_000)
                      .count();
              long now = System.nanoTime();
              long turns = 1 + (now - last[1]) / 90_000_000L;
              assertThat(last[0] - left)
                  .as("flows removed in %d turns", turns)
                  .isLessThanOrEqualTo(turns * Agent.INHERITED_AT_ONCE);
              last[0] = left;
              last[1] = now;
              return left == 0;
            });
  }

  @Test
  void undeliverableFramesWithoutAFlowAreCounted() {
    aToB();
    TunnelZone before = nsdb.topology().get(TunnelZone.class, zone);
    nsdb.topology()
        .update(new TunnelZone(zone, before.name(), before.type(), before.members().subList(0, 1)));
    byte[] question =
        ArpPacket.request(A, IP_A, Ip4.parse("192.168.1.99")).toFrame(); // goes to B's port only
    int number = host1.datapath.ports().get("tapa");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              host1.receive("tapa", question);
              assertThat(drops(host1, number, DropReason.NO_TUNNEL)).isGreaterThan(2);
            });
  }

  @Test
  void framesWithUnknownTunnelKeysOrFromUnknownPeersAreCounted() {
    aToB();
    for (int i = 0; i < 3; i++) {
      host2.datapath.receiveTunnelled(Ip4.parse(host1.address), 0xFFFFF0 + i, fromAToB());
    }
    host2.datapath.receiveTunnelled(Ip4.parse("198.19.0.99"), portB.tunnelKey(), fromAToB());
    await()
        .untilAsserted(
            () ->
                assertThat(host2.datapath.drops().get(Datapath.TUNNEL_PORT))
                    .containsEntry(DropReason.UNKNOWN_TUNNEL_KEY, 3L)
                    .containsEntry(DropReason.UNKNOWN_PEER, 1L));
  }

  @Test
  void packetsForAnUnreachableNextHopAreCounted() {
    int number = host1.datapath.ports().get("tapa");
    for (int i = 0; i < 5; i++) {
      host1.receive(
          "tapa", TestFrames.udp(A, GATEWAY, "192.168.1.10", "192.168.1.77", 1000 + i, 2000));
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(drops(host1, number, DropReason.ARP_TIMEOUT)).isEqualTo(5));
  }

  private boolean nothingArrives() throws InterruptedException {
    host2.sent("tapb").clear();
    host1.receive("tapa", fromAToB());
    return next(host2.sent("tapb"), key -> true, 200) == null;
  }

  @Test
  void anInterfaceMayLoseItsCarrierAndBeCreatedAgain() {
    aToB();
    host2.links.carrier("tapb", false);
    await()
        .until(() -> nsdb.state().portActive(host2.id, portB.id()).isEmpty() && nothingArrives());
    host2.links.carrier("tapb", true);
    aToB();
    host2.unplug("tapb");
    await()
        .until(() -> nsdb.state().portActive(host2.id, portB.id()).isEmpty() && nothingArrives());
    host2.plug("tapb");
    aToB();
  }

  @Test
  void aRestartedAgentKeepsForwarding() throws Exception {
    aToB();
    host1.restart();
    host1.receive("tapa", fromAToB());
    assertThat(next(host2.sent("tapb"), key -> key.ethDst().equals(B), 10_000))
        .as("an established flow")
        .isNotNull();
    aToB();
    assertThat(nsdb.state().hostsAlive()).containsKey(host1.id);
    assertThat(nsdb.state().portActive(host1.id, portA.id())).isPresent();
  }

  /**
   * The other host sends all the time. It would drop frames for a port that is withdrawn, instead
   * of sending them through the tunnel, where the datapath forwards them without its agent.
   */
  @Test
  void aRestartByTheServiceManagerLosesNoFrameOfAnEstablishedFlow() throws Exception {
    aToB();
    AtomicInteger tunnelled = new AtomicInteger();
    TestHost.join(
        host1, host2, tunnel -> tunnelled.addAndGet(tunnel.key() == portB.tunnelKey() ? 1 : 0));
    AtomicInteger sent = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    Thread traffic =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!over.get()) {
                    host1.receive("tapa", fromAToB());
                    sent.incrementAndGet();
                    LockSupport.parkNanos(5_000_000);
                  }
                });
    try {
      host2.restartByServiceManager();
    } finally {
      over.set(true);
      traffic.join();
    }
    await().untilAsserted(() -> assertThat(tunnelled.get()).isEqualTo(sent.get()));
    assertThat(drops(host1, "tapa", DropReason.NO_EGRESS)).isZero();
    assertThat(nsdb.state().portActive(host2.id, portB.id())).isPresent();
    assertThat(nsdb.state().hostsAlive()).containsKey(host2.id);
    aToB();
  }

  /**
   * The station announces itself with one frame after each move, and sends packets so that it has
   * flows. The duration of a move is measured in a lab (lab-hostile-moves).
   */
  @Test
  void aStationThatMovesBetweenHostsIsFoundEachTime() throws Exception {
    host1.plug("tapc");
    Port third = nsdb.topology().create(bridgePort(host1, "tapc"));
    awaitActive(third, host1);
    Mac station = Mac.parse("fa:16:3e:00:00:33");
    Ip4 address = Ip4.parse("192.168.1.33");
    byte[] announcement = ArpPacket.request(station, address, address).toFrame();
    byte[] talk = TestFrames.udp(station, B, "192.168.1.33", "192.168.1.11", 1000, 2000);
    byte[] toStation = TestFrames.udp(A, station, "192.168.1.10", "192.168.1.33", 1000, 2000);
    byte[] last = TestFrames.udp(station, B, "192.168.1.33", "192.168.1.11", 1001, 2000);
    Predicate<FlowKey> isLast = key -> key.isIpv4() && key.tpSrc() == 1001;
    Predicate<FlowKey> reached = key -> key.ethDst().equals(station);
    for (int move = 0; move < 40; move++) {
      boolean onFirst = move % 2 == 0;
      TestHost at = onFirst ? host1 : host2;
      String tap = onFirst ? "tapa" : "tapb";
      String other = onFirst ? "tapb" : "tapa";
      at.receive(tap, announcement);
      at.receive(tap, talk);
      await("move " + move)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(
              () -> {
                host1.sent("tapa").clear();
                host2.sent("tapb").clear();
                host1.receive("tapc", toStation);
                boolean there = next(at.sent(tap), reached, 30) != null;
                boolean flooded = next((onFirst ? host2 : host1).sent(other), reached, 30) != null;
                return there && !flooded;
              });
      // The station moves only after its last frame was seen, or the old host claims it again.
      at.receive(tap, last);
      assertThat(next(host1.sent("tapc"), isLast, 10_000)).as("last frame").isNotNull();
    }
  }

  @Test
  void portStateIsPublishedOnTheSessionThatSurvivesAPause() throws Exception {
    String root = "/zoom/0/state/" + host2.id + "/Port/" + portB.id() + "/active";
    var client = nsdb.client(Session.NORMAL);
    long owner = client.checkExists().forPath(nsdb.settings().rootKey() + root).getEphemeralOwner();
    assertThat(owner).isEqualTo(host2.sessionId(Session.NORMAL));
  }

  @Test
  void aHostWithoutPowerIsDetectedByHeartbeatsAndIsUsedAgainLater() {
    aToB();
    await()
        .until(
            () -> {
              host1.receive("tapa", fromAToB());
              return host1.datapath.heard().containsKey(Ip4.parse(host2.address));
            });
    host2.power = false;
    AtomicInteger lost = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              used.clear();
              host1.receive("tapa", fromAToB());
              lost.incrementAndGet();
              return used.isEmpty();
            });
    assertThat(nsdb.state().portActive(host2.id, portB.id()))
        .as("state in ZooKeeper, which is unchanged")
        .isPresent();
    assertThat(lost.get()).as("frames lost until then").isGreaterThan(2);
    host2.power = true;
    aToB();
  }

  /** Another program may remove a device or a program of the datapath at any time. */
  @Test
  void theDatapathIsMendedAgainAndAgain() {
    AtomicInteger times = new AtomicInteger();
    host1.datapath.onMend(
        () -> {
          if (times.incrementAndGet() == 1) {
            throw new DatapathException("the tunnel device cannot be created now");
          }
        });
    await().atMost(PATIENCE).until(() -> times.get() > 2);
  }

  @Test
  void aStoppedAgentWithdrawsItsPortsAtOnce() {
    host2.stop();
    assertThat(nsdb.state().portActive(host2.id, portB.id())).isEmpty();
    assertThat(nsdb.state().hostsAlive()).containsOnlyKeys(host1.id);
    await().until(this::nothingArrives);
  }
}
