package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Route.NextHop;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.TestFrames;

/** {@code host 10.0.1.9 - a [r] b, c - 10.0.2.0/24, 10.0.3.0/24}. */
class RouterTest {

  private static final Mac HOST = mac("host");
  private static final Mac NEXT = mac("next");

  private final Lab lab =
      new Lab()
          .router("r")
          .uplink("a", "r", "10.0.1.1/24")
          .uplink("b", "r", "10.0.2.1/24")
          .uplink("c", "r", "10.0.3.1/24")
          .route("r", "10.0.1.0/24", "a", null)
          .route("r", "10.0.2.0/24", "b", null)
          .route("r", "10.0.3.0/24", "c", null)
          .neighbour("r", "10.0.2.9", NEXT)
          .neighbour("r", "10.0.3.9", NEXT);

  private Result to(String destination) {
    return lab.in("a", packet(destination));
  }

  private static byte[] packet(String destination) {
    return TestFrames.udp(HOST, mac("a"), "10.0.1.9", destination, 1000, 53);
  }

  private static Result.Drop drop(Result result) {
    assertThat(result).isInstanceOf(Result.Drop.class);
    return (Result.Drop) result;
  }

  private static String exit(Result result) {
    assertThat(result).isInstanceOf(Result.Forward.class);
    SimAction last = ((Result.Forward) result).actions().getLast();
    for (String port : List.of("a", "b", "c")) {
      if (last.equals(new SimAction.Emit(id(port)))) {
        return port;
      }
    }
    throw new AssertionError(last);
  }

  private static byte[] sent(Result result, String port) {
    assertThat(result.effects()).filteredOn(Effect.Transmit.class::isInstance).hasSize(1);
    byte[] frame = ActionRunner.run((Effect.Transmit) result.effects().getLast()).get(id(port));
    assertThat(frame).isNotNull();
    return frame;
  }

  private static void assertError(Result result, int type, int code, String from) {
    byte[] frame = sent(result, "a");
    TestFrames.verifyChecksums(frame);
    FlowKey key = FrameParser.parse(frame, 1, 0);
    assertThat(key.tpSrc()).isEqualTo(type);
    assertThat(key.tpDst()).isEqualTo(code);
    assertThat(key.ipSrc()).isEqualTo(ip(from));
    assertThat(key.ethSrc()).isEqualTo(mac("a"));
    assertThat(key.ethDst()).isEqualTo(HOST);
    assertThat(((Result.Drop) result).lifetime()).isEqualTo(Result.Lifetime.SENDER_INFORMED);
  }

  @Test
  void aPacketIsRewrittenForItsNextHop() {
    Result.Forward forward = (Result.Forward) to("10.0.2.9");
    assertThat(forward.actions())
        .containsExactly(
            new SimAction.SetEthernet(mac("b"), NEXT),
            new SimAction.DecrementTtl(1),
            new SimAction.Emit(id("b")));
    assertThat(forward.mask().fields())
        .containsExactlyInAnyOrder(
            FlowField.IN_PORT,
            FlowField.ETH_TYPE,
            FlowField.VLAN,
            FlowField.ETH_DST,
            FlowField.IP_TTL,
            FlowField.IP_SRC,
            FlowField.IP_DST);
    assertThat(forward.mask().srcPrefix())
        .as("enough bits to detect a martian source")
        .isEqualTo(8);
    assertThat(forward.tags())
        .contains(
            new FlowTag.Route(id("r"), org.midolab.midonet.model.Prefix.parse("10.0.2.9/29")),
            new FlowTag.ArpEntry(id("r"), ip("10.0.2.9")));
  }

  @Test
  void theFlowOfAPacketThroughAGatewayCoversTheWholeRoute() {
    lab.route("r", "172.16.0.0/12", "b", "10.0.2.9");
    Result.Forward forward = (Result.Forward) to("172.20.1.1");
    assertThat(forward.mask().dstPrefix()).as("12 bits, in whole bytes").isEqualTo(16);
  }

  @Test
  void theLongestPrefixIsChosenThenTheLowestWeight() {
    lab.route("r", "0.0.0.0/0", "b", "10.0.2.9");
    lab.route("r", "0.0.0.0/0", "172.16.0.0/12", NextHop.PORT, "b", "10.0.2.9", 1);
    lab.route("r", "0.0.0.0/0", "172.16.5.0/24", NextHop.PORT, "c", "10.0.3.9", 200);
    assertThat(exit(to("172.16.5.1"))).isEqualTo("c");
    assertThat(exit(to("172.16.6.1"))).isEqualTo("b");
    lab.route("r", "0.0.0.0/0", "172.16.5.0/24", NextHop.PORT, "b", "10.0.2.9", 100);
    assertThat(exit(to("172.16.5.1"))).isEqualTo("b");
  }

  @Test
  void aRouteForOtherSourcesIsSkipped() {
    lab.route("r", "10.9.0.0/16", "172.16.5.0/24", NextHop.PORT, "c", "10.0.3.9", 1);
    lab.route("r", "10.0.1.0/24", "172.16.0.0/12", NextHop.PORT, "b", "10.0.2.9", 100);
    Result.Forward forward = (Result.Forward) to("172.16.5.1");
    assertThat(exit(forward)).isEqualTo("b");
    assertThat(forward.mask().srcPrefix()).isEqualTo(24);
  }

  @Test
  void aRouteThroughAPortThatIsDownIsSkipped() {
    lab.route("r", "0.0.0.0/0", "172.16.0.0/12", NextHop.PORT, "b", "10.0.2.9", 10);
    lab.route("r", "0.0.0.0/0", "172.16.0.0/12", NextHop.PORT, "c", "10.0.3.9", 20);
    assertThat(exit(to("172.16.5.1"))).isEqualTo("b");
    lab.edit("b", port -> port.adminStateUp(false));
    assertThat(exit(to("172.16.5.1"))).isEqualTo("c");
    lab.inactive("c");
    assertThat(drop(to("172.16.5.1")).reason()).isEqualTo(DropReason.NO_ROUTE);
  }

  @Test
  void connectionsAreDistributedOverEqualRoutesAndKeepTheirRoute() {
    lab.route("r", "0.0.0.0/0", "172.16.0.0/12", NextHop.PORT, "b", "10.0.2.9", 10);
    lab.route("r", "0.0.0.0/0", "172.16.0.0/12", NextHop.PORT, "c", "10.0.3.9", 10);
    int byB = 0;
    for (int port = 0; port < 1000; port++) {
      byte[] packet = TestFrames.udp(HOST, mac("a"), "10.0.1.9", "172.16.0.1", port, 53);
      Result result = lab.in("a", packet);
      assertThat(exit(lab.in("a", packet))).isEqualTo(exit(result));
      assertThat(((Result.Forward) result).mask().fields())
          .contains(
              FlowField.TP_SRC,
              FlowField.TP_DST,
              FlowField.IP_PROTO,
              FlowField.IP_SRC,
              FlowField.IP_DST);
      byB += exit(result).equals("b") ? 1 : 0;
    }
    assertThat(byB).isBetween(400, 600);
  }

  @Test
  void allFragmentsOfAPacketTakeTheSameRoute() {
    lab.route("r", "0.0.0.0/0", "172.16.0.0/12", NextHop.PORT, "b", "10.0.2.9", 10);
    lab.route("r", "0.0.0.0/0", "172.16.0.0/12", NextHop.PORT, "c", "10.0.3.9", 10);
    for (int host = 1; host < 50; host++) {
      Set<String> exits = new HashSet<>();
      for (int fragment : new int[] {0x2000, 0x2010, 0x0020}) {
        exits.add(
            exit(
                lab.in(
                    "a",
                    TestFrames.ipv4(
                        HOST,
                        mac("a"),
                        ip("10.0.1.9"),
                        ip("172.16.0." + host),
                        17,
                        9,
                        fragment,
                        host,
                        7,
                        new byte[8]))));
      }
      assertThat(exits).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 10.0.2.9, MARTIAN_SOURCE",
    "0.1.2.3, 10.0.2.9, MARTIAN_SOURCE",
    "127.0.0.1, 10.0.2.9, MARTIAN_SOURCE",
    "224.0.0.5, 10.0.2.9, MARTIAN_SOURCE",
    "240.0.0.1, 10.0.1.1, MARTIAN_SOURCE",
    "255.255.255.255, 10.0.2.9, MARTIAN_SOURCE",
    "10.0.1.9, 127.0.0.1, MARTIAN_DESTINATION",
    "10.0.1.9, 0.0.0.0, MARTIAN_DESTINATION",
  })
  void martianAddressesAreDroppedWithTheirReason(
      String source, String destination, DropReason reason) {
    lab.route("r", "0.0.0.0/0", "b", "10.0.2.9");
    byte[] packet = TestFrames.udp(HOST, mac("a"), source, destination, 1000, 53);
    Result.Drop drop = drop(lab.in("a", packet));
    assertThat(drop.reason()).isEqualTo(reason);
    assertThat(drop.effects()).isEmpty();
  }

  @Test
  void aFaultyHeaderIsDroppedWithItsReasonAndWithoutAFlow() {
    byte[] checksum = packet("10.0.2.9");
    checksum[24] ^= 1;
    byte[] longer = packet("10.0.2.9");
    longer[17]++;
    byte[] shorter = packet("10.0.2.9");
    shorter[16] = 0;
    shorter[17] = 19;
    byte[] header = packet("10.0.2.9");
    header[14] = 0x4F;
    FlowKey key = FrameParser.parse(packet("10.0.2.9"), 1, 0);
    for (byte[] frame : List.of(checksum, longer, shorter, header)) {
      Result.Drop drop = drop(lab.simulator.simulate(Ingress.fromWire(id("a"), key, frame)));
      assertThat(drop.reason())
          .isEqualTo(frame == checksum ? DropReason.BAD_IP_CHECKSUM : DropReason.BAD_IP_LENGTH);
      assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.NONE);
    }
    assertThat(exit(to("10.0.2.9"))).as("a correct frame gets a flow").isEqualTo("b");
  }

  @Test
  void packetsToAnAddressThatMovedOnABridgeGoToItsNewOwnerAtOnce() {
    Mac before = mac("before");
    Mac after = mac("after");
    lab.bridge("n")
        .link("i", "r", "10.0.9.1/24", "n")
        .tap("x", "n")
        .route("r", "10.0.9.0/24", "i", null)
        .neighbour("r", "10.0.9.9", before)
        .suppress("n", "10.0.9.9", before);
    assertThat(((Result.Forward) to("10.0.9.9")).actions())
        .contains(new SimAction.SetEthernet(mac("i"), before));
    lab.suppress("n", "10.0.9.9", after);
    Result.Forward moved = (Result.Forward) to("10.0.9.9");
    assertThat(moved.actions()).contains(new SimAction.SetEthernet(mac("i"), after));
    assertThat(moved.tags()).contains(new FlowTag.ArpEntry(id("n"), ip("10.0.9.9")));
    assertThat(moved.effects())
        .contains(new Effect.LearnArp(id("r"), id("i"), ip("10.0.9.9"), after));
  }

  @Test
  void packetsToARouterThatGotAnotherMacOnTheSameBridgeUseItAtOnce() {
    Mac before = mac("before");
    lab.bridge("n")
        .router("other")
        .link("i", "r", "10.0.9.1/24", "n")
        .link("o", "other", "10.0.9.9/24", "n")
        .route("r", "10.0.9.0/24", "i", null)
        .route("r", "172.16.0.0/12", "i", "10.0.9.9")
        .route("other", "172.16.0.0/12", "o", null)
        .neighbour("r", "10.0.9.9", before);
    lab.edit("o", port -> port.portMac(before));
    Result known = to("172.16.0.9");
    lab.edit("o", port -> port.portMac(mac("after")));
    Result moved = to("172.16.0.9");
    assertThat(known.effects()).noneMatch(effect -> effect instanceof Effect.LearnArp);
    assertThat(moved.effects())
        .contains(new Effect.LearnArp(id("r"), id("i"), ip("10.0.9.9"), mac("after")));
  }

  @Test
  void withoutARouteTheSenderGetsAnIcmpError() {
    Result result = to("172.16.0.1");
    assertThat(drop(result).reason()).isEqualTo(DropReason.NO_ROUTE);
    assertError(result, 3, 0, "10.0.1.1");
  }

  @Test
  void aRejectRouteSendsAnIcmpErrorAndABlackholeDoesNot() {
    lab.route("r", "0.0.0.0/0", "172.16.0.0/16", NextHop.REJECT, null, null, 1);
    lab.route("r", "0.0.0.0/0", "172.17.0.0/16", NextHop.BLACKHOLE, null, null, 1);
    Result rejected = to("172.16.0.1");
    assertThat(drop(rejected).reason()).isEqualTo(DropReason.REJECT_ROUTE);
    assertError(rejected, 3, 13, "10.0.1.1");
    Result.Drop hole = drop(to("172.17.0.1"));
    assertThat(hole.reason()).isEqualTo(DropReason.BLACKHOLE);
    assertThat(hole.effects()).isEmpty();
    assertThat(hole.lifetime()).isEqualTo(Result.Lifetime.NORMAL);
  }

  @Test
  void aPacketWithATimeToLiveOfOneIsDropped() {
    byte[] packet = packet("10.0.2.9");
    FrameRewriter.setTtl(packet, 1);
    Result result = lab.in("a", packet);
    assertThat(drop(result).reason()).isEqualTo(DropReason.TTL_EXCEEDED);
    assertError(result, 11, 0, "10.0.1.1");
    FrameRewriter.setTtl(packet, 2);
    assertThat(exit(lab.in("a", packet))).isEqualTo("b");
  }

  @Test
  void aRouterThatIsDownSendsAnIcmpError() {
    lab.editRouter("r", router -> router.adminStateUp(false));
    Result result = to("10.0.2.9");
    assertThat(drop(result).reason()).isEqualTo(DropReason.ADMIN_DOWN);
    assertError(result, 3, 13, "10.0.1.1");
    Result arp = lab.in("a", ArpPacket.request(HOST, ip("10.0.1.9"), ip("10.0.1.1")).toFrame());
    assertThat(drop(arp).effects()).isEmpty();
  }

  @Test
  void aPacketToAnUnknownNextHopWaitsForArp() {
    Result result = to("10.0.2.77");
    assertThat(result).isInstanceOf(Result.Wait.class);
    assertThat(((Result.Wait) result).address()).isEqualTo(ip("10.0.2.77"));
    assertThat(ArpPacket.parse(sent(result, "b")))
        .isEqualTo(ArpPacket.request(mac("b"), ip("10.0.2.1"), ip("10.0.2.77")));
    assertThat(lab.simulator.requestArp(id("b"), ip("10.0.2.77"))).hasSize(1);
    lab.apply(
        lab.in("b", new ArpPacket(2, NEXT, ip("10.0.2.77"), mac("b"), ip("10.0.2.1")).toFrame()));
    assertThat(exit(to("10.0.2.77"))).isEqualTo("b");
  }

  @Test
  void aStaleNeighbourIsUsedAndQueriedAgain() {
    lab.neighbour("r", "10.0.2.9", new Neighbour.Known(NEXT, true));
    Result result = to("10.0.2.9");
    assertThat(exit(result)).isEqualTo("b");
    assertThat(ArpPacket.parse(sent(result, "b")).targetIp()).isEqualTo(ip("10.0.2.9"));
  }

  @ParameterizedTest
  @CsvSource({"10.0.2.66, 1", "172.16.0.1, 0"})
  void aNeighbourThatDoesNotAnswerIsReported(String destination, int code) {
    lab.route("r", "172.16.0.0/12", "b", "10.0.2.66")
        .neighbour("r", "10.0.2.66", Neighbour.UNREACHABLE);
    Result result = to(destination);
    assertThat(drop(result).reason()).isEqualTo(DropReason.ARP_TIMEOUT);
    assertError(result, 3, code, "10.0.1.1");
  }

  @Test
  void echoRequestsToAnyOwnAddressAreAnswered() {
    for (String own : List.of("10.0.1.1", "10.0.2.1", "10.0.3.1")) {
      byte[] reply = sent(lab.in("a", TestFrames.echo(HOST, mac("a"), "10.0.1.9", own, 1)), "a");
      TestFrames.verifyChecksums(reply);
      assertThat(FrameParser.parse(reply, 1, 0))
          .returns(ip(own), FlowKey::ipSrc)
          .returns(IcmpPacket.ECHO_REPLY, FlowKey::tpSrc)
          .returns(64, FlowKey::ttl);
    }
    assertThat(drop(to("10.0.2.1")).reason()).isEqualTo(DropReason.NOT_FORWARDED);
  }

  @Test
  void framesNotAddressedToTheRouterAreNotForwarded() {
    byte[] tagged = FrameRewriter.pushVlan(packet("10.0.2.9"), 7);
    byte[] ipv6 = packet("10.0.2.9");
    ipv6[12] = (byte) 0x86;
    ipv6[13] = (byte) 0xDD;
    byte[] strangers = TestFrames.udp(HOST, mac("x"), "10.0.1.9", "10.0.2.9", 1, 2);
    byte[] broadcast = TestFrames.udp(HOST, Mac.BROADCAST, "10.0.1.9", "10.0.2.9", 1, 2);
    for (byte[] frame :
        List.of(
            tagged,
            ipv6,
            strangers,
            broadcast,
            packet("224.0.0.5"),
            packet("255.255.255.255"),
            packet("10.0.2.255"))) {
      Result.Drop drop = drop(lab.in("a", frame));
      assertThat(drop.reason()).isEqualTo(DropReason.NOT_FORWARDED);
      assertThat(drop.effects()).isEmpty();
    }
  }

  @Test
  void aPriorityTagIsRemoved() {
    byte[] tagged = FrameRewriter.pushVlan(packet("10.0.2.9"), 0);
    Result.Forward forward = (Result.Forward) lab.in("a", tagged);
    assertThat(forward.actions()).startsWith(new SimAction.PopVlan());
  }

  @Test
  void noErrorIsSentAboutErrorsLaterFragmentsAndInvalidSenders() {
    byte[] error = IcmpPacket.error(3, 1, packet("10.0.1.1"), HOST, ip("10.0.1.9"));
    FrameRewriter.setEthernet(error, HOST, mac("a"));
    FrameRewriter.setIp(error, ip("10.0.1.9"), ip("172.16.0.1"));
    byte[] later =
        TestFrames.ipv4(
            HOST, mac("a"), ip("10.0.1.9"), ip("172.16.0.1"), 17, 9, 0x0010, 1, 2, new byte[8]);
    byte[] nobody = TestFrames.udp(HOST, mac("a"), "0.0.0.0", "172.16.0.1", 1, 2);
    byte[] group = TestFrames.udp(HOST, mac("a"), "224.0.0.9", "172.16.0.1", 1, 2);
    for (byte[] frame : List.of(error, later, nobody, group)) {
      Result.Drop drop = drop(lab.in("a", frame));
      assertThat(drop.reason()).isIn(DropReason.NO_ROUTE, DropReason.MARTIAN_SOURCE);
      assertThat(drop.effects()).isEmpty();
      assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.NORMAL);
    }
  }

  @Test
  void arpForItsAddressIsAnsweredAndTheSenderIsLearned() {
    byte[] request = ArpPacket.request(HOST, ip("10.0.1.9"), ip("10.0.1.1")).toFrame();
    Result.Forward result = (Result.Forward) lab.in("a", request);
    assertThat(result.effects())
        .containsExactly(new Effect.LearnArp(id("r"), id("a"), ip("10.0.1.9"), HOST));
    assertThat(result.tags())
        .contains(new FlowTag.Device(id("a")), new FlowTag.Taught(id("r"), ip("10.0.1.9"), HOST));
    assertThat(ArpPacket.parse(ActionRunner.run(request, result.actions()).get(id("a"))))
        .isEqualTo(new ArpPacket(2, mac("a"), ip("10.0.1.1"), HOST, ip("10.0.1.9")));
  }

  @Test
  void announcementsAreLearnedWithinTheSubnetOnly() {
    for (int operation : new int[] {1, 2}) {
      byte[] near =
          new ArpPacket(operation, HOST, ip("10.0.1.7"), Mac.BROADCAST, ip("10.0.1.7")).toFrame();
      assertThat(lab.in("a", near).effects())
          .containsExactly(new Effect.LearnArp(id("r"), id("a"), ip("10.0.1.7"), HOST));
      for (String other : List.of("10.0.2.7", "10.0.1.1")) {
        byte[] far = new ArpPacket(operation, HOST, ip(other), Mac.BROADCAST, ip(other)).toFrame();
        assertThat(lab.in("a", far).effects())
            .filteredOn(Effect.LearnArp.class::isInstance)
            .isEmpty();
      }
    }
    Result others = lab.in("a", ArpPacket.request(HOST, ip("10.0.1.9"), ip("10.0.1.8")).toFrame());
    assertThat(drop(others).lifetime())
        .as("ARP of others gets no flow")
        .isEqualTo(Result.Lifetime.NONE);
  }

  @ParameterizedTest
  @CsvSource({"in", "forward", "out", "port-in", "port-out"})
  void aRejectInAnyChainOfTheRouterSendsAnIcmpError(String hook) {
    lab.rule("c", Condition.ANY, Rule.Type.REJECT);
    hook(hook);
    Result result = to("10.0.2.9");
    assertThat(drop(result).reason()).isEqualTo(DropReason.REJECTED_BY_RULE);
    assertError(result, 3, 13, "10.0.1.1");
  }

  @ParameterizedTest
  @CsvSource({"in", "forward", "out", "port-in", "port-out"})
  void aDropSendsAnIcmpErrorOnlyForAFirstFragment(String hook) {
    lab.rule("c", Condition.ANY, Rule.Type.DROP);
    hook(hook);
    Result whole = to("10.0.2.9");
    assertThat(drop(whole).reason()).isEqualTo(DropReason.DROPPED_BY_RULE);
    assertThat(whole.effects()).isEmpty();
    byte[] first =
        TestFrames.ipv4(
            HOST, mac("a"), ip("10.0.1.9"), ip("10.0.2.9"), 17, 9, 0x2000, 1, 2, new byte[8]);
    assertError(lab.in("a", first), 3, 4, "10.0.1.1");
  }

  private void hook(String hook) {
    switch (hook) {
      case "in" -> lab.editRouter("r", router -> router.inboundFilterId(id("c")));
      case "forward" -> lab.editRouter("r", router -> router.forwardChainId(id("c")));
      case "out" -> lab.editRouter("r", router -> router.outboundFilterId(id("c")));
      case "port-in" -> lab.edit("a", port -> port.inboundFilterId(id("c")));
      case "port-out" -> lab.edit("b", port -> port.outboundFilterId(id("c")));
      default -> throw new AssertionError(hook);
    }
  }

  @Test
  void theLocalRedirectChainAppliesOnlyToPacketsForTheRouter() {
    lab.rule("c", Condition.ANY, Rule.Type.DROP)
        .editRouter("r", router -> router.localRedirectChainId(id("c")));
    assertThat(exit(to("10.0.2.9"))).isEqualTo("b");
    Result echo = lab.in("a", TestFrames.echo(HOST, mac("a"), "10.0.1.9", "10.0.1.1", 9));
    assertThat(drop(echo).reason()).isEqualTo(DropReason.DROPPED_BY_RULE);
  }

  @Test
  void linkedRoutersNeedNoArpForEachOther() {
    lab.router("s")
        .wire("w", "r", "10.9.0.1/30", "s", "10.9.0.2/30")
        .uplink("z", "s", "10.0.9.1/24");
    lab.route("r", "10.0.9.0/24", "w", "10.9.0.2").route("s", "10.0.9.0/24", "z", null);
    lab.neighbour("s", "10.0.9.9", NEXT);
    Result.Forward forward = (Result.Forward) to("10.0.9.9");
    assertThat(forward.actions())
        .containsExactly(
            new SimAction.SetEthernet(mac("z"), NEXT),
            new SimAction.DecrementTtl(2),
            new SimAction.Emit(id("z")));
  }

  @Test
  void aLoopOfRoutersEnds() {
    lab.router("s").wire("w", "r", "10.9.0.1/30", "s", "10.9.0.2/30");
    lab.route("r", "172.16.0.0/12", "w", "10.9.0.2")
        .route("s", "172.16.0.0/12", "w-peer", "10.9.0.1");
    assertThat(drop(to("172.16.0.1")).reason()).isEqualTo(DropReason.TOO_MANY_DEVICES);
  }
}
