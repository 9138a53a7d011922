package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DhcpMessage;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.TestFrames;

/**
 * A VLAN-aware bridge with two trunks, between two bridges that know no VLANs:
 *
 * <pre>
 *   vm1, vm2 ── red ──(VLAN 7)── aware ── trunk1, trunk2
 *        vm3 ── blue ─(VLAN 8)──┘
 * </pre>
 */
class VlanBridgeTest {

  /** Stations behind the trunk, and instances. */
  private static final Mac PHYSICAL = mac("physical");

  private static final Mac VM1 = mac("vm1-nic");
  private static final Mac VM3 = mac("vm3-nic");
  private static final Mac STRANGER = mac("stranger");

  private final Lab lab =
      new Lab()
          .bridge("aware")
          .tap("trunk1", "aware")
          .tap("trunk2", "aware")
          .bridge("red")
          .tap("vm1", "red")
          .tap("vm2", "red")
          .bridge("blue")
          .tap("vm3", "blue")
          .trunk("v7", "aware", "red")
          .edit("v7", port -> port.vlanId(7))
          .trunk("v8", "aware", "blue")
          .edit("v8", port -> port.vlanId(8));

  private static byte[] frame(Mac from, Mac to) {
    return TestFrames.udp(from, to, "10.0.0.1", "10.0.0.2", 1, 2);
  }

  private static byte[] tagged(int vlan, byte[] frame) {
    return FrameRewriter.pushVlan(frame, vlan);
  }

  private static Result.Drop drop(Result result) {
    assertThat(result).isInstanceOf(Result.Drop.class);
    return (Result.Drop) result;
  }

  /** Returns the frames that leave, by the name of their port. */
  private Map<String, byte[]> out(String port, byte[] frame) {
    Result result = lab.in(port, frame);
    Map<UUID, byte[]> sent = new HashMap<>();
    if (result instanceof Result.Forward forward) {
      sent.putAll(ActionRunner.run(frame, forward.actions()));
    }
    result.effects().stream()
        .filter(Effect.Transmit.class::isInstance)
        .forEach(effect -> sent.putAll(ActionRunner.run((Effect.Transmit) effect)));
    lab.apply(result);
    Map<String, byte[]> named = new HashMap<>();
    for (String name : Set.of("trunk1", "trunk2", "trunk3", "vm1", "vm2", "vm3")) {
      if (sent.containsKey(id(name))) {
        named.put(name, sent.get(id(name)));
      }
    }
    assertThat(named).as("no frame leaves by another port").hasSameSizeAs(sent);
    return named;
  }

  private void assertThatOnlyTrunk2Gets(byte[] fromTrunk1) {
    Map<String, byte[]> out = out("trunk1", fromTrunk1);
    assertThat(out).containsOnlyKeys("trunk2");
    assertThat(out.get("trunk2")).isEqualTo(fromTrunk1);
  }

  @Test
  void aTaggedFrameReachesItsVlanWithoutTheTagAndTheOtherTrunksWithIt() {
    byte[] frame = frame(PHYSICAL, STRANGER);
    Map<String, byte[]> out = out("trunk1", tagged(7, frame));
    assertThat(out).containsOnlyKeys("vm1", "vm2", "trunk2");
    assertThat(out.get("vm1")).isEqualTo(frame);
    assertThat(out.get("vm2")).isEqualTo(frame);
    assertThat(out.get("trunk2")).isEqualTo(tagged(7, frame));
  }

  @Test
  void aFrameOfABridgeBehindAVlanPortLeavesByTheTrunksWithTheTag() {
    byte[] frame = frame(VM1, STRANGER);
    Map<String, byte[]> out = out("vm1", frame);
    assertThat(out).containsOnlyKeys("vm2", "trunk1", "trunk2");
    assertThat(out.get("vm2")).isEqualTo(frame);
    assertThat(out.get("trunk1")).isEqualTo(tagged(7, frame));
    assertThat(out.get("trunk2")).isEqualTo(tagged(7, frame));
  }

  @Test
  void stationsAreLearnedPerVlanOnBothSides() {
    Result fromTrunk = lab.in("trunk2", tagged(7, frame(PHYSICAL, VM1)));
    assertThat(fromTrunk.effects())
        .containsExactlyInAnyOrder(
            new Effect.LearnMac(id("aware"), 7, PHYSICAL, id("trunk2")),
            new Effect.LearnMac(id("red"), 0, PHYSICAL, id("v7-peer")));
    lab.apply(fromTrunk);
    Result back = lab.in("vm1", frame(VM1, PHYSICAL));
    assertThat(back.effects())
        .containsExactlyInAnyOrder(
            new Effect.LearnMac(id("red"), 0, VM1, id("vm1")),
            new Effect.LearnMac(id("aware"), 7, VM1, id("v7")));
    lab.apply(back);
    assertThat(out("vm1", frame(VM1, PHYSICAL))).containsOnlyKeys("trunk2");
    assertThat(out("trunk2", tagged(7, frame(PHYSICAL, VM1)))).containsOnlyKeys("vm1");
    assertThat(out("trunk2", tagged(8, frame(PHYSICAL, VM1))))
        .as("VM1 is unknown in VLAN 8")
        .containsOnlyKeys("vm3", "trunk1");
  }

  @Test
  void vlansAreApart() {
    assertThat(out("vm1", frame(VM1, VM3))).doesNotContainKey("vm3");
    assertThat(out("vm3", frame(VM3, VM1))).containsOnlyKeys("trunk1", "trunk2");
  }

  @Test
  void framesOfUnknownVlansPassBetweenTheTrunksOnly() {
    byte[] unknown = tagged(9, frame(PHYSICAL, STRANGER));
    assertThatOnlyTrunk2Gets(unknown);
    lab.inactive("trunk2");
    assertThat(drop(lab.in("trunk1", unknown)).reason()).isEqualTo(DropReason.NO_EGRESS);
  }

  /** Each VLAN with a station has a directory in ZooKeeper; anybody can send 4,094 tags. */
  @Test
  void stationsOfUnknownVlansAreNotLearnedUntilAPortHasTheVlan() {
    byte[] unknown = tagged(9, frame(PHYSICAL, STRANGER));
    Result before = lab.in("trunk1", unknown);
    assertThat(before.effects()).isEmpty();
    assertThat(before).isInstanceOf(Result.Forward.class);
    lab.bridge("green").trunk("v9", "aware", "green").edit("v9", port -> port.vlanId(9));
    assertThat(((Result.Forward) before).tags())
        .containsAnyElementsOf(TopologyChange.of(null, lab.port(id("v9"))));
    assertThat(lab.in("trunk1", unknown).effects())
        .contains(new Effect.LearnMac(id("aware"), 9, PHYSICAL, id("trunk1")));
  }

  @Test
  void untaggedFramesPassBetweenTheTrunksOnly() {
    assertThatOnlyTrunk2Gets(frame(PHYSICAL, STRANGER));
  }

  /** Physical switches detect the loop through the bridge by them (IEEE 802.1D). */
  @Test
  void spanningTreeFramesPassBetweenTheTrunks() {
    byte[] bpdu = new byte[60];
    FrameRewriter.setEthernet(bpdu, PHYSICAL, Mac.parse("01:80:c2:00:00:00"));
    bpdu[13] = 38; // a length: the frame has an LLC header
    assertThatOnlyTrunk2Gets(bpdu);
  }

  @Test
  void taggedFramesOfABridgeBehindAVlanPortAreDropped() {
    byte[] frame = tagged(8, frame(VM1, STRANGER));
    assertThat(out("vm1", frame)).containsOnlyKeys("vm2");
    lab.inactive("vm2");
    Result.Drop drop = drop(lab.in("vm1", frame));
    assertThat(drop.reason()).isEqualTo(DropReason.NOT_FORWARDED);
    assertThat(drop.detail()).contains("takes no tagged frames");
  }

  @Test
  void anEntryForAPortOfAnotherVlanDoesNotCount() {
    lab.stationOf("aware", 7, STRANGER, "v8");
    assertThat(out("trunk1", tagged(7, frame(PHYSICAL, STRANGER))))
        .containsOnlyKeys("vm1", "vm2", "trunk2");
  }

  @Test
  void aVlanOfAPortThatIsNotLinkedHasNoEffect() {
    lab.edit("trunk2", port -> port.vlanId(7));
    assertThatOnlyTrunk2Gets(tagged(9, frame(PHYSICAL, STRANGER)));
  }

  @Test
  void aFlowMatchesOnTheTagAndDependsOnTheVlanPort() {
    lab.station("red", VM1, "vm1").stationOf("aware", 7, VM1, "v7");
    Result.Forward forward = (Result.Forward) lab.in("trunk1", tagged(7, frame(PHYSICAL, VM1)));
    assertThat(forward.actions())
        .containsExactly(new SimAction.PopVlan(), new SimAction.Emit(id("vm1")));
    assertThat(forward.mask().fields())
        .containsExactlyInAnyOrder(
            FlowField.IN_PORT,
            FlowField.ETH_TYPE,
            FlowField.ETH_SRC,
            FlowField.ETH_DST,
            FlowField.VLAN);
    assertThat(forward.tags())
        .contains(
            new FlowTag.Device(id("v7")),
            new FlowTag.MacEntry(id("aware"), 7, VM1),
            new FlowTag.MacEntry(id("red"), 0, VM1));
  }

  @Test
  void theTrunksGetTheFrameBeforeItsTagIsRemoved() {
    lab.tap("trunk3", "aware"); // after the ports with a VLAN
    byte[] frame = tagged(7, frame(PHYSICAL, STRANGER));
    Result.Forward forward = (Result.Forward) lab.in("trunk1", frame);
    assertThat(forward.actions().subList(0, 2))
        .as("a tag that is added again has lost its priority")
        .containsExactly(new SimAction.Emit(id("trunk2")), new SimAction.Emit(id("trunk3")));
    assertThat(forward.actions()).doesNotHaveAnyElementsOfTypes(SimAction.PushVlan.class);
  }

  @Test
  void filtersOfAVlanPortSeeTheFrameWithoutItsTagAndThoseOfTheBridgeWithIt() {
    lab.rule("port", ConditionBuilder.builder().vlan(7).build(), Rule.Type.DROP)
        .edit("v7", port -> port.inboundFilterId(id("port")).outboundFilterId(id("port")));
    assertThat(out("vm1", frame(VM1, STRANGER))).containsKeys("trunk1");
    assertThat(out("trunk1", tagged(7, frame(PHYSICAL, STRANGER)))).containsKeys("vm1");
    lab.rule("bridge", ConditionBuilder.builder().noVlan(true).build(), Rule.Type.DROP)
        .editBridge(
            "aware", bridge -> bridge.inboundFilterId(id("bridge")).outboundFilterId(id("bridge")));
    assertThat(out("vm1", frame(VM1, STRANGER))).containsKeys("trunk1");
    assertThat(out("trunk1", tagged(7, frame(PHYSICAL, STRANGER)))).containsKeys("vm1");
  }

  @Test
  void arpPassesInBothDirections() {
    byte[] request = ArpPacket.request(VM1, ip("10.0.0.1"), ip("10.0.0.2")).toFrame();
    assertThat(out("vm1", request)).containsKey("trunk1");
    byte[] answer =
        tagged(
            7,
            new ArpPacket(FlowKey.ARP_REPLY, PHYSICAL, ip("10.0.0.2"), VM1, ip("10.0.0.1"))
                .toFrame());
    Map<String, byte[]> out = out("trunk1", answer);
    assertThat(out).containsOnlyKeys("vm1");
    assertThat(FrameParser.parse(out.get("vm1"), 1, 0).vlan()).isZero();
  }

  @Test
  void aBridgeBehindAVlanPortAnswersArpOfTheTrunkWithTheTag() {
    lab.suppress("red", "10.0.0.2", VM1);
    byte[] request =
        tagged(7, ArpPacket.request(PHYSICAL, ip("10.0.0.1"), ip("10.0.0.2")).toFrame());
    byte[] probe = request.clone();
    FrameRewriter.setEthernet(probe, PHYSICAL, VM1);
    lab.stationOf("aware", 7, VM1, "v7");
    for (byte[] asked : new byte[][] {request, probe}) {
      byte[] answer = out("trunk1", asked).get("trunk1");
      assertThat(FrameParser.parse(answer, 1, 0).vlan()).isEqualTo(0x1007);
      assertThat(ArpPacket.parse(answer))
          .isEqualTo(
              new ArpPacket(FlowKey.ARP_REPLY, VM1, ip("10.0.0.2"), PHYSICAL, ip("10.0.0.1")));
    }
  }

  @Test
  void aVlanAwareBridgeAnswersArpOfAVlanPortWithoutATag() {
    lab.suppress("aware", "10.0.0.2", PHYSICAL);
    byte[] request = ArpPacket.request(VM1, ip("10.0.0.1"), ip("10.0.0.2")).toFrame();
    byte[] answer = out("vm1", request).get("vm1");
    assertThat(FrameParser.parse(answer, 1, 0).vlan()).isZero();
    assertThat(ArpPacket.parse(answer).senderMac()).isEqualTo(PHYSICAL);
  }

  /** The same address may exist once per VLAN. */
  @Test
  void aRouterOnTheUntaggedSideGetsNothingOfTheVlans() {
    lab.router("r").link("r-aware", "r", "10.0.0.254/24", "aware");
    byte[] request = ArpPacket.request(VM1, ip("10.0.0.1"), ip("10.0.0.254")).toFrame();
    assertThat(out("vm1", request)).containsOnlyKeys("vm2", "trunk1", "trunk2");
    assertThat(out("vm1", frame(VM1, mac("r-aware")))).containsKeys("trunk1", "trunk2");
    byte[] untagged = ArpPacket.request(PHYSICAL, ip("10.0.0.1"), ip("10.0.0.254")).toFrame();
    assertThat(ArpPacket.parse(out("trunk1", untagged).get("trunk1")).senderMac())
        .isEqualTo(mac("r-aware"));
  }

  @Test
  void aRouterBehindAVlanPortServesTheStationsOfTheTrunk() {
    lab.router("r").link("r-red", "r", "10.0.0.254/24", "red");
    byte[] echo = TestFrames.echo(PHYSICAL, mac("r-red"), "10.0.0.1", "10.0.0.254", 9);
    byte[] request = ArpPacket.request(PHYSICAL, ip("10.0.0.1"), ip("10.0.0.254")).toFrame();
    byte[] answer = out("trunk1", tagged(7, request)).get("trunk1");
    assertThat(FrameParser.parse(answer, 1, 0).vlan()).isEqualTo(0x1007);
    assertThat(ArpPacket.parse(answer).senderMac()).isEqualTo(mac("r-red"));
    lab.route("r", "10.0.0.0/24", "r-red", null);
    byte[] reply = out("trunk1", tagged(7, echo)).get("trunk1");
    assertThat(FrameParser.parse(reply, 1, 0).vlan()).isEqualTo(0x1007);
    assertThat(FrameParser.parse(reply, 1, 0).ipSrc()).isEqualTo(ip("10.0.0.254"));
  }

  @Test
  void dhcpOfAPhysicalServerReachesTheInstances() {
    byte[] discover =
        TestFrames.udp(
            VM1,
            Mac.BROADCAST,
            "0.0.0.0",
            "255.255.255.255",
            DhcpMessage.CLIENT_PORT,
            DhcpMessage.SERVER_PORT);
    assertThat(out("vm1", discover).get("trunk1")).isEqualTo(tagged(7, discover));
    byte[] offer =
        TestFrames.udp(
            PHYSICAL,
            VM1,
            "10.0.0.2",
            "10.0.0.1",
            DhcpMessage.SERVER_PORT,
            DhcpMessage.CLIENT_PORT);
    Map<String, byte[]> out = out("trunk1", tagged(7, offer));
    assertThat(out).containsOnlyKeys("vm1");
    assertThat(out.get("vm1")).isEqualTo(offer);
  }
}
