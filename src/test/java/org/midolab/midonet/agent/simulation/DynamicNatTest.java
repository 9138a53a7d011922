package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Rule.Type;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.QuotedPacket;
import org.midolab.midonet.packet.TestFrames;

/**
 * Dynamic NAT at a router: source NAT of a network to the router's outer address, and destination
 * NAT of an address to servers inside.
 *
 * <pre>
 *   vm 192.168.1.10 ── net ── 192.168.1.1 router 198.51.100.2 ── peer 198.51.100.1 … 203.0.113.5
 * </pre>
 */
class DynamicNatTest {

  private static final Mac VM = mac("vm");
  private static final Mac PEER = mac("peer");
  private static final String INSIDE = "192.168.1.10";
  private static final String OUTSIDE = "203.0.113.5";
  private static final String OUTER = "198.51.100.2";
  private static final int PORT = 5000;

  private final Lab lab = new Lab().bridge("net").router("router").tap("vm", "net");

  @BeforeEach
  void makeTopology() {
    lab.link("inner", "router", "192.168.1.1/24", "net");
    lab.uplink("outer", "router", OUTER + "/30");
    lab.route("router", "192.168.1.0/24", "inner", null);
    lab.route("router", "0.0.0.0/0", "outer", "198.51.100.1");
    lab.route("router", "198.51.100.0/30", "outer", null);
    lab.neighbour("router", "198.51.100.1", PEER).neighbour("router", INSIDE, VM);
    lab.station("net", VM, "vm");
    lab.chain("pre").chain("post");
    lab.editRouter(
        "router", router -> router.inboundFilterId(id("pre")).outboundFilterId(id("post")));
    lab.choice = (key, target) -> new PortChoice.Free(new Endpoint(target.addressFrom(), PORT));
  }

  private static Condition leaving() {
    return ConditionBuilder.builder().outPortIds(Set.of(id("outer"))).build();
  }

  private static Condition entering() {
    return ConditionBuilder.builder().inPortIds(Set.of(id("outer"))).build();
  }

  /**
   * Returns the frame that leaves by a port when a frame comes in, as the datapath would send it.
   */
  private byte[] through(String in, byte[] frame, String out) {
    Result result = lab.in(in, frame);
    lab.apply(result);
    byte[] left =
        result instanceof Result.Forward forward
            ? ActionRunner.run(frame, forward.actions()).get(id(out))
            : result.effects().stream()
                .filter(Effect.Transmit.class::isInstance)
                .map(Effect.Transmit.class::cast)
                .map(ActionRunner::run)
                .filter(sent -> sent.containsKey(id(out)))
                .map(sent -> sent.get(id(out)))
                .findFirst()
                .orElse(null);
    assertThat(left).as("frame that leaves by %s after %s", out, result).isNotNull();
    TestFrames.verifyChecksums(left);
    return left;
  }

  private static String ends(byte[] frame) {
    FlowKey key = FrameParser.parse(frame, 1, 0);
    return key.ipSrc() + ":" + key.tpSrc() + " > " + key.ipDst() + ":" + key.tpDst();
  }

  private static byte[] packet(String protocol, boolean inward, String from, int port, String to) {
    Mac source = inward ? PEER : VM;
    Mac destination = inward ? mac("outer") : mac("inner");
    int fromPort = inward ? 80 : port;
    int toPort = inward ? port : 80;
    return protocol.equals("tcp")
        ? TestFrames.tcp(source, destination, from, to, fromPort, toPort)
        : TestFrames.udp(source, destination, from, to, fromPort, toPort);
  }

  private static byte[] echo(boolean inward, String from, String to, int type, int id) {
    Mac source = inward ? PEER : VM;
    Mac destination = inward ? mac("outer") : mac("inner");
    byte[] frame =
        TestFrames.ipv4(source, destination, ip(from), ip(to), 1, 64, 0, type, 0, new byte[12]);
    FrameRewriter.setEchoId(frame, id);
    return frame;
  }

  @Nested
  class OfTheSource {

    @BeforeEach
    void addSourceNat() {
      lab.reverseNat("pre", entering(), Type.REV_SNAT);
      lab.nat("post", leaving(), Type.SNAT, OUTER + "-" + OUTER + ":5000-5063");
    }

    @ParameterizedTest
    @CsvSource({"tcp", "udp"})
    void packetsAndTheirAnswersAreTranslated(String protocol) {
      byte[] out = through("vm", packet(protocol, false, INSIDE, 1000, OUTSIDE), "outer");
      assertThat(ends(out)).isEqualTo(OUTER + ":5000 > " + OUTSIDE + ":80");
      byte[] back = through("outer", packet(protocol, true, OUTSIDE, PORT, OUTER), "vm");
      assertThat(ends(back)).isEqualTo(OUTSIDE + ":80 > " + INSIDE + ":1000");
    }

    @ParameterizedTest
    @CsvSource({"tcp", "udp"})
    void answersReturnToTheirConnectionWhenFiltersAskAfterTheTranslation(String protocol) {
      Condition returning = ConditionBuilder.builder().matchReturnFlow(true).build();
      Condition ipv4 = ConditionBuilder.builder().dlType(0x0800).build();
      lab.chain("out").rule("out", returning, Type.ACCEPT);
      lab.chain("in").rule("in", returning, Type.ACCEPT).rule("in", ipv4, Type.DROP);
      lab.edit("vm", port -> port.inboundFilterId(id("out")).outboundFilterId(id("in")));
      through("vm", packet(protocol, false, INSIDE, 1000, OUTSIDE), "outer");
      byte[] back = through("outer", packet(protocol, true, OUTSIDE, PORT, OUTER), "vm");
      assertThat(ends(back)).isEqualTo(OUTSIDE + ":80 > " + INSIDE + ":1000");
    }

    @Test
    void aFlowMatchesOneConnectionOnly() {
      byte[] frame = packet("tcp", false, INSIDE, 1000, OUTSIDE);
      Result.Forward forward = (Result.Forward) lab.in("vm", frame);
      assertThat(forward.actions())
          .contains(new SimAction.SetIp(ip(OUTER), null), new SimAction.SetPorts(PORT, null));
      assertThat(forward.mask().fields())
          .contains(FlowField.IP_PROTO, FlowField.TP_SRC, FlowField.TP_DST);
      assertThat(forward.mask().srcPrefix()).isEqualTo(32);
      assertThat(forward.mask().dstPrefix()).isEqualTo(32);
      NatKey key = new NatKey(NatKey.Kind.SNAT, 6, ip(INSIDE), 1000, ip(OUTSIDE), 80, id("router"));
      assertThat(forward.tags()).contains(new FlowTag.Translated(key));
      assertThat(forward.effects())
          .contains(
              new Effect.Translate(
                  new Translation(key, new Endpoint(ip(OUTER), PORT)),
                  id("vm"),
                  Set.of(id("outer"))));
    }

    @Test
    void aKnownConnectionKeepsItsPort() {
      through("vm", packet("udp", false, INSIDE, 1000, OUTSIDE), "outer");
      lab.choice = (key, target) -> new PortChoice.None();
      byte[] again = through("vm", packet("udp", false, INSIDE, 1000, OUTSIDE), "outer");
      assertThat(ends(again)).isEqualTo(OUTER + ":5000 > " + OUTSIDE + ":80");
    }

    @Test
    void aConnectionGetsAnotherPortIfTheRuleNoLongerAllowsItsPort() {
      NatKey key =
          new NatKey(NatKey.Kind.SNAT, 17, ip(INSIDE), 1000, ip(OUTSIDE), 80, id("router"));
      for (Endpoint old :
          List.of(
              new Endpoint(ip(OUTER), 4999),
              new Endpoint(ip(OUTER), 5064),
              new Endpoint(ip("198.51.100.3"), 5001))) {
        lab.translations.put(key, old);
        byte[] out = through("vm", packet("udp", false, INSIDE, 1000, OUTSIDE), "outer");
        assertThat(ends(out)).as("instead of %s", old).startsWith(OUTER + ":5000 ");
      }
    }

    @Test
    void pingsAreDistinguishedByTheirIdentifier() {
      byte[] out = through("vm", echo(false, INSIDE, OUTSIDE, 8, 77), "outer");
      assertThat(ends(out)).isEqualTo(OUTER + ":8 > " + OUTSIDE + ":0");
      assertThat(IcmpPacket.echoId(out)).isEqualTo(PORT);
      byte[] back = through("outer", echo(true, OUTSIDE, OUTER, 0, PORT), "vm");
      assertThat(ends(back)).isEqualTo(OUTSIDE + ":0 > " + INSIDE + ":0");
      assertThat(IcmpPacket.echoId(back)).isEqualTo(77);
      assertThat(lab.in("vm", echo(false, INSIDE, OUTSIDE, 8, 77)))
          .as("no flow, because flows cannot match on identifiers")
          .isInstanceOf(Result.Consumed.class);
    }

    @Test
    void aPacketThatAnswersNoConnectionGoesToTheRouter() {
      through("vm", packet("udp", false, INSIDE, 1000, OUTSIDE), "outer");
      for (byte[] stranger :
          List.of(
              packet("udp", true, OUTSIDE, PORT + 1, OUTER),
              packet("udp", true, "203.0.113.6", PORT, OUTER),
              packet("tcp", true, OUTSIDE, PORT, OUTER))) {
        assertThat(lab.in("outer", stranger))
            .isInstanceOfSatisfying(
                Result.Drop.class,
                drop -> {
                  assertThat(drop.reason()).isEqualTo(DropReason.NOT_FORWARDED);
                  assertThat(drop.tags()).anyMatch(FlowTag.Translated.class::isInstance);
                });
      }
    }

    @Test
    void aPacketWithoutPortsContinuesWithTheNextRule() {
      byte[] gre =
          TestFrames.ipv4(VM, mac("inner"), ip(INSIDE), ip(OUTSIDE), 47, 9, 0, 0, 0, new byte[8]);
      assertThat(ends(through("vm", gre, "outer"))).startsWith(INSIDE);
      lab.rule("post", leaving(), Type.DROP);
      assertThat(lab.in("vm", gre)).isInstanceOf(Result.Drop.class);
      assertThat(lab.in("vm", packet("udp", false, INSIDE, 1000, OUTSIDE)))
          .isInstanceOf(Result.Forward.class);
    }

    @Test
    void withoutAFreePortThePacketIsDroppedForSomeSeconds() {
      lab.choice = (key, target) -> new PortChoice.None();
      assertThat(lab.in("vm", packet("udp", false, INSIDE, 1000, OUTSIDE)))
          .isInstanceOfSatisfying(
              Result.Drop.class,
              drop -> {
                assertThat(drop.reason()).isEqualTo(DropReason.NO_NAT_PORT);
                assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.SHORT);
              });
    }

    @Test
    void aPacketWaitsForRequestedPorts() {
      PortRange range = new PortRange(id("router"), ip(OUTER), 5000, 5063);
      lab.choice = (key, target) -> new PortChoice.Asked(range);
      assertThat(lab.in("vm", packet("udp", false, INSIDE, 1000, OUTSIDE)))
          .isInstanceOfSatisfying(
              Result.AwaitPort.class, wait -> assertThat(wait.range()).isEqualTo(range));
    }

    @ParameterizedTest
    @CsvSource({"tcp", "udp", "icmp"})
    void anErrorFromOutsideIsTranslatedWithItsQuotedPacket(String protocol) {
      byte[] sent =
          protocol.equals("icmp")
              ? echo(false, INSIDE, OUTSIDE, 8, 77)
              : packet(protocol, false, INSIDE, 1000, OUTSIDE);
      byte[] out = through("vm", sent, "outer");
      byte[] error = IcmpPacket.error(3, 1, out, PEER, ip("198.51.100.1"));
      FrameRewriter.setEthernet(error, PEER, mac("outer"));
      byte[] back = through("outer", error, "vm");
      assertThat(ends(back)).isEqualTo("198.51.100.1:3 > " + INSIDE + ":1");
      assertQuotes(back, sent);
    }

    @Test
    void anErrorFromInsideIsTranslatedWithItsQuotedPacket() {
      byte[] sent = packet("udp", false, INSIDE, 1000, OUTSIDE);
      through("vm", sent, "outer");
      byte[] answer = packet("udp", true, OUTSIDE, PORT, OUTER);
      byte[] arrived = through("outer", answer, "vm");
      byte[] error = IcmpPacket.error(3, 3, arrived, VM, ip(INSIDE));
      FrameRewriter.setEthernet(error, VM, mac("inner"));
      byte[] out = through("vm", error, "outer");
      assertThat(ends(out)).isEqualTo(OUTER + ":3 > " + OUTSIDE + ":3");
      assertQuotes(out, answer);
    }

    @Test
    void anErrorAboutNoConnectionIsNotTranslated() {
      byte[] about = packet("udp", true, OUTSIDE, 1000, INSIDE);
      byte[] error = IcmpPacket.error(3, 3, about, VM, ip(INSIDE));
      FrameRewriter.setEthernet(error, VM, mac("inner"));
      assertThat(ends(through("vm", error, "outer"))).startsWith(INSIDE);
    }

    /**
     * The next router's ICMP error is translated back, although the packet never left the topology.
     */
    @Test
    void theSecondHopOfATracerouteAnswers() {
      lab.router("next").wire("outer", "router", OUTER + "/30", "next", "198.51.100.1/30");
      lab.route("next", "0.0.0.0/0", "outer-peer", null);
      byte[] probe =
          TestFrames.ipv4(
              VM, mac("inner"), ip(INSIDE), ip(OUTSIDE), 17, 2, 0, 1000, 33434, new byte[8]);
      byte[] back = through("vm", probe, "vm");
      assertThat(ends(back)).isEqualTo("198.51.100.1:11 > " + INSIDE + ":0");
      assertQuotes(back, probe);
      assertThat(lab.translations).as("nothing left").isEmpty();
    }
  }

  @Nested
  class OfTheDestination {

    @BeforeEach
    void addDestinationNat() {
      lab.nat("pre", entering(), Type.DNAT, INSIDE + "-" + INSIDE + ":5000-5001");
      lab.reverseNat("post", leaving(), Type.REV_DNAT);
    }

    @ParameterizedTest
    @CsvSource({"tcp", "udp"})
    void packetsAndTheirAnswersAreTranslated(String protocol) {
      byte[] in = through("outer", packet(protocol, true, OUTSIDE, 443, OUTER), "vm");
      assertThat(ends(in)).isEqualTo(OUTSIDE + ":80 > " + INSIDE + ":5000");
      byte[] out = through("vm", packet(protocol, false, INSIDE, PORT, OUTSIDE), "outer");
      assertThat(ends(out)).isEqualTo(OUTER + ":443 > " + OUTSIDE + ":80");
    }

    @Test
    void pingsKeepTheirIdentifier() {
      lab.choice =
          (key, target) ->
              new PortChoice.Free(
                  new Endpoint(target.addressFrom(), NatRange.of(target, key).from()));
      byte[] in = through("outer", echo(true, OUTSIDE, OUTER, 8, 77), "vm");
      assertThat(ends(in)).isEqualTo(OUTSIDE + ":8 > " + INSIDE + ":0");
      assertThat(IcmpPacket.echoId(in)).isEqualTo(77);
      byte[] out = through("vm", echo(false, INSIDE, OUTSIDE, 0, 77), "outer");
      assertThat(ends(out)).isEqualTo(OUTER + ":0 > " + OUTSIDE + ":0");
    }

    @Test
    void anErrorAboutATranslatedPacketIsTranslatedWithItsQuotedPacket() {
      byte[] sent = packet("udp", true, OUTSIDE, 443, OUTER);
      byte[] arrived = through("outer", sent, "vm");
      byte[] error = IcmpPacket.error(3, 3, arrived, VM, ip(INSIDE));
      FrameRewriter.setEthernet(error, VM, mac("inner"));
      byte[] out = through("vm", error, "outer");
      assertThat(ends(out)).isEqualTo(OUTER + ":3 > " + OUTSIDE + ":3");
      assertQuotes(out, sent);
    }
  }

  /**
   * Asserts that the quoted packet has the addresses and ports of the sent packet. Checksums were
   * verified before.
   */
  private static void assertQuotes(byte[] error, byte[] sent) {
    QuotedPacket quoted = QuotedPacket.of(error);
    FlowKey key = FrameParser.parse(sent, 1, 0);
    assertThat(quoted.source()).isEqualTo(key.ipSrc());
    assertThat(quoted.destination()).isEqualTo(key.ipDst());
    boolean echo = key.ipProto() == 1;
    assertThat(quoted.sourcePort()).isEqualTo(echo ? IcmpPacket.echoId(sent) : key.tpSrc());
    assertThat(quoted.destinationPort()).isEqualTo(echo ? IcmpPacket.echoId(sent) : key.tpDst());
  }
}
