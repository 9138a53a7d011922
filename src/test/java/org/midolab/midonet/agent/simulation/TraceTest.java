package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TraceRequest;
import org.midolab.midonet.model.TraceRequestBuilder;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestFrames;

/** The trace of a simulated frame. */
class TraceTest {

  private static final Mac A = mac("a");
  private static final Mac B = mac("b");
  private static final Mac NEXT = mac("next");
  private static final Condition TCP = ConditionBuilder.builder().nwProto(6).build();
  private static final Condition UDP = ConditionBuilder.builder().nwProto(17).build();

  private final Lab lab =
      new Lab()
          .bridge("net")
          .tap("p1", "net")
          .tap("p2", "net")
          .station("net", B, "p2")
          .router("r")
          .link("in", "r", "10.0.0.254/24", "net")
          .uplink("up", "r", "198.51.100.2/30")
          .route("r", "0.0.0.0/0", "up", "198.51.100.1")
          .neighbour("r", "198.51.100.1", NEXT);

  private static TraceRequestBuilder request(String name, Condition condition) {
    return TraceRequestBuilder.builder()
        .id(id(name))
        .name(name)
        .condition(condition)
        .limit(1)
        .enabled(true);
  }

  private Trace trace(byte[] frame) {
    Trace trace = new Trace(true);
    lab.simulator.simulate(
        Ingress.fromWire(id("p1"), FrameParser.parse(frame, 1, 0), frame), trace);
    return trace;
  }

  private static byte[] toB() {
    return TestFrames.tcp(A, B, "10.0.0.1", "10.0.0.2", 1000, 80);
  }

  private static byte[] toTheInternet() {
    return TestFrames.tcp(A, mac("in"), "10.0.0.1", "8.8.8.8", 1000, 80);
  }

  private static List<String> texts(Trace trace, String subject) {
    UUID about = id(subject);
    return trace.steps().stream()
        .filter(step -> about.equals(step.subject()))
        .map(Trace.Step::text)
        .toList();
  }

  private static List<UUID> requests(Trace trace) {
    return trace.matches().stream().map(Trace.Match::requestId).toList();
  }

  @Test
  void aRequestAboutAPortABridgeOrARouterMatchesTheFramesThatEnterIt() {
    lab.put(request("of port", TCP).portId(id("p1")).build());
    lab.put(request("of bridge", TCP).networkId(id("net")).build());
    lab.put(request("of router", TCP).routerId(id("r")).build());
    lab.put(request("of another port", TCP).portId(id("p2")).build());

    assertThat(requests(trace(toB()))).containsExactly(id("of port"), id("of bridge"));
    assertThat(requests(trace(toTheInternet())))
        .containsExactly(id("of port"), id("of bridge"), id("of router"));
  }

  @Test
  void theConditionIsAboutTheFrameAsItEntersTheDevice() {
    lab.put(request("udp", UDP).portId(id("p1")).build());
    assertThat(trace(toB()).isMatched()).isFalse();
  }

  @Test
  void aDisabledRequestMatchesNothing() {
    lab.put(request("off", TCP).portId(id("p1")).enabled(false).build());
    assertThat(trace(toB()).isMatched()).isFalse();
  }

  @Test
  void theStepOfARuleThatAddsATagNamesTheVlan() {
    lab.chain("c");
    lab.rule(
        "c",
        TCP,
        rule -> rule.type(Rule.Type.L2TRANSFORM).flowAction(Rule.FlowAction.ACCEPT).pushVlan(9));
    lab.edit("p1", port -> port.inboundFilterId(id("c")));
    assertThat(trace(toB()).steps()).extracting(Trace.Step::text).contains("translated: VLAN 9");
  }

  @Test
  void aRuleOfTypeTraceMatchesForItsRequestAndGoesOn() {
    lab.put(request("manual", UDP).portId(id("p2")).enabled(false).build());
    lab.chain("c");
    lab.rule(
        "c", TCP, rule -> rule.type(Rule.Type.TRACE).traceRequestId(id("manual")).traceLimit(1));
    lab.rule("c", TCP, Rule.Type.DROP);
    lab.edit("p1", port -> port.inboundFilterId(id("c")));

    Trace trace = trace(toB());
    assertThat(requests(trace)).containsExactly(id("manual"));
    assertThat(trace.steps().getLast().text()).startsWith("dropped for DROPPED_BY_RULE: rule ");
  }

  @Test
  void stepsNameDevicesRulesRoutesAndTranslations() {
    lab.chain("post");
    lab.staticNat("post", TCP, Rule.Type.SNAT, "198.51.100.2");
    lab.editRouter("r", router -> router.outboundFilterId(id("post")));

    Trace trace = trace(toTheInternet());

    assertThat(texts(trace, "p1")).containsExactly("the simulation starts", "the frame enters");
    assertThat(texts(trace, "net"))
        .containsExactly(
            "receives a frame from " + A,
            "%s is the router at port %s".formatted(mac("in"), id("in-peer")));
    assertThat(texts(trace, "in")).containsExactly("the frame enters");
    assertThat(texts(trace, "r")).containsExactly("next hop 198.51.100.1 has MAC " + NEXT);
    assertThat(texts(trace, "post")).containsExactly("is evaluated");
    assertThat(texts(trace, "up")).containsExactly("the frame leaves", "the frame is sent");
    assertThat(trace.steps())
        .extracting(Trace.Step::text)
        .containsSubsequence(
            "0.0.0.0/0 by router %s: PORT".formatted(id("r")),
            "matches: SNAT",
            "translated: source 198.51.100.2");
  }

  @Test
  void aJumpNamesItsChainBeforeTheRulesOfThatChain() {
    lab.chain("inner").rule("inner", TCP, Rule.Type.REJECT);
    lab.chain("c").jump("c", TCP, "inner");
    lab.editBridge("net", net -> net.inboundFilterId(id("c")));
    assertThat(trace(toB()).steps())
        .extracting(Trace.Step::text)
        .containsSubsequence(
            "is evaluated",
            "matches: jump to chain " + id("inner"),
            "is evaluated",
            "matches: REJECT");
  }

  @Test
  void framesThatDevicesMakeMatchNoRequest() {
    Condition icmp = ConditionBuilder.builder().nwProto(1).build();
    lab.put(request("all", Condition.ANY).routerId(id("r")).build());
    lab.put(request("errors", icmp).networkId(id("net")).build());
    lab.chain("c");
    lab.rule(
        "c", icmp, rule -> rule.type(Rule.Type.TRACE).traceRequestId(id("errors")).traceLimit(1));
    lab.editBridge("net", net -> net.outboundFilterId(id("c")));
    byte[] expired =
        TestFrames.ipv4(
            A, mac("in"), Lab.ip("10.0.0.1"), Lab.ip("8.8.8.8"), 6, 1, 0, 1, 2, new byte[20]);
    Trace trace = trace(expired);
    assertThat(requests(trace)).containsExactly(id("all"));
    assertThat(texts(trace, "in")).contains("its device sends a frame of its own");
  }

  @Test
  void stepsAreBounded() {
    for (int i = 0; i < Trace.MAX_STEPS; i++) {
      lab.tap("more" + i, "net");
    }
    Trace trace = trace(TestFrames.tcp(A, mac("unknown"), "10.0.0.1", "10.0.0.3", 1, 2));
    assertThat(trace.steps()).hasSize(Trace.MAX_STEPS);
    assertThat(trace.omitted()).isGreaterThan(Trace.MAX_STEPS);
  }

  @Test
  void stepsAreRecordedOnDemandOnly() {
    Trace trace = new Trace(false);
    byte[] frame = toB();
    lab.put(request("of port", TCP).portId(id("p1")).build());
    lab.simulator.simulate(
        Ingress.fromWire(id("p1"), FrameParser.parse(frame, 1, 0), frame), trace);
    assertThat(trace.steps()).isEmpty();
    assertThat(trace.isMatched()).isTrue();
  }

  /** A request that an agent would count; the lab counts nothing. */
  @Test
  void flowsOfADeviceEndWhenItsRequestChanges() {
    TraceRequest request = request("of bridge", TCP).networkId(id("net")).build();
    assertThat(TopologyChange.of(null, request)).containsExactly(new FlowTag.Device(id("net")));
    assertThat(TopologyChange.of(request, request.withEnabled(false)))
        .containsExactly(new FlowTag.Device(id("net")));
  }
}
