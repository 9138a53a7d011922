package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Condition.FragmentPolicy;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.IPAddrGroup;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Prefix6;
import org.midolab.midonet.model.Rule.FlowAction;
import org.midolab.midonet.model.Rule.NatTarget;
import org.midolab.midonet.model.Rule.Type;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.TestFrames;

/** Chains and conditions, at the inbound filter of a bridge port unless a test says otherwise. */
class ChainTest {

  private static final Mac A = mac("a");
  private static final Mac B = mac("b");
  private static final byte[] TCP = TestFrames.tcp(A, B, "10.0.0.1", "10.0.0.2", 1000, 80);
  private static final byte[] PING = TestFrames.echo(A, B, "10.0.0.1", "10.0.0.2", 9);
  private static final byte[] ARP = ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.2")).toFrame();
  private static final byte[] TAGGED = FrameRewriter.pushVlan(TCP, 7);
  private static final byte[] FIRST = fragment(0x2000);
  private static final byte[] LATER = fragment(0x0010);
  private static final Ip6 IP6_A = Ip6.parse("2001:db8::a");
  private static final Ip6 IP6_LINK = Ip6.parse("fe80::a");
  private static final byte[] UDP6 =
      TestFrames.ipv6(A, B, IP6_A, Ip6.parse("2001:db8::b"), 17, TestFrames.ports(1000, 53));
  private static final byte[] LATER6 =
      TestFrames.ipv6(
          A, B, IP6_A, Ip6.parse("2001:db8::b"), 44, new byte[] {17, 0, 1, 0, 0, 0, 0, 1});
  private static final byte[] PING6 =
      TestFrames.ipv6(A, B, IP6_LINK, Ip6.parse("fe80::b"), 58, TestFrames.icmp6(128, 0));
  private static final byte[] ERROR = IcmpPacket.error(3, 1, TCP, B, ip("10.0.0.9"));

  private final Lab lab = new Lab().bridge("net").tap("p1", "net").tap("p2", "net");

  private static byte[] fragment(int flagsAndOffset) {
    return TestFrames.ipv4(
        A, B, ip("10.0.0.1"), ip("10.0.0.2"), 6, 9, flagsAndOffset, 1000, 80, new byte[8]);
  }

  @BeforeEach
  void filter() {
    lab.put(
        new IPAddrGroup(
            id("addresses"),
            "addresses",
            List.of(
                new IPAddrGroup.Entry(ip("10.0.0.1"), Set.of()),
                new IPAddrGroup.Entry(IP6_A, Set.of()),
                new IPAddrGroup.Entry(ip("10.0.0.77"), Set.of()))));
    lab.chain("c")
        .edit("p1", port -> port.inboundFilterId(id("c")).portGroupIds(Set.of(id("group"))));
  }

  private static Condition when(UnaryOperator<ConditionBuilder> fields) {
    return fields.apply(ConditionBuilder.builder()).build();
  }

  private boolean drops(byte[] frame) {
    Result result = lab.in("p1", frame);
    if (result instanceof Result.Drop drop) {
      assertThat(drop.reason()).isEqualTo(DropReason.DROPPED_BY_RULE);
      return true;
    }
    return false;
  }

  private static Prefix6 net6(String text) {
    return Prefix6.parse(text);
  }

  private static Arguments row(
      String what,
      UnaryOperator<ConditionBuilder> fields,
      List<byte[]> matching,
      List<byte[]> others) {
    return Arguments.of(what, when(fields), matching, others);
  }

  static Stream<Arguments> conditions() {
    return Stream.of(
        row("nothing", c -> c, List.of(TCP, PING, ARP), List.of()),
        row("dlType", c -> c.dlType(0x0806), List.of(ARP), List.of(TCP)),
        row("dlType inverted", c -> c.dlType(0x0806).dlTypeInv(true), List.of(TCP), List.of(ARP)),
        row("dlSrc", c -> c.dlSrc(A), List.of(TCP), List.of(ERROR)),
        row(
            "dlSrc mask",
            c -> c.dlSrc(B).dlSrcMask(new Mac(0xFF00_0000_0000L)),
            List.of(TCP),
            List.of()),
        row("dlDst inverted", c -> c.dlDst(B).dlDstInv(true), List.of(ARP), List.of(TCP)),
        row("nwProto", c -> c.nwProto(6), List.of(TCP, LATER), List.of(PING)),
        row("nwProto is not ARP's operation", c -> c.nwProto(1), List.of(PING), List.of(ARP)),
        row(
            "nwProto inverted",
            c -> c.nwProto(6).nwProtoInv(true),
            List.of(PING, ARP),
            List.of(TCP)),
        row(
            "nwSrc, of ARP too",
            c -> c.nwSrc(Prefix.parse("10.0.0.0/31")),
            List.of(TCP, ARP),
            List.of(ERROR)),
        row(
            "nwSrc inverted",
            c -> c.nwSrc(Prefix.parse("10.0.0.0/31")).nwSrcInv(true),
            List.of(ERROR),
            List.of(TCP)),
        row("nwDst", c -> c.nwDst(Prefix.parse("10.0.0.2/32")), List.of(TCP, ARP), List.of(ERROR)),
        row(
            "nwDst inverted",
            c -> c.nwDst(Prefix.parse("10.0.0.2")).nwDstInv(true),
            List.of(ERROR),
            List.of(TCP)),
        row("nwProto of IPv6", c -> c.nwProto(17), List.of(UDP6, LATER6), List.of(PING6, TCP)),
        row("nw6Src", c -> c.nw6Src(net6("2001:db8::/64")), List.of(UDP6), List.of(PING6, TCP)),
        row("nw6Dst", c -> c.nw6Dst(net6("fe80::/10")), List.of(PING6), List.of(UDP6, ARP)),
        row("tpDst of IPv6", c -> c.tpDst(new Range(53, 53)), List.of(UDP6), List.of(LATER6)),
        row("type of ICMPv6", c -> c.tpSrc(new Range(128, 128)), List.of(PING6), List.of(UDP6)),
        row(
            "later fragments of IPv6",
            c -> c.fragmentPolicy(FragmentPolicy.NONHEADER),
            List.of(LATER6),
            List.of(UDP6)),
        row(
            "ipAddrGroupSrc of IPv6",
            c -> c.ipAddrGroupSrcId(id("addresses")),
            List.of(UDP6, LATER6),
            List.of(PING6)),
        row("nwTos", c -> c.nwTos(0xC0), List.of(ERROR), List.of(TCP, ARP)),
        row("nwTos inverted", c -> c.nwTos(0xC0).nwTosInv(true), List.of(TCP, ARP), List.of(ERROR)),
        row(
            "tpDst",
            c -> c.tpDst(new Range(80, 90)),
            List.of(TCP, FIRST),
            List.of(PING, LATER, ARP)),
        row(
            "tpDst inverted",
            c -> c.tpDst(new Range(80, 90)).tpDstInv(true),
            List.of(PING),
            List.of(TCP, LATER)),
        row("tpSrc", c -> c.tpSrc(new Range(1000, 1000)), List.of(TCP), List.of(PING)),
        row(
            "ICMP type",
            c -> c.nwProto(1).tpSrc(new Range(8, 8)),
            List.of(PING),
            List.of(ERROR, TCP)),
        row("ICMP code", c -> c.nwProto(1).tpDst(new Range(1, 1)), List.of(ERROR), List.of(PING)),
        row(
            "any fragment",
            c -> c.fragmentPolicy(FragmentPolicy.ANY),
            List.of(TCP, FIRST, LATER, ARP),
            List.of()),
        row(
            "header",
            c -> c.fragmentPolicy(FragmentPolicy.HEADER),
            List.of(TCP, FIRST, ARP),
            List.of(LATER)),
        row(
            "nonheader",
            c -> c.fragmentPolicy(FragmentPolicy.NONHEADER),
            List.of(LATER),
            List.of(TCP, FIRST, ARP)),
        row(
            "unfragmented",
            c -> c.fragmentPolicy(FragmentPolicy.UNFRAGMENTED),
            List.of(TCP, ARP),
            List.of(FIRST, LATER)),
        row("no VLAN", c -> c.noVlan(true), List.of(TCP), List.of(TAGGED)),
        row("VLAN", c -> c.vlan(7), List.of(TAGGED), List.of(TCP)),
        row("in port", c -> c.inPortIds(Set.of(id("p1"))), List.of(TCP), List.of()),
        row(
            "in port inverted",
            c -> c.inPortIds(Set.of(id("p1"))).inPortInv(true),
            List.of(),
            List.of(TCP)),
        row(
            "out port, not known yet",
            c -> c.outPortIds(Set.of(id("p2"))),
            List.of(),
            List.of(TCP)),
        row(
            "out port inverted",
            c -> c.outPortIds(Set.of(id("p2"))).outPortInv(true),
            List.of(TCP),
            List.of()),
        row("port group", c -> c.portGroupId(id("group")), List.of(TCP), List.of()),
        row("in port group", c -> c.inPortGroupId(id("group")), List.of(TCP), List.of()),
        row("other port group", c -> c.portGroupId(id("other")), List.of(), List.of(TCP)),
        row("out port group", c -> c.outPortGroupId(id("group")), List.of(), List.of(TCP)),
        row(
            "source in an IP address group, of ARP too",
            c -> c.ipAddrGroupSrcId(id("addresses")),
            List.of(TCP, PING, ARP),
            List.of(ERROR)),
        row(
            "source not in an IP address group",
            c -> c.ipAddrGroupSrcId(id("addresses")).ipAddrGroupSrcInv(true),
            List.of(ERROR),
            List.of(TCP, ARP)),
        row(
            "destination in an IP address group",
            c -> c.ipAddrGroupDstId(id("addresses")),
            List.of(ERROR),
            List.of(TCP, PING, ARP)),
        row(
            "an IP address group that is gone",
            c -> c.ipAddrGroupSrcId(id("gone")),
            List.of(),
            List.of(TCP, ARP)),
        row("traversed", c -> c.traversedDeviceId(id("net")), List.of(TCP), List.of()),
        row("not traversed", c -> c.traversedDeviceId(id("other")), List.of(), List.of(TCP)),
        row(
            "quoted source",
            c -> c.icmpDataSrc(Prefix.parse("10.0.0.1")),
            List.of(ERROR),
            List.of(PING, TCP)),
        row(
            "quoted destination",
            c -> c.icmpDataDst(Prefix.parse("10.0.0.1")),
            List.of(),
            List.of(ERROR)),
        row("rewritten destination", c -> c.matchNwDstRewritten(true), List.of(), List.of(TCP)),
        row(
            "all of them",
            c -> c.nwProto(6).tpDst(new Range(80, 80)).nwSrc(Prefix.ANY),
            List.of(TCP),
            List.of(PING)),
        row(
            "not all of them",
            c -> c.nwProto(6).tpDst(new Range(80, 80)).conjunctionInv(true),
            List.of(PING, ARP),
            List.of(TCP)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conditions")
  void aConditionMatches(
      String what, Condition condition, List<byte[]> matching, List<byte[]> others) {
    lab.rule("c", condition, Type.DROP);
    assertThat(matching).allMatch(this::drops);
    assertThat(others).noneMatch(this::drops);
  }

  @Test
  void theFirstDecisionApplies() {
    lab.rule("c", when(c -> c.nwProto(6)), Type.ACCEPT).rule("c", Condition.ANY, Type.DROP);
    assertThat(drops(TCP)).isFalse();
    assertThat(drops(PING)).isTrue();
  }

  @Test
  void aChainWithoutDecisionAcceptsAndContinueDecidesNothing() {
    lab.rule("c", Condition.ANY, Type.CONTINUE);
    assertThat(drops(TCP)).isFalse();
    lab.rule("c", Condition.ANY, Type.DROP);
    assertThat(drops(TCP)).isTrue();
  }

  @Test
  void aJumpReturnsUnlessItDecides() {
    lab.jump("c", Condition.ANY, "sub").rule("c", Condition.ANY, Type.DROP);
    lab.rule("sub", when(c -> c.nwProto(6)), Type.RETURN).rule("sub", Condition.ANY, Type.ACCEPT);
    assertThat(drops(TCP)).as("returned, then dropped").isTrue();
    assertThat(drops(PING)).as("accepted in the sub-chain").isFalse();
  }

  @Test
  void aReturnFromTheFirstChainAccepts() {
    lab.rule("c", Condition.ANY, Type.RETURN).rule("c", Condition.ANY, Type.DROP);
    assertThat(drops(TCP)).isFalse();
  }

  @Test
  void aLoopOfJumpsEnds() {
    lab.jump("c", Condition.ANY, "sub")
        .rule("c", Condition.ANY, Type.DROP)
        .jump("sub", Condition.ANY, "c");
    assertThat(drops(TCP)).isTrue();
    lab.jump("sub", Condition.ANY, "no-such-chain");
    assertThat(drops(TCP)).isTrue();
  }

  @Test
  void aFlowDependsOnTheAddressGroupsThatWereRead() {
    lab.rule("c", when(c -> c.ipAddrGroupSrcId(id("addresses"))), Type.DROP);
    Result.Drop drop = (Result.Drop) lab.in("p1", TCP);
    assertThat(drop.mask().srcPrefix()).isEqualTo(32);
    IPAddrGroup group = new IPAddrGroup(id("addresses"), "addresses", List.of());
    assertThat(drop.tags()).containsAll(TopologyChange.of(group, null));
  }

  @Test
  void connectionStateIsNotReadIfOtherFieldsDoNotMatch() {
    lab.rule("c", when(c -> c.matchReturnFlow(true).nwProto(1)), Type.ACCEPT);
    assertThat(lab.in("p1", TCP).effects()).noneMatch(effect -> effect instanceof Effect.Connect);
  }

  @Test
  void aReverseRuleWithoutStateContinues() {
    lab.rule("c", Condition.ANY, Type.REV_SNAT).rule("c", when(c -> c.nwProto(6)), Type.DROP);
    assertThat(drops(TCP)).isTrue();
    assertThat(drops(PING)).isFalse();
  }

  @Test
  void staticNatAppliesToAnyProtocolAndNotToArp() {
    lab.staticNat("c", Condition.ANY, Type.DNAT, "10.0.0.77");
    byte[] gre = TestFrames.ipv4(A, B, ip("10.0.0.1"), ip("10.0.0.2"), 47, 9, 0, 0, 0, new byte[8]);
    for (byte[] frame : List.of(TCP, PING, LATER, gre)) {
      assertThat(((Result.Forward) lab.in("p1", frame)).actions())
          .startsWith(new SimAction.SetIp(null, ip("10.0.0.77")));
    }
    Effect.Transmit arp = (Effect.Transmit) lab.in("p1", ARP).effects().getLast();
    assertThat(arp.actions()).containsExactly(new SimAction.Emit(id("p2")));
  }

  @Test
  void afterNatTheFlowActionOfTheRuleApplies() {
    NatTarget target = new NatTarget(ip("10.0.0.77"), ip("10.0.0.77"), 0, 0);
    for (FlowAction action : FlowAction.values()) {
      Lab fresh = new Lab().bridge("net").tap("p1", "net").tap("p2", "net");
      fresh.rule(
          "c",
          Condition.ANY,
          r -> r.type(Type.SNAT).flowAction(action).natTargets(List.of(target)));
      fresh.rule("c", Condition.ANY, Type.DROP).edit("p1", port -> port.inboundFilterId(id("c")));
      assertThat(fresh.in("p1", TCP) instanceof Result.Drop)
          .as(action.name())
          .isEqualTo(action == FlowAction.CONTINUE || action == FlowAction.REDIRECT);
    }
  }

  @Test
  void aRewrittenDestinationMatchesInTheSameRouterOnly() {
    Lab routed =
        new Lab().router("r").uplink("x", "r", "10.0.0.2/24").uplink("y", "r", "10.0.9.1/24");
    routed.route("r", "10.0.9.0/24", "y", null).neighbour("r", "10.0.9.9", B);
    routed.staticNat("pre", when(c -> c.nwDst(Prefix.parse("10.0.0.5"))), Type.DNAT, "10.0.9.9");
    routed.rule("post", when(c -> c.matchNwDstRewritten(true)), Type.DROP);
    routed.editRouter("r", r -> r.inboundFilterId(id("pre")).outboundFilterId(id("post")));
    Result translated = routed.in("x", TestFrames.tcp(A, mac("x"), "10.0.0.1", "10.0.0.5", 1, 2));
    assertThat(translated).isInstanceOf(Result.Drop.class);
    assertThat(routed.in("x", TestFrames.tcp(A, mac("x"), "10.0.0.1", "10.0.9.9", 1, 2)))
        .isInstanceOf(Result.Forward.class);
  }
}
