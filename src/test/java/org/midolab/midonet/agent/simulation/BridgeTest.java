package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.TestFrames;

class BridgeTest {

  private static final Mac A = mac("a");
  private static final Mac B = mac("b");

  /** Everything that an answer to ARP depends on. */
  private static final List<FlowField> ARP_FIELDS =
      List.of(
          FlowField.ETH_SRC,
          FlowField.ETH_DST,
          FlowField.VLAN,
          FlowField.IP_PROTO,
          FlowField.IP_SRC,
          FlowField.IP_DST,
          FlowField.TP_SRC);

  private final Lab lab =
      new Lab().bridge("net").tap("p1", "net").tap("p2", "net").tap("p3", "net");

  private static byte[] frame(Mac from, Mac to) {
    return TestFrames.udp(from, to, "10.0.0.1", "10.0.0.2", 1, 2);
  }

  private static SimAction emit(String port) {
    return new SimAction.Emit(id(port));
  }

  private static Result.Forward forward(Result result) {
    assertThat(result).isInstanceOf(Result.Forward.class);
    return (Result.Forward) result;
  }

  private static Result.Drop drop(Result result) {
    assertThat(result).isInstanceOf(Result.Drop.class);
    return (Result.Drop) result;
  }

  @Test
  void framesToAnUnknownStationAreFloodedButNotSentBack() {
    Result.Forward result = forward(lab.in("p1", frame(A, B)));
    assertThat(result.actions()).containsExactlyInAnyOrder(emit("p2"), emit("p3"));
    assertThat(result.tags())
        .contains(new FlowTag.Flood(id("net")), new FlowTag.MacEntry(id("net"), 0, B));
    assertThat(result.mask().fields())
        .as("a bridge reads layer 2 only")
        .containsExactlyInAnyOrder(
            FlowField.IN_PORT,
            FlowField.ETH_TYPE,
            FlowField.ETH_SRC,
            FlowField.ETH_DST,
            FlowField.VLAN);
  }

  @Test
  void aStationIsLearnedFromItsFrames() {
    Result first = lab.in("p2", frame(B, A));
    assertThat(first.effects()).containsExactly(new Effect.LearnMac(id("net"), 0, B, id("p2")));
    lab.apply(first);
    assertThat(forward(lab.in("p1", frame(A, B))).actions()).containsExactly(emit("p2"));
    lab.apply(lab.in("p3", frame(B, A)));
    assertThat(forward(lab.in("p1", frame(A, B))).actions())
        .as("the station moved")
        .containsExactly(emit("p3"));
  }

  @Test
  void aStationThatMovesTouchesTheFlowsFromAndToIt() {
    FlowTag moved = TopologyChange.macTable(id("net"), 0, B);
    assertThat(forward(lab.in("p1", frame(A, B))).tags()).contains(moved);
    assertThat(forward(lab.in("p2", frame(B, A))).tags()).contains(moved);
  }

  /** The port may leave the group, or join it. */
  @Test
  void aFrameThatTheOutboundFilterRefusesDependsOnItsEgressPort() {
    UUID group = id("group");
    lab.station("net", B, "p2")
        .edit("p2", port -> port.portGroupIds(Set.of(group)))
        .chain("out")
        .rule("out", ConditionBuilder.builder().outPortGroupId(group).build(), Rule.Type.DROP)
        .editBridge("net", net -> net.outboundFilterId(id("out")));
    Result.Drop refused = drop(lab.in("p1", frame(A, B)));
    assertThat(refused.reason()).isEqualTo(DropReason.DROPPED_BY_RULE);
    assertThat(refused.tags()).contains(new FlowTag.Device(id("p2")));
  }

  @Test
  void stationsAreLearnedPerVlan() {
    lab.bridge("seven").trunk("v7", "net", "seven").edit("v7", port -> port.vlanId(7));
    byte[] tagged = FrameRewriter.pushVlan(frame(B, A), 7);
    assertThat(lab.in("p2", tagged).effects())
        .contains(new Effect.LearnMac(id("net"), 7, B, id("p2")));
    lab.apply(lab.in("p2", tagged));
    assertThat(forward(lab.in("p1", frame(A, B))).actions()).hasSize(2);
    assertThat(forward(lab.in("p1", FrameRewriter.pushVlan(frame(A, B), 7))).actions())
        .containsExactly(emit("p2"));
  }

  @Test
  void broadcastAndMulticastAreFlooded() {
    for (Mac to : List.of(Mac.BROADCAST, Mac.parse("01:00:5e:00:00:05"))) {
      assertThat(forward(lab.in("p1", frame(A, to))).actions())
          .containsExactlyInAnyOrder(emit("p2"), emit("p3"));
    }
  }

  @Test
  void aFrameDoesNotGoBackOutOfItsPort() {
    lab.station("net", B, "p1");
    assertThat(drop(lab.in("p1", frame(A, B))).reason()).isEqualTo(DropReason.NO_EGRESS);
  }

  @Test
  void aFloodSkipsPortsThatAreDown() {
    lab.inactive("p2");
    assertThat(forward(lab.in("p1", frame(A, B))).actions()).containsExactly(emit("p3"));
    lab.edit("p3", port -> port.adminStateUp(false));
    assertThat(drop(lab.in("p1", frame(A, B))).reason()).isEqualTo(DropReason.NO_EGRESS);
  }

  @Test
  void aKnownStationBehindAPortThatIsDownIsNotFlooded() {
    lab.station("net", B, "p2").inactive("p2");
    Result.Drop drop = drop(lab.in("p1", frame(A, B)));
    assertThat(drop.reason()).isEqualTo(DropReason.NO_EGRESS);
    assertThat(drop.tags()).contains(new FlowTag.Device(id("p2")));
  }

  @Test
  void framesFromAGroupAddressAreDropped() {
    assertThat(drop(lab.in("p1", frame(Mac.parse("01:00:5e:00:00:05"), B))).reason())
        .isEqualTo(DropReason.MALFORMED);
  }

  @Test
  void aBridgeThatIsDownDrops() {
    lab.editBridge("net", net -> net.adminStateUp(false));
    Result.Drop drop = drop(lab.in("p1", frame(A, B)));
    assertThat(drop.reason()).isEqualTo(DropReason.ADMIN_DOWN);
    assertThat(drop.mask().fields())
        .as("one drop flow for the whole port")
        .containsExactlyInAnyOrder(FlowField.IN_PORT, FlowField.ETH_TYPE);
  }

  @Test
  void linkedBridgesFloodAndLearn() {
    lab.bridge("far").tap("f1", "far").trunk("t", "net", "far");
    assertThat(forward(lab.in("p1", frame(A, B))).actions())
        .containsExactlyInAnyOrder(emit("p2"), emit("p3"), emit("f1"));
    Result back = lab.in("f1", frame(B, A));
    assertThat(back.effects())
        .contains(
            new Effect.LearnMac(id("far"), 0, B, id("f1")),
            new Effect.LearnMac(id("net"), 0, B, id("t")));
    lab.apply(back);
    assertThat(forward(lab.in("p1", frame(A, B))).actions()).containsExactly(emit("f1"));
  }

  @Test
  void aLoopOfBridgesEnds() {
    lab.bridge("far").trunk("t", "net", "far").trunk("u", "net", "far");
    lab.station("net", B, "t").station("far", B, "u-peer");
    assertThat(drop(lab.in("p1", frame(A, B))).reason()).isEqualTo(DropReason.TOO_MANY_DEVICES);
  }

  @Test
  void arpIsAnsweredFromTheTableAndTheAnswerGoesBack() {
    lab.suppress("net", "10.0.0.2", B);
    byte[] request = ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.2")).toFrame();
    Result.Forward result = forward(lab.in("p1", request));
    assertThat(result.actions()).containsExactly(new SimAction.AnswerArp(B), emit("p1"));
    assertThat(ArpPacket.parse(ActionRunner.run(request, result.actions()).get(id("p1"))))
        .isEqualTo(new ArpPacket(FlowKey.ARP_REPLY, B, ip("10.0.0.2"), A, ip("10.0.0.1")));
    assertThat(result.mask().fields()).containsAll(ARP_FIELDS);
    assertThat(result.tags())
        .contains(
            new FlowTag.ArpEntry(id("net"), ip("10.0.0.2")),
            new FlowTag.Links(id("net")),
            new FlowTag.MacEntry(id("net"), 0, A));
  }

  @Test
  void arpOnBehalfOfAnotherStationGetsNoFlow() {
    lab.suppress("net", "10.0.0.2", B);
    byte[] request = ArpPacket.request(mac("c"), ip("10.0.0.1"), ip("10.0.0.2")).toFrame();
    FrameRewriter.setEthernet(request, A, Mac.BROADCAST);
    assertThat(lab.in("p1", request)).isInstanceOf(Result.Consumed.class);
  }

  @Test
  void taggedArpIsAnsweredWithItsTagFrameByFrame() {
    lab.suppress("net", "10.0.0.2", B);
    byte[] request = ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.2")).toFrame();
    Result result = lab.in("p1", FrameRewriter.pushVlan(request, 7));
    assertThat(result).isInstanceOf(Result.Consumed.class);
    byte[] reply = ActionRunner.run((Effect.Transmit) result.effects().getLast()).get(id("p1"));
    assertThat(ArpPacket.parse(reply).senderMac()).isEqualTo(B);
    assertThat(FrameRewriter.popVlan(reply)).isNotEqualTo(reply);
  }

  @Test
  void arpBetweenTwoStationsThatKnowEachOtherIsAFlow() {
    lab.station("net", B, "p2");
    byte[] probe = ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.2")).toFrame();
    FrameRewriter.setEthernet(probe, A, B);
    Result.Forward result = forward(lab.in("p1", probe));
    assertThat(result.actions()).containsExactly(emit("p2"));
    assertThat(result.mask().fields()).containsAll(ARP_FIELDS);
    byte[] answer = new ArpPacket(2, B, ip("10.0.0.2"), A, ip("10.0.0.1")).toFrame();
    lab.station("net", A, "p1");
    assertThat(forward(lab.in("p2", answer)).actions()).containsExactly(emit("p1"));
  }

  @Test
  void anArpAnswerPassesTheFiltersOfItsPort() {
    lab.suppress("net", "10.0.0.2", B).chain("c");
    lab.edit("p1", port -> port.outboundFilterId(id("c")));
    byte[] request = ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.2")).toFrame();
    Result.Forward answered = forward(lab.in("p1", request));
    assertThat(answered.tags()).contains(new FlowTag.Filter(id("c")));
    lab.rule("c", ConditionBuilder.builder().dlType(FlowKey.ETHERTYPE_ARP).build(), Rule.Type.DROP);
    assertThat(lab.in("p1", request).effects())
        .noneMatch(effect -> effect instanceof Effect.Transmit);
  }

  @Test
  void anOwnersRequestIsNotAnsweredAndAnAnnouncementReachesAllPorts() {
    lab.suppress("net", "10.0.0.1", A);
    for (ArpPacket arp :
        List.of(
            ArpPacket.request(A, ip("0.0.0.0"), ip("10.0.0.1")),
            ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.1")))) {
      Effect.Transmit flood = (Effect.Transmit) lab.in("p1", arp.toFrame()).effects().getLast();
      assertThat(flood.actions()).containsExactlyInAnyOrder(emit("p2"), emit("p3"));
    }
  }

  @Test
  void withoutBridgeArpRequestsAreFlooded() {
    lab.suppress("net", "10.0.0.2", B);
    byte[] request = ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.2")).toFrame();
    Result result =
        new Simulator(lab, new Simulator.Settings(false, 1500))
            .simulate(Ingress.fromWire(id("p1"), null, request));
    assertThat(((Effect.Transmit) result.effects().getLast()).actions())
        .containsExactlyInAnyOrder(emit("p2"), emit("p3"));
  }

  @Test
  void arpForARouterGoesToThatRouterOnly() {
    lab.router("r").link("r-net", "r", "10.0.0.254/24", "net");
    byte[] request = ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.254")).toFrame();
    byte[] probe = request.clone();
    FrameRewriter.setEthernet(probe, A, mac("r-net"));
    for (byte[] asked : List.of(request, probe)) {
      Result.Forward result = forward(lab.in("p1", asked));
      assertThat(result.actions())
          .containsExactly(new SimAction.AnswerArp(mac("r-net")), emit("p1"));
      assertThat(result.effects()).noneMatch(effect -> effect instanceof Effect.Transmit);
      assertThat(result.tags())
          .contains(
              new FlowTag.Device(id("r-net")),
              new FlowTag.Taught(id("r"), ip("10.0.0.1"), A),
              new FlowTag.MacEntry(id("net"), 0, A));
    }
  }

  @Test
  void framesForARouterGoToItWithoutLearningAndAreNeverFlooded() {
    lab.router("r").link("r-net", "r", "10.0.0.254/24", "net");
    lab.station("net", mac("r-net"), "p2");
    Result result = lab.in("p1", TestFrames.udp(A, mac("r-net"), "10.0.0.1", "192.0.2.1", 1, 2));
    assertThat(drop(result).reason())
        .as("the router received the frame")
        .isEqualTo(DropReason.NO_ROUTE);
  }

  @Test
  void filtersOfPortsAndBridgeRunInOrderAndPerOutput() {
    lab.chain("c").rule("c", Condition.ANY, Rule.Type.DROP);
    lab.edit("p2", port -> port.outboundFilterId(id("c")));
    assertThat(forward(lab.in("p1", frame(A, B))).actions()).containsExactly(emit("p3"));
    assertThat(forward(lab.in("p2", frame(A, B))).actions()).hasSize(2);

    lab.rule(
        "n",
        ConditionBuilder.builder().outPortIds(java.util.Set.of(id("p3"))).build(),
        Rule.Type.DROP);
    lab.editBridge("net", net -> net.outboundFilterId(id("n")));
    Result.Drop nowhere = drop(lab.in("p1", frame(A, B)));
    assertThat(nowhere.reason()).isEqualTo(DropReason.DROPPED_BY_RULE);
    assertThat(nowhere.tags()).contains(new FlowTag.Filter(id("c")), new FlowTag.Filter(id("n")));
  }

  @Test
  void aRejectAtABridgeIsADrop() {
    lab.rule("c", Condition.ANY, Rule.Type.REJECT)
        .edit("p1", port -> port.inboundFilterId(id("c")));
    Result.Drop drop = drop(lab.in("p1", frame(A, B)));
    assertThat(drop.reason()).isEqualTo(DropReason.REJECTED_BY_RULE);
    assertThat(drop.effects()).isEmpty();
  }
}
