package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.Rule.FlowAction;
import org.midolab.midonet.model.Rule.Type;
import org.midolab.midonet.model.RuleBuilder;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.TestFrames;

/** Rules that send packets to another port, and rules that change the VLAN tag. */
class RedirectTest {

  private static final Mac A = mac("a");
  private static final Mac B = mac("b");
  private static final byte[] FRAME = TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1, 2);

  /** A is at p1, B at p2, and a service, such as a firewall, at service. */
  private final Lab lab =
      new Lab()
          .bridge("net")
          .tap("p1", "net")
          .tap("p2", "net")
          .tap("service", "net")
          .station("net", A, "p1")
          .station("net", B, "p2");

  @BeforeEach
  void filter() {
    lab.chain("in").edit("p1", port -> port.inboundFilterId(id("in")));
  }

  private void redirect(String chain, String to, UnaryOperator<RuleBuilder> more) {
    lab.rule(
        chain, Condition.ANY, rule -> more.apply(rule.type(Type.REDIRECT).targetPortId(id(to))));
  }

  private void transform(FlowAction action, UnaryOperator<RuleBuilder> more) {
    lab.rule(
        "in",
        Condition.ANY,
        rule ->
            more.apply(rule.type(Type.L2TRANSFORM).flowAction(action).targetPortId(id("service"))));
  }

  private List<SimAction> actions(String port, byte[] frame) {
    Result result = lab.in(port, frame);
    assertThat(result).isInstanceOf(Result.Forward.class);
    return ((Result.Forward) result).actions();
  }

  private Result.Drop drop(String port, byte[] frame) {
    Result result = lab.in(port, frame);
    assertThat(result).isInstanceOf(Result.Drop.class);
    return (Result.Drop) result;
  }

  private static SimAction emit(String port) {
    return new SimAction.Emit(id(port));
  }

  @Test
  void aPacketLeavesByTheTargetPortInsteadOfItsWay() {
    redirect("in", "service", rule -> rule);
    assertThat(actions("p1", FRAME)).containsExactly(emit("service"));
    assertThat(((Result.Forward) lab.in("p1", FRAME)).tags())
        .contains(new FlowTag.Device(id("service")), new FlowTag.Filter(id("in")));
    assertThat(actions("p2", TestFrames.udp(B, A, "10.0.0.2", "10.0.0.1", 2, 1)))
        .as("only packets that meet the rule")
        .containsExactly(emit("p1"));
  }

  @Test
  void theOutboundFilterOfTheTargetPortDoesNotApply() {
    redirect("in", "service", rule -> rule);
    lab.rule("drop", Condition.ANY, Type.DROP)
        .edit("service", port -> port.outboundFilterId(id("drop")));
    assertThat(actions("p1", FRAME)).containsExactly(emit("service"));
  }

  @Test
  void withIngressAPacketEntersByTheTargetPort() {
    redirect("in", "service", rule -> rule.ingress(true));
    assertThat(actions("p1", FRAME)).containsExactly(emit("p2"));
    lab.rule("drop", Condition.ANY, Type.DROP)
        .edit("service", port -> port.inboundFilterId(id("drop")));
    assertThat(drop("p1", FRAME).reason()).isEqualTo(DropReason.DROPPED_BY_RULE);
  }

  @Test
  void aPacketMayEnterAnotherDevice() {
    lab.bridge("far").tap("f1", "far").tap("f2", "far");
    redirect("in", "f1", rule -> rule.ingress(true));
    assertThat(actions("p1", FRAME)).containsExactly(emit("f2"));
  }

  @Test
  void aPacketMayLeaveByALink() {
    lab.bridge("far").tap("f1", "far").trunk("t", "net", "far");
    redirect("in", "t", rule -> rule);
    assertThat(actions("p1", FRAME)).containsExactly(emit("f1"));
  }

  @Test
  void outboundFiltersAndThoseOfDevicesRedirectToo() {
    redirect("out", "service", rule -> rule);
    lab.edit("p2", port -> port.outboundFilterId(id("out")));
    assertThat(actions("p1", FRAME)).containsExactly(emit("service"));
    lab.edit("p2", port -> port.outboundFilterId(null))
        .editBridge("net", net -> net.inboundFilterId(id("out")));
    assertThat(actions("p1", FRAME)).containsExactly(emit("service"));
    lab.editBridge("net", net -> net.inboundFilterId(null).outboundFilterId(id("out")));
    assertThat(actions("p1", FRAME)).containsExactly(emit("service"));
  }

  @Test
  void aRouterRedirects() {
    lab.router("r").link("r-net", "r", "10.0.0.254/24", "net").uplink("up", "r", "192.0.2.1/24");
    redirect("pre", "service", rule -> rule);
    lab.editRouter("r", router -> router.inboundFilterId(id("pre")));
    byte[] routed = TestFrames.udp(A, mac("r-net"), "10.0.0.1", "192.0.2.9", 1, 2);
    assertThat(actions("p1", routed)).containsExactly(emit("service"));
  }

  @Test
  void withoutFailOpenPacketsToAPortThatIsDownAreDropped() {
    redirect("in", "service", rule -> rule);
    lab.inactive("service");
    assertThat(drop("p1", FRAME).reason()).isEqualTo(DropReason.NO_EGRESS);
    lab.edit("service", port -> port.adminStateUp(false));
    assertThat(drop("p1", FRAME).reason()).isEqualTo(DropReason.ADMIN_DOWN);
  }

  @Test
  void withFailOpenPacketsIgnoreTheRuleWhileThePortIsDown() {
    redirect("in", "service", rule -> rule.failOpen(true));
    assertThat(actions("p1", FRAME)).containsExactly(emit("service"));
    lab.inactive("service");
    Result.Forward open = (Result.Forward) lab.in("p1", FRAME);
    assertThat(open.actions()).containsExactly(emit("p2"));
    assertThat(open.tags())
        .as("the flow ends when the port is up again")
        .contains(new FlowTag.Device(id("service")));
    lab.rule("in", Condition.ANY, Type.DROP);
    assertThat(drop("p1", FRAME).reason())
        .as("the next rule decides")
        .isEqualTo(DropReason.DROPPED_BY_RULE);
  }

  @Test
  void intoADeviceThePortsInterfaceDoesNotMatter() {
    redirect("in", "service", rule -> rule.ingress(true).failOpen(true));
    lab.inactive("service");
    Effect entered = new Effect.LearnMac(id("net"), 0, A, id("service"));
    assertThat(lab.in("p1", FRAME).effects()).containsExactly(entered);
    lab.edit("service", port -> port.adminStateUp(false));
    assertThat(actions("p1", FRAME)).containsExactly(emit("p2"));
    assertThat(lab.in("p1", FRAME).effects()).doesNotContain(entered);
  }

  @Test
  void aTargetPortThatIsGoneDropsOrFailsOpen() {
    redirect("in", "gone", rule -> rule);
    Result.Drop drop = drop("p1", FRAME);
    assertThat(drop.reason()).isEqualTo(DropReason.NO_EGRESS);
    assertThat(drop.detail()).contains("redirects to a port that is gone");
    assertThat(drop.tags()).contains(new FlowTag.Device(id("gone")));
    lab.chain("open");
    redirect("open", "gone", rule -> rule.failOpen(true));
    lab.edit("p1", port -> port.inboundFilterId(id("open")));
    assertThat(actions("p1", FRAME)).containsExactly(emit("p2"));
  }

  @Test
  void aLoopOfRedirectionsEnds() {
    redirect("in", "p1", rule -> rule.ingress(true));
    Result.Drop drop = drop("p1", FRAME);
    assertThat(drop.reason()).isEqualTo(DropReason.TOO_MANY_DEVICES);
    assertThat(drop.detail()).contains("has redirected it before");
    assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.SHORT);
  }

  @Test
  void aFloodedFrameIsRedirectedOnce() {
    redirect("out", "f1", rule -> rule);
    lab.bridge("far").tap("f1", "far").editBridge("net", net -> net.outboundFilterId(id("out")));
    byte[] broadcast = TestFrames.udp(A, Mac.BROADCAST, "10.0.0.1", "10.0.0.255", 1, 2);
    assertThat(actions("p1", broadcast)).containsExactly(emit("f1"));
  }

  @Test
  void aRuleAddsATagAndRedirects() {
    transform(FlowAction.REDIRECT, rule -> rule.pushVlan(9));
    assertThat(actions("p1", FRAME)).containsExactly(new SimAction.PushVlan(9), emit("service"));
  }

  @Test
  void aRuleRemovesATagAndAccepts() {
    transform(FlowAction.ACCEPT, rule -> rule.popVlan(true));
    lab.rule("in", Condition.ANY, Type.DROP);
    byte[] tagged = FrameRewriter.pushVlan(FRAME, 9);
    List<SimAction> actions = actions("p1", tagged);
    assertThat(ActionRunner.run(tagged, actions).get(id("p2"))).isEqualTo(FRAME);
    assertThat(ActionRunner.run(FRAME, actions("p1", FRAME)).get(id("p2")))
        .as("an untagged packet stays as it is")
        .isEqualTo(FRAME);
  }

  @Test
  void aRuleReplacesATag() {
    transform(FlowAction.REDIRECT, rule -> rule.popVlan(true).pushVlan(8));
    byte[] tagged = FrameRewriter.pushVlan(FRAME, 9);
    assertThat(ActionRunner.run(tagged, actions("p1", tagged)).get(id("service")))
        .isEqualTo(FrameRewriter.pushVlan(FRAME, 8));
  }

  @Test
  void laterRulesAndTheBridgeSeeTheNewTag() {
    lab.bridge("nine").trunk("v9", "net", "nine").edit("v9", port -> port.vlanId(9));
    transform(FlowAction.CONTINUE, rule -> rule.pushVlan(9));
    assertThat(lab.in("p1", FRAME).effects())
        .contains(new Effect.LearnMac(id("net"), 9, A, id("p1")));
    lab.rule("in", ConditionBuilder.builder().vlan(9).build(), Type.DROP);
    assertThat(drop("p1", FRAME).reason()).isEqualTo(DropReason.DROPPED_BY_RULE);
  }

  @Test
  void aSecondTagIsNotAdded() {
    transform(FlowAction.REDIRECT, rule -> rule.pushVlan(9));
    Result.Drop drop = drop("p1", FrameRewriter.pushVlan(FRAME, 8));
    assertThat(drop.reason()).isEqualTo(DropReason.SIMULATION_FAILED);
    assertThat(drop.detail()).contains("a second VLAN tag is not built yet");
  }

  @Test
  void aTransformingRuleThatFailsOpenLeavesTheTag() {
    transform(FlowAction.REDIRECT, rule -> rule.pushVlan(9).failOpen(true));
    lab.inactive("service");
    assertThat(actions("p1", FRAME)).containsExactly(emit("p2"));
  }

  /** The answer of a flow would have the request's tag, and not that after the rule. */
  @Test
  void anAnswerToARequestWithAnotherTagIsSentWithoutAFlow() {
    lab.suppress("net", "10.0.0.2", B);
    byte[] request = ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.2")).toFrame();
    transform(FlowAction.ACCEPT, rule -> rule.pushVlan(9));
    assertThat(lab.in("p1", request)).isInstanceOf(Result.Consumed.class);
    lab.chain("pop").edit("p1", port -> port.inboundFilterId(id("pop")));
    lab.rule("pop", Condition.ANY, rule -> rule.type(Type.L2TRANSFORM).popVlan(true));
    assertThat(lab.in("p1", FrameRewriter.pushVlan(request, 9)))
        .isInstanceOf(Result.Consumed.class);
  }

  @Test
  void aTranslationMayRedirect() {
    var target = new Rule.NatTarget(ip("10.0.0.9"), ip("10.0.0.9"), 0, 0);
    lab.rule(
        "in",
        Condition.ANY,
        rule ->
            rule.type(Type.DNAT)
                .flowAction(FlowAction.REDIRECT)
                .natTargets(List.of(target))
                .targetPortId(id("service")));
    assertThat(actions("p1", FRAME))
        .containsExactly(new SimAction.SetIp(null, ip("10.0.0.9")), emit("service"));
  }
}
