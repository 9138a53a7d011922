package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.Rule.Type;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestFrames;

/**
 * Mirrors of a bridge and a router, which copy to the port monitor:
 *
 * <pre>
 *   p1, p2 ── net ── router ── up
 * </pre>
 */
class MirrorTest {

  private static final Mac A = mac("a");
  private static final Mac B = mac("b");
  private static final Mac PEER = mac("peer");
  private static final byte[] FRAME = TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1, 53);

  private final Lab lab =
      new Lab()
          .bridge("net")
          .tap("p1", "net")
          .tap("p2", "net")
          .station("net", A, "p1")
          .station("net", B, "p2")
          .router("router")
          .link("inside", "router", "10.0.0.254/24", "net")
          .uplink("up", "router", "192.0.2.1/24")
          .route("router", "10.0.0.0/24", "inside", null)
          .route("router", "0.0.0.0/0", "up", "192.0.2.2")
          .neighbour("router", "192.0.2.2", new Neighbour.Known(PEER, false))
          .bridge("monitors")
          .tap("monitor", "monitors")
          .mirror("mirror", "monitor", Condition.ANY);

  private static byte[] routed() {
    return TestFrames.udp(A, mac("inside"), "10.0.0.1", "203.0.113.5", 1, 53);
  }

  private static SimAction emit(String port) {
    return new SimAction.Emit(id(port));
  }

  private static List<UUID> mirror() {
    return List.of(id("mirror"));
  }

  private List<SimAction> actions(String port, byte[] frame) {
    Result result = lab.in(port, frame);
    assertThat(result).isInstanceOf(Result.Forward.class);
    return ((Result.Forward) result).actions();
  }

  /** Returns what the monitor gets, in a flow or once; null if nothing. */
  private byte[] copyOf(String port, byte[] frame) {
    Result result = lab.in(port, frame);
    Map<UUID, byte[]> sent = new HashMap<>();
    if (result instanceof Result.Forward forward) {
      sent.putAll(ActionRunner.run(frame, forward.actions()));
    }
    if (result instanceof Result.Drop drop) {
      sent.putAll(ActionRunner.run(frame, drop.copies()));
    }
    result.effects().stream()
        .filter(Effect.Transmit.class::isInstance)
        .forEach(effect -> sent.putAll(ActionRunner.run((Effect.Transmit) effect)));
    return sent.get(id("monitor"));
  }

  private List<SimAction> copiesOfDrop() {
    Result result = lab.in("p1", FRAME);
    assertThat(result).isInstanceOf(Result.Drop.class);
    return ((Result.Drop) result).copies();
  }

  private void drop(String chain, Condition condition) {
    lab.rule(chain, condition, Type.DROP);
  }

  @Test
  void aFrameGoesItsWayAndItsCopyToTheMirrorsPort() {
    lab.edit("p1", port -> port.inboundMirrorIds(mirror()));
    Result.Forward forward = (Result.Forward) lab.in("p1", FRAME);
    assertThat(forward.actions()).containsExactly(emit("monitor"), emit("p2"));
    assertThat(forward.tags())
        .contains(new FlowTag.Device(id("mirror")), new FlowTag.Device(id("monitor")));
    assertThat(actions("p2", TestFrames.udp(B, A, "10.0.0.2", "10.0.0.1", 53, 1)))
        .as("the other direction is not inbound")
        .containsExactly(emit("p1"));
  }

  @Test
  void anOutboundMirrorOfAPortCopiesWhatLeavesByIt() {
    lab.edit("p2", port -> port.outboundMirrorIds(mirror()));
    assertThat(actions("p1", FRAME)).containsExactlyInAnyOrder(emit("monitor"), emit("p2"));
    assertThat(copyOf("p2", TestFrames.udp(B, A, "10.0.0.2", "10.0.0.1", 53, 1))).isNull();
  }

  @Test
  void inboundMirrorsCopyBeforeTheFilterAndPostInFilterMirrorsAfterIt() {
    drop("c", Condition.ANY);
    lab.edit("p1", port -> port.inboundFilterId(id("c")).inboundMirrorIds(mirror()));
    assertThat(copiesOfDrop()).containsExactly(emit("monitor"));
    lab.edit("p1", port -> port.inboundMirrorIds(null).postInFilterMirrorIds(mirror()));
    assertThat(lab.in("p1", FRAME)).isInstanceOf(Result.Drop.class);
    lab.edit("p1", port -> port.inboundFilterId(null));
    assertThat(actions("p1", FRAME)).containsExactly(emit("monitor"), emit("p2"));
  }

  @Test
  void preOutFilterMirrorsCopyBeforeTheFilterAndOutboundMirrorsAfterIt() {
    drop("c", Condition.ANY);
    lab.edit("p2", port -> port.outboundFilterId(id("c")).preOutFilterMirrorIds(mirror()));
    assertThat(copiesOfDrop()).containsExactly(emit("monitor"));
    lab.edit("p2", port -> port.preOutFilterMirrorIds(null).outboundMirrorIds(mirror()));
    assertThat(lab.in("p1", FRAME)).isInstanceOf(Result.Drop.class);
  }

  @Test
  void aMirrorCopiesWhatMatchesOneOfItsConditions() {
    lab.mirror(
            "mirror",
            "monitor",
            ConditionBuilder.builder().tpDst(new Condition.Range(53, 53)).build(),
            ConditionBuilder.builder().dlSrc(B).build())
        .edit("p1", port -> port.inboundMirrorIds(mirror()));
    assertThat(copyOf("p1", FRAME)).isEqualTo(FRAME);
    assertThat(copyOf("p1", TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1, 54))).isNull();
    assertThat(copyOf("p1", TestFrames.udp(B, A, "10.0.0.1", "10.0.0.2", 1, 54))).isNotNull();
    lab.mirror("mirror", "monitor");
    assertThat(copyOf("p1", FRAME)).as("without a condition").isNull();
  }

  @Test
  void aBridgeCopiesAFloodedFrameOnce() {
    lab.tap("p3", "net").editBridge("net", net -> net.outboundMirrorIds(mirror()));
    byte[] broadcast = TestFrames.udp(A, Mac.BROADCAST, "10.0.0.1", "10.0.0.255", 1, 2);
    assertThat(actions("p1", broadcast))
        .containsExactlyInAnyOrder(emit("p2"), emit("p3"), emit("monitor"));
    drop("c", Condition.ANY);
    lab.editBridge(
        "net",
        net -> net.outboundMirrorIds(null).inboundMirrorIds(mirror()).inboundFilterId(id("c")));
    assertThat(((Result.Drop) lab.in("p1", broadcast)).copies()).containsExactly(emit("monitor"));
  }

  @Test
  void aRouterCopiesPacketsAsTheyArriveAndAsTheyLeave() {
    lab.editRouter("router", router -> router.inboundMirrorIds(mirror()));
    assertThat(copyOf("p1", routed())).isEqualTo(routed());
    lab.editRouter("router", router -> router.inboundMirrorIds(null).outboundMirrorIds(mirror()));
    FlowKey copy = FrameParser.parse(copyOf("p1", routed()), 1, 0);
    assertThat(copy.ethDst()).isEqualTo(PEER);
    assertThat(copy.ethSrc()).isEqualTo(mac("up"));
    assertThat(copy.ttl()).isEqualTo(63);
  }

  @Test
  void aCopyIsTheFrameBeforeLaterChanges() {
    lab.edit("p1", port -> port.inboundMirrorIds(mirror()));
    byte[] tap = ActionRunner.run(routed(), actions("p1", routed())).get(id("up"));
    assertThat(FrameParser.parse(tap, 1, 0).ttl()).isEqualTo(63);
    assertThat(copyOf("p1", routed())).isEqualTo(routed());
  }

  @Test
  void aCopyPassesNoFilterAndIsNotCopiedAgain() {
    drop("c", Condition.ANY);
    lab.mirror("back", "p1", Condition.ANY)
        .edit(
            "monitor",
            port ->
                port.outboundFilterId(id("c")).outboundMirrorIds(List.of(id("mirror"), id("back"))))
        .edit("p1", port -> port.inboundMirrorIds(mirror()));
    assertThat(actions("p1", FRAME)).containsExactly(emit("monitor"), emit("p2"));
  }

  @Test
  void aMirrorToItsOwnPortEnds() {
    lab.mirror("self", "p2", Condition.ANY)
        .edit("p2", port -> port.outboundMirrorIds(List.of(id("self"))));
    assertThat(actions("p1", FRAME)).containsExactly(emit("p2"), emit("p2"));
  }

  @Test
  void thereIsNoCopyWhileThePortCannotTakeIt() {
    lab.edit("p1", port -> port.inboundMirrorIds(mirror())).inactive("monitor");
    assertThat(actions("p1", FRAME)).containsExactly(emit("p2"));
    lab.mirror("mirror", "p3", Condition.ANY).tap("p3", "monitors");
    assertThat(actions("p1", FRAME)).containsExactly(emit("p3"), emit("p2"));
    lab.edit("p3", port -> port.adminStateUp(false));
    assertThat(actions("p1", FRAME)).containsExactly(emit("p2"));
    lab.edit("p3", port -> port.adminStateUp(true).peerId(id("inside-peer")));
    assertThat(actions("p1", FRAME)).as("a port that is linked").containsExactly(emit("p2"));
    lab.mirror("mirror", "gone", Condition.ANY);
    assertThat(actions("p1", FRAME)).containsExactly(emit("p2"));
    lab.edit("p1", port -> port.inboundMirrorIds(List.of(id("no-such-mirror"))));
    assertThat(actions("p1", FRAME)).containsExactly(emit("p2"));
  }

  @Test
  void theReasonOfADropStaysThatOfTheFrame() {
    drop("c", Condition.ANY);
    lab.edit("p1", port -> port.inboundFilterId(id("c")).inboundMirrorIds(mirror()))
        .inactive("monitor");
    assertThat(((Result.Drop) lab.in("p1", FRAME)).reason()).isEqualTo(DropReason.DROPPED_BY_RULE);
  }

  @Test
  void aPacketThatWaitsForArpIsCopiedWhenItGoesOn() {
    lab.edit("p1", port -> port.inboundMirrorIds(mirror()))
        .neighbour("router", "192.0.2.2", Neighbour.UNKNOWN);
    assertThat(lab.in("p1", routed())).isInstanceOf(Result.Wait.class);
    assertThat(copyOf("p1", routed())).isNull();
    lab.neighbour("router", "192.0.2.2", new Neighbour.Known(PEER, false));
    assertThat(copyOf("p1", routed())).isEqualTo(routed());
  }

  @Test
  void aPacketWhoseNeighbourABridgeKnowsGoesOnAtOnceWithOneCopy() {
    lab.edit("up", port -> port.inboundMirrorIds(mirror()))
        .neighbour("router", "10.0.0.1", Neighbour.UNKNOWN)
        .suppress("net", "10.0.0.1", A);
    byte[] packet = TestFrames.udp(PEER, mac("up"), "203.0.113.5", "10.0.0.1", 53, 1);
    assertThat(actions("up", packet)).contains(emit("p1")).containsOnlyOnce(emit("monitor"));
  }

  /** A flow of copies would be the end of the answers. */
  @Test
  void requestsThatDevicesAnswerAreCopiedWithoutAFlow() {
    lab.edit("p1", port -> port.inboundMirrorIds(mirror())).suppress("net", "10.0.0.2", B);
    byte[] request = ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.2")).toFrame();
    Result result = lab.in("p1", request);
    assertThat(result).isInstanceOf(Result.Consumed.class);
    assertThat(result.effects())
        .filteredOn(Effect.Transmit.class::isInstance)
        .extracting(effect -> ((Effect.Transmit) effect).actions().getLast())
        .containsExactlyInAnyOrder(emit("p1"), emit("monitor"));
  }

  @Test
  void answersOfDevicesAreCopiedToo() {
    lab.edit("p1", port -> port.outboundMirrorIds(mirror())).suppress("net", "10.0.0.2", B);
    byte[] request = ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.2")).toFrame();
    assertThat(actions("p1", request))
        .containsExactlyInAnyOrder(new SimAction.AnswerArp(B), emit("p1"), emit("monitor"));
  }

  @Test
  void aDropThatInformsTheSenderStillDoes() {
    lab.edit("p1", port -> port.inboundMirrorIds(mirror())).rule("c", Condition.ANY, Type.REJECT);
    lab.editRouter("router", router -> router.inboundFilterId(id("c")));
    Result.Drop drop = (Result.Drop) lab.in("p1", routed());
    assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.SENDER_INFORMED);
    assertThat(drop.effects())
        .filteredOn(Effect.Transmit.class::isInstance)
        .extracting(effect -> ((Effect.Transmit) effect).actions().getLast())
        .containsExactlyInAnyOrder(emit("p1"), emit("monitor"));
    assertThat(drop.effects())
        .as("a copy that fails is not counted, because the frame is")
        .filteredOn(Effect.Transmit.class::isInstance)
        .allMatch(effect -> ((Effect.Transmit) effect).made());
  }

  @Test
  void aDropThatMayEndByItselfHasNoFlowOfCopies() {
    lab.edit("p1", port -> port.inboundMirrorIds(mirror()))
        .chain("c")
        .editRouter("router", router -> router.outboundFilterId(id("c")));
    lab.nat("c", Condition.ANY, Type.SNAT, "192.0.2.1-192.0.2.1:1024-65535");
    lab.choice = (key, target) -> new PortChoice.None();
    Result.Drop drop = (Result.Drop) lab.in("p1", routed());
    assertThat(drop.reason()).isEqualTo(DropReason.NO_NAT_PORT);
    assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.NONE);
    assertThat(copyOf("p1", routed())).isEqualTo(routed());
  }

  /** Nobody may answer by the port of a mirror. */
  @Test
  void aCopyOpensNoConnection() {
    lab.edit("p1", port -> port.inboundMirrorIds(mirror()).inboundFilterId(id("c")));
    lab.rule("c", ConditionBuilder.builder().matchForwardFlow(true).build(), Type.ACCEPT);
    assertThat(lab.in("p1", FRAME).effects())
        .filteredOn(Effect.Connect.class::isInstance)
        .singleElement()
        .satisfies(
            effect ->
                assertThat(((Effect.Connect) effect).egressPorts()).containsExactly(id("p2")));
  }

  @Test
  void aChangeOfAMirrorEndsItsFlows() {
    Mirror before = lab.mirror(id("mirror"));
    assertThat(TopologyChange.of(before, before.withToPortId(id("p2"))))
        .contains(new FlowTag.Device(id("mirror")));
  }
}
