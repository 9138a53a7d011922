package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.HealthMonitor;
import org.midolab.midonet.model.LbStatus;
import org.midolab.midonet.model.LoadBalancer;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Pool;
import org.midolab.midonet.model.PoolBuilder;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.PoolMemberBuilder;
import org.midolab.midonet.model.Rule.Type;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.QuotedPacket;
import org.midolab.midonet.packet.TcpSegment;
import org.midolab.midonet.packet.TestFrames;

/**
 * Load balancing at a router (docs: contract.md#load-balancing).
 *
 * <pre>
 *   vm 192.168.1.10, .11 ── net ── 192.168.1.1 router 198.51.100.2 ── peer … client 203.0.113.5
 *                                     VIP 198.51.100.9:80
 * </pre>
 */
class BalancingTest {

  private static final Mac VM = mac("vm");
  private static final Mac PEER = mac("peer");
  private static final String CLIENT = "203.0.113.5";
  private static final String VIP = "198.51.100.9";
  private static final String ONE = "192.168.1.10";
  private static final String TWO = "192.168.1.11";

  private final Lab lab = new Lab().bridge("net").router("router").tap("vm", "net");

  @BeforeEach
  void makeTopology() {
    lab.link("inner", "router", "192.168.1.1/24", "net");
    lab.uplink("outer", "router", "198.51.100.2/30");
    lab.route("router", "192.168.1.0/24", "inner", null);
    lab.route("router", "0.0.0.0/0", "outer", "198.51.100.1");
    lab.neighbour("router", "198.51.100.1", PEER);
    lab.neighbour("router", ONE, VM).neighbour("router", TWO, VM).station("net", VM, "vm");
    lab.balancer("balancer", "router").pool("pool", "balancer");
    lab.vip("vip", "pool", VIP, 80, vip -> vip);
    member("one", ONE, member -> member);
    member("two", TWO, member -> member);
  }

  private void member(String name, String address, UnaryOperator<PoolMemberBuilder> more) {
    lab.member(name, "pool", address, 8080, more);
  }

  private static byte[] request(int port) {
    return TestFrames.tcp(PEER, mac("outer"), CLIENT, VIP, port, 80);
  }

  private static byte[] answer(String member, int port) {
    return TestFrames.tcp(VM, mac("inner"), member, CLIENT, 8080, port);
  }

  /** Returns the ends of the frame that leaves by a port when a frame comes in. */
  private String through(String in, byte[] frame, String out) {
    return ends(sent(in, frame, out));
  }

  private byte[] sent(String in, byte[] frame, String out) {
    Result result = lab.in(in, frame);
    lab.apply(result);
    Stream<Map<UUID, byte[]>> sent =
        result instanceof Result.Forward forward
            ? Stream.of(ActionRunner.run(frame, forward.actions()))
            : result.effects().stream()
                .filter(Effect.Transmit.class::isInstance)
                .map(effect -> ActionRunner.run((Effect.Transmit) effect));
    byte[] left = sent.map(ports -> ports.get(id(out))).findFirst().orElse(null);
    assertThat(left).as("frame that leaves by %s after %s", out, result).isNotNull();
    TestFrames.verifyChecksums(left);
    return left;
  }

  private static String ends(byte[] frame) {
    FlowKey key = FrameParser.parse(frame, 1, 0);
    return key.ipSrc() + ":" + key.tpSrc() + " > " + key.ipDst() + ":" + key.tpDst();
  }

  /** Returns the member that gets a connection from this port of the client. */
  private String memberOf(int port) {
    return FrameParser.parse(sent("outer", request(port), "vm"), 1, 0).ipDst().toString();
  }

  /** Returns a port of the client whose connection this member gets. */
  private int portOf(String member) {
    for (int port = 1000; port < 1100; port++) {
      if (memberOf(port).equals(member)) {
        return port;
      }
    }
    throw new AssertionError("no connection of 100 goes to " + member);
  }

  private DropReason reason(String in, byte[] frame) {
    return lab.in(in, frame) instanceof Result.Drop drop ? drop.reason() : null;
  }

  @Test
  void aConnectionToTheVipReachesAMemberAndItsAnswersComeFromTheVip() {
    int port = portOf(ONE);
    assertThat(through("outer", request(port), "vm"))
        .isEqualTo(CLIENT + ":" + port + " > " + ONE + ":8080");
    assertThat(through("vm", answer(ONE, port), "outer"))
        .isEqualTo(VIP + ":80 > " + CLIENT + ":" + port);
    assertThat(through("vm", answer(TWO, port), "outer"))
        .as("of another member")
        .isEqualTo(TWO + ":8080 > " + CLIENT + ":" + port);
  }

  @Test
  void membersGetSharesByTheirWeight() {
    member("two", TWO, member -> member.weight(3));
    member("none", "192.168.1.12", member -> member.weight(0));
    member("zero", "192.168.1.13", member -> member.protocolPort(0));
    Map<String, Integer> connections = new HashMap<>();
    for (int port = 0; port < 4000; port++) {
      connections.merge(memberOf(10_000 + port), 1, Integer::sum);
    }
    assertThat(connections).containsOnlyKeys(ONE, TWO);
    assertThat(connections.get(ONE)).isBetween(900, 1100);
  }

  /** A new member takes over some shares, and does not mix those of the others. */
  @Test
  void anotherMemberMovesOnlyTheShareThatItGets() {
    Map<Integer, String> before = new HashMap<>();
    for (int port = 0; port < 300; port++) {
      before.put(port, memberOf(10_000 + port));
    }
    lab.translations.clear();
    lab.neighbour("router", "192.168.1.12", VM);
    member("three", "192.168.1.12", member -> member);
    Set<String> movedTo = new HashSet<>();
    before.forEach(
        (port, member) -> {
          String now = memberOf(10_000 + port);
          if (!now.equals(member)) {
            movedTo.add(now);
          }
        });
    assertThat(movedTo).containsExactly("192.168.1.12");
  }

  @Test
  void aConnectionStaysWithItsMemberWhenOthersCome() {
    Map<Integer, String> before = new HashMap<>();
    for (int port = 0; port < 100; port++) {
      before.put(port, memberOf(10_000 + port));
    }
    member("three", "192.168.1.12", member -> member);
    before.forEach((port, member) -> assertThat(memberOf(10_000 + port)).isEqualTo(member));
  }

  @Test
  void aMemberThatIsAdministrativelyDownKeepsItsConnectionsAndGetsNoOthers() {
    int old = portOf(ONE);
    member("one", ONE, member -> member.adminStateUp(false));
    assertThat(memberOf(old)).isEqualTo(ONE);
    assertThat(through("vm", answer(ONE, old), "outer")).startsWith(VIP + ":80 ");
    for (int port = 2000; port < 2050; port++) {
      assertThat(memberOf(port)).isEqualTo(TWO);
    }
  }

  private void monitor(boolean up) {
    lab.put(new HealthMonitor(id("hm"), HealthMonitor.Type.TCP, 1, 1, 1, up, LbStatus.ACTIVE));
    lab.put(
        PoolBuilder.builder(lab.topology.find(Pool.class, id("pool")))
            .healthMonitorId(id("hm"))
            .build());
  }

  @Test
  void theConnectionsOfAMemberThatTheMonitorFoundDeadGoToOthers() {
    monitor(true);
    int old = portOf(ONE);
    member("one", ONE, member -> member.status(LbStatus.INACTIVE));
    assertThat(through("vm", answer(ONE, old), "outer")).startsWith(ONE + ":8080 ");
    assertThat(memberOf(old)).isEqualTo(TWO);
  }

  @Test
  void withoutAMonitorThatIsUpTheStatusOfMembersDoesNotCount() {
    int old = portOf(ONE);
    member("one", ONE, member -> member.status(LbStatus.INACTIVE));
    assertThat(memberOf(old)).isEqualTo(ONE);
    monitor(false);
    assertThat(memberOf(old)).isEqualTo(ONE);
  }

  @Test
  void theConnectionsOfARemovedMemberGoToOthers() {
    int old = portOf(ONE);
    lab.remove(PoolMember.class, "one");
    assertThat(memberOf(old)).isEqualTo(TWO);
    assertThat(through("vm", answer(ONE, old), "outer")).startsWith(ONE + ":8080 ");
  }

  private void stick() {
    lab.vip(
        "vip",
        "pool",
        VIP,
        80,
        vip -> vip.sessionPersistence(org.midolab.midonet.model.Vip.Persistence.SOURCE_IP));
  }

  private Set<String> membersOf(int fromPort, int toPort) {
    return IntStream.range(fromPort, toPort).mapToObj(this::memberOf).collect(Collectors.toSet());
  }

  @Test
  void allConnectionsOfAClientStickToOneMember() {
    stick();
    Set<String> members = membersOf(1000, 1050);
    assertThat(members).hasSize(1);
    lab.neighbour("router", "192.168.1.12", VM);
    member("three", "192.168.1.12", member -> member.weight(1_000_000));
    assertThat(membersOf(2000, 2050)).as("when another comes").isEqualTo(members);
  }

  @Test
  void clientsThatStickAreDistributed() {
    stick();
    Set<String> members = new HashSet<>();
    for (int host = 1; host < 50; host++) {
      byte[] request = TestFrames.tcp(PEER, mac("outer"), "203.0.113." + host, VIP, 1000, 80);
      members.add(FrameParser.parse(sent("outer", request, "vm"), 1, 0).ipDst().toString());
    }
    assertThat(members).containsExactlyInAnyOrder(ONE, TWO);
  }

  @Test
  void aClientLeavesAMemberThatTakesNoNewConnections() {
    stick();
    String first = memberOf(1000);
    String name = first.equals(ONE) ? "one" : "two";
    String other = first.equals(ONE) ? TWO : ONE;
    member(name, first, member -> member.adminStateUp(false));
    assertThat(memberOf(1000)).as("a connection that is open").isEqualTo(first);
    assertThat(membersOf(1001, 1020)).containsExactly(other);
    member(name, first, member -> member);
    assertThat(membersOf(1020, 1040)).as("and stays away").containsExactly(other);
  }

  /** Every packet of a client renews its choice on all hosts. */
  @Test
  void everyPacketSharesTheChoiceWithOtherHosts() {
    stick();
    UUID device = id("vip");
    for (int i = 0; i < 2; i++) {
      Result result = lab.in("outer", request(1000));
      lab.apply(result);
      assertThat(result.effects())
          .filteredOn(effect -> effect instanceof Effect.Translate)
          .extracting(effect -> ((Effect.Translate) effect).translation().key())
          .extracting(NatKey::sourcePort, NatKey::deviceId)
          .containsExactlyInAnyOrder(tuple(1000, id("balancer")), tuple(0, device));
      assertThat(((Result.Forward) result).tags())
          .contains(
              new FlowTag.Translated(
                  new NatKey(NatKey.Kind.DNAT, 6, ip(CLIENT), 0, ip(VIP), 80, device)));
    }
  }

  @ParameterizedTest
  @CsvSource({"down", "dead", "gone"})
  void aPoolWithoutAUsableMemberRefusesConnections(String how) {
    monitor(true);
    for (String name : List.of("one", "two")) {
      switch (how) {
        case "down" ->
            member(name, name.equals("one") ? ONE : TWO, member -> member.adminStateUp(false));
        case "dead" ->
            member(name, name.equals("one") ? ONE : TWO, m -> m.status(LbStatus.INACTIVE));
        default -> lab.remove(PoolMember.class, name);
      }
    }
    Result.Drop drop = (Result.Drop) lab.in("outer", syn());
    assertThat(drop.reason()).isEqualTo(DropReason.NO_POOL_MEMBER);
    assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.SENDER_INFORMED);
    byte[] sent = sent("outer", syn(), "outer");
    assertThat(ends(sent)).isEqualTo(VIP + ":80 > " + CLIENT + ":1000");
    TcpSegment reset = TcpSegment.parse(sent).orElseThrow();
    assertThat(reset.flags()).isEqualTo(TcpSegment.RST | TcpSegment.ACK);
    assertThat(reset.acknowledgment()).isEqualTo(78);
    assertThat(reset.ethDst()).isEqualTo(PEER);
  }

  private static byte[] syn() {
    return segment(TcpSegment.SYN);
  }

  private static byte[] segment(int flags) {
    return new TcpSegment(PEER, mac("outer"), ip(CLIENT), ip(VIP), 1000, 80, 77, 0, flags, 0)
        .toFrame();
  }

  @Test
  void aResetToAPoolWithoutMembersGetsNoAnswerAndNoFlow() {
    lab.remove(PoolMember.class, "one").remove(PoolMember.class, "two");
    assertThat(lab.in("outer", segment(TcpSegment.RST)))
        .isInstanceOfSatisfying(
            Result.Drop.class,
            drop -> {
              assertThat(drop.reason()).isEqualTo(DropReason.NO_POOL_MEMBER);
              assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.NONE);
              assertThat(drop.effects()).noneMatch(Effect.Transmit.class::isInstance);
            });
  }

  @Test
  void filtersOfTheRouterDoNotSeeConnectionsToAVip() {
    lab.chain("drop").rule("drop", Condition.ANY, Type.DROP);
    lab.editRouter("router", router -> router.inboundFilterId(id("drop")));
    int port = portOf(ONE);
    assertThat(reason("outer", TestFrames.udp(PEER, mac("outer"), CLIENT, VIP, port, 80)))
        .isEqualTo(DropReason.DROPPED_BY_RULE);
    lab.editRouter("router", router -> router.inboundFilterId(null).outboundFilterId(id("drop")));
    assertThat(reason("outer", request(port)))
        .as("to the member, as any packet")
        .isEqualTo(DropReason.DROPPED_BY_RULE);
    assertThat(through("vm", answer(ONE, port), "outer")).startsWith(VIP);
    assertThat(reason("vm", answer(ONE, port + 1))).isEqualTo(DropReason.DROPPED_BY_RULE);
  }

  @Test
  void otherPortsAndProtocolsAreNotBalanced() {
    for (byte[] other :
        List.of(
            TestFrames.tcp(PEER, mac("outer"), CLIENT, VIP, 1000, 81),
            TestFrames.udp(PEER, mac("outer"), CLIENT, VIP, 1000, 80),
            TestFrames.echo(PEER, mac("outer"), CLIENT, VIP, 9))) {
      assertThat(FrameParser.parse(sent("outer", other, "outer"), 1, 0).ipDst())
          .as("routed on")
          .isEqualTo(ip(VIP));
    }
  }

  @ParameterizedTest
  @CsvSource({"balancer", "pool", "vip", "port"})
  void whatIsAdministrativelyDownIsNotServed(String which) {
    int port = portOf(ONE);
    switch (which) {
      case "balancer" -> lab.put(new LoadBalancer(id("balancer"), false));
      case "pool" -> lab.put(lab.topology.find(Pool.class, id("pool")).withAdminStateUp(false));
      case "vip" -> lab.vip("vip", "pool", VIP, 80, vip -> vip.adminStateUp(false));
      default -> lab.vip("vip", "pool", VIP, 0, vip -> vip);
    }
    assertThat(through("outer", request(port), "outer")).endsWith(VIP + ":80");
    assertThat(through("vm", answer(ONE, port), "outer")).startsWith(ONE);
  }

  @Test
  void anErrorOfTheClientReachesTheMemberAndQuotesItsPacket() {
    int port = portOf(ONE);
    byte[] back = sent("vm", answer(ONE, port), "outer");
    byte[] error = IcmpPacket.error(3, 4, back, PEER, ip("198.51.100.1"));
    FrameRewriter.setEthernet(error, PEER, mac("outer"));
    byte[] in = sent("outer", error, "vm");
    assertThat(ends(in)).isEqualTo("198.51.100.1:3 > " + ONE + ":4");
    assertThat(QuotedPacket.of(in)).isEqualTo(new QuotedPacket(6, ip(ONE), 8080, ip(CLIENT), port));
  }

  @Test
  void anErrorOfAMemberReachesTheClientAndQuotesItsPacket() {
    int port = portOf(ONE);
    byte[] in = sent("outer", request(port), "vm");
    byte[] error = IcmpPacket.error(3, 3, in, VM, ip(ONE));
    FrameRewriter.setEthernet(error, VM, mac("inner"));
    byte[] out = sent("vm", error, "outer");
    assertThat(QuotedPacket.of(out)).isEqualTo(new QuotedPacket(6, ip(CLIENT), port, ip(VIP), 80));
  }

  @Test
  void theSenderOfAFragmentHasToSendSmallerPackets() {
    byte[] first =
        TestFrames.ipv4(
            PEER, mac("outer"), ip(CLIENT), ip(VIP), 6, 9, 0x2000, 1000, 80, new byte[8]);
    assertThat(reason("outer", first)).isEqualTo(DropReason.NOT_FORWARDED);
    assertThat(through("outer", first, "outer")).startsWith("198.51.100.2:3 > " + CLIENT + ":4");
  }

  @Test
  void trafficThatIsNotBalancedKeepsWideFlows() {
    Result.Forward forward =
        (Result.Forward) lab.in("outer", TestFrames.udp(PEER, mac("outer"), CLIENT, ONE, 1000, 80));
    assertThat(forward.mask().fields()).doesNotContain(FlowField.TP_SRC, FlowField.TP_DST);
    assertThat(forward.mask().srcPrefix()).isLessThan(32);
    forward =
        (Result.Forward)
            lab.in("vm", TestFrames.tcp(VM, mac("inner"), "192.168.1.70", CLIENT, 1000, 80));
    assertThat(forward.mask().fields()).doesNotContain(FlowField.TP_SRC, FlowField.TP_DST);
  }

  /** Tags that a change touches, and the results that it changes. */
  @Test
  void aChangeTouchesTheFlowsThatItConcerns() {
    FlowTag all = new FlowTag.Balancer(id("balancer"));
    FlowTag service = new FlowTag.Service(id("balancer"), new Endpoint(ip(VIP), 80));
    Result.Forward balanced = (Result.Forward) lab.in("outer", request(portOf(ONE)));
    assertThat(balanced.tags()).contains(all, service);
    Result.Forward other =
        (Result.Forward) lab.in("outer", TestFrames.udp(PEER, mac("outer"), CLIENT, ONE, 1000, 80));
    assertThat(other.tags()).contains(all).doesNotContain(service);

    assertThat(touchedBy(() -> member("one", ONE, member -> member.weight(7))))
        .containsExactly(service);
    assertThat(touchedBy(() -> member("three", "192.168.1.12", member -> member)))
        .containsExactlyInAnyOrder(all, service);
    assertThat(touchedBy(() -> member("one", ONE, m -> m.weight(7).status(LbStatus.INACTIVE))))
        .as("a status that does not count")
        .isEmpty();
    assertThat(touchedBy(() -> monitor(true))).containsExactly(service);
    assertThat(touchedBy(() -> lab.vip("vip", "pool", VIP, 80, vip -> vip.adminStateUp(false))))
        .containsExactlyInAnyOrder(all, service);
  }

  private Set<FlowTag> touchedBy(Runnable change) {
    Topology before = lab.topology;
    change.run();
    List<TopologyObject> objects =
        Stream.of("one", "two", "three", "vip", "pool", "hm")
            .flatMap(
                name ->
                    Stream.of(before, lab.topology)
                        .flatMap(
                            topology ->
                                Stream.of(
                                        PoolMember.class,
                                        org.midolab.midonet.model.Vip.class,
                                        Pool.class,
                                        HealthMonitor.class)
                                    .map(type -> (TopologyObject) topology.find(type, id(name)))
                                    .filter(object -> object != null)))
            .toList();
    return TopologyChange.balancing(before, lab.topology, objects);
  }

  private static final Endpoint MEMBER = new Endpoint(ip(ONE), 8080);

  private static byte[] ofMember(int flags, int acknowledgment) {
    return new TcpSegment(
            VM, mac("inner"), ip(ONE), ip("192.168.1.1"), 8080, 2000, 55, acknowledgment, flags, 0)
        .toFrame();
  }

  @Test
  void aProbeIsASynFromTheRoutersPortOnTheWayToTheMember() {
    Simulator.Probe probe = lab.simulator.probe(id("router"), MEMBER, 2000, 76);
    assertThat(probe.key())
        .isEqualTo(new ProbeKey(id("router"), MEMBER, new Endpoint(ip("192.168.1.1"), 2000)));
    byte[] sent = transmitted(probe.effects(), "vm");
    TestFrames.verifyChecksums(sent);
    assertThat(TcpSegment.parse(sent))
        .contains(
            new TcpSegment(
                mac("inner"),
                VM,
                ip("192.168.1.1"),
                ip(ONE),
                2000,
                8080,
                76,
                0,
                TcpSegment.SYN,
                0));
    assertThat(probe.effects())
        .as("so that filters accept the answer as that of a connection")
        .contains(
            new Effect.Connect(
                new ConnectionKey(6, ip(ONE), 8080, ip("192.168.1.1"), 2000, id("net")),
                id("inner"),
                Set.of(id("vm"))));
  }

  private static byte[] transmitted(List<Effect> effects, String port) {
    return effects.stream()
        .filter(Effect.Transmit.class::isInstance)
        .map(effect -> ActionRunner.run((Effect.Transmit) effect).get(id(port)))
        .filter(frame -> frame != null)
        .findFirst()
        .orElse(null);
  }

  @Test
  void aProbeOfAMemberWithoutAKnownMacAsksForIt() {
    lab.neighbour("router", ONE, Neighbour.UNKNOWN);
    Simulator.Probe probe = lab.simulator.probe(id("router"), MEMBER, 2000, 76);
    byte[] sent = transmitted(probe.effects(), "vm");
    assertThat(FrameParser.parse(sent, 1, 0).isArp()).isTrue();
    lab.neighbour("router", ONE, Neighbour.UNREACHABLE);
    assertThat(lab.simulator.probe(id("router"), MEMBER, 2000, 76).effects()).isEmpty();
    lab.neighbour("router", ONE, Neighbour.UNKNOWN).suppress("net", ONE, VM);
    sent = transmitted(lab.simulator.probe(id("router"), MEMBER, 2000, 76).effects(), "vm");
    assertThat(TcpSegment.parse(sent)).as("the bridge answers").isPresent();
  }

  @Test
  void withoutARouteThereIsNoProbe() {
    lab.router("other");
    assertThat(lab.simulator.probe(id("other"), MEMBER, 2000, 76).key()).isNull();
    assertThat(lab.simulator.probe(id("nothing"), MEMBER, 2000, 76).key()).isNull();
    lab.editRouter("router", router -> router.adminStateUp(false));
    assertThat(lab.simulator.probe(id("router"), MEMBER, 2000, 76).effects()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"18, true", "20, false"})
  void theAnswerToAProbeIsTakenBeforeFiltersAndTheMemberForgetsTheConnection(
      int flags, boolean open) {
    ProbeKey key = lab.simulator.probe(id("router"), MEMBER, 2000, 76).key();
    lab.chain("drop").rule("drop", Condition.ANY, Type.DROP);
    lab.editRouter("router", router -> router.inboundFilterId(id("drop")));
    lab.probes.add(key);
    Result result = lab.in("vm", ofMember(flags, 77));
    assertThat(result).isInstanceOf(Result.Consumed.class);
    assertThat(result.effects()).contains(new Effect.AnswerProbe(key, open, 77));
    byte[] reset = transmitted(result.effects(), "vm");
    if (open) {
      assertThat(TcpSegment.parse(reset))
          .hasValueSatisfying(
              segment -> {
                assertThat(segment.flags()).isEqualTo(TcpSegment.RST);
                assertThat(segment.sequence()).isEqualTo(77);
                assertThat(segment.destinationPort()).isEqualTo(8080);
              });
    } else {
      assertThat(reset).as("a reset is not answered").isNull();
    }
  }

  @Test
  void otherSegmentsToTheRouterAreNotAnswersToProbes() {
    ProbeKey key = lab.simulator.probe(id("router"), MEMBER, 2000, 76).key();
    Result.Drop drop = (Result.Drop) lab.in("vm", ofMember(18, 77));
    assertThat(drop.reason()).isEqualTo(DropReason.NOT_FORWARDED);
    assertThat(drop.tags()).contains(new FlowTag.Probed(key));
    lab.probes.add(key);
    Result plain = lab.in("vm", ofMember(TcpSegment.ACK, 99));
    assertThat(plain.effects())
        .as("of a connection of an earlier probe")
        .noneMatch(Effect.AnswerProbe.class::isInstance);
    assertThat(transmitted(plain.effects(), "vm")).as("is reset").isNotNull();
  }
}
