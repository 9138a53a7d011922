package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.RuleBuilder;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.TcpSegment;
import org.midolab.midonet.packet.TestFrames;

/** Connection state of two agents (docs: nsdb.md#connection-state). */
class AgentConnectionsTest extends TwoHosts {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final Condition RETURNING =
      ConditionBuilder.builder().matchReturnFlow(true).build();
  private static final Condition IPV4 = ConditionBuilder.builder().dlType(0x0800).build();

  private static final Ip4 IP_PEER = Ip4.parse("198.51.100.1");
  private static final Ip4 IP_UPLINK = Ip4.parse("198.51.100.2");

  private Chain out;

  AgentConnectionsTest() {
    super(ZOO);
  }

  /**
   * Secures A's port as Neutron does, and waits until the filters take effect.
   *
   * @param from the interface of host2 where the packet arrives
   * @param unasked a packet to A that answers no connection
   * @return the rule that admits UDP from A
   */
  private Rule secure(String from, byte[] unasked) throws Exception {
    out = chain("out");
    var in = chain("in");
    rule(out, RETURNING, Rule.Type.ACCEPT);
    Rule open = rule(out, ConditionBuilder.builder().nwProto(17).build(), Rule.Type.ACCEPT);
    rule(out, IPV4, Rule.Type.DROP);
    rule(in, RETURNING, Rule.Type.ACCEPT);
    rule(in, IPV4, Rule.Type.DROP);
    nsdb.topology()
        .update(
            PortBuilder.builder(nsdb.topology().get(Port.class, portA.id()))
                .inboundFilterId(out.id())
                .outboundFilterId(in.id())
                .build());
    await().until(() -> isSilent(host2, from, unasked, host1, "tapa", AgentConnectionsTest::isToA));
    return open;
  }

  private static boolean isToA(FlowKey key) {
    return key.isIpv4() && key.ethDst().equals(A);
  }

  /** Each direction passes another host. The test removes the accepting rule at the end. */
  @Test
  void aSecuredPortAcceptsAnswersAcrossHosts() throws Exception {
    byte[] asked = TestFrames.udp(A, B, "192.168.1.10", "192.168.1.11", 1000, 53);
    byte[] answer = TestFrames.udp(B, A, "192.168.1.11", "192.168.1.10", 53, 1000);
    Predicate<FlowKey> toB = key -> key.isIpv4() && key.ethDst().equals(B);
    aToB();
    Rule open = secure("tapb", answer);
    sendUntil(host1, "tapa", asked, host2, "tapb", toB);
    sendUntil(host2, "tapb", answer, host1, "tapa", AgentConnectionsTest::isToA);
    assertThat(
            isSilent(
                host2,
                "tapb",
                TestFrames.udp(B, A, "192.168.1.11", "192.168.1.10", 54, 1000),
                host1,
                "tapa",
                AgentConnectionsTest::isToA))
        .as("another port")
        .isTrue();
    nsdb.topology().delete(Rule.class, open.id());
    await().until(() -> isSilent(host1, "tapa", asked, host2, "tapb", toB));
    await()
        .until(() -> isSilent(host2, "tapb", answer, host1, "tapa", AgentConnectionsTest::isToA));
  }

  @Test
  void aSecuredPortAcceptsAnswersOverIpv6() throws Exception {
    Ip6 ipA = Ip6.parse("2001:db8::a");
    Ip6 ipB = Ip6.parse("2001:db8::b");
    byte[] asked = TestFrames.ipv6(A, B, ipA, ipB, 6, TestFrames.ports(1000, 80));
    byte[] answer = TestFrames.ipv6(B, A, ipB, ipA, 6, TestFrames.ports(80, 1000));
    byte[] other = TestFrames.ipv6(B, A, ipB, ipA, 6, TestFrames.ports(81, 1000));
    Predicate<FlowKey> toA = key -> key.isIpv6() && key.ethDst().equals(A);
    aToB();
    sendUntil(host2, "tapb", answer, host1, "tapa", toA);
    var in = chain("in");
    rule(in, RETURNING, Rule.Type.ACCEPT);
    rule(in, ConditionBuilder.builder().dlType(0x86DD).build(), Rule.Type.DROP);
    var from = chain("from");
    rule(from, RETURNING, Rule.Type.ACCEPT);
    nsdb.topology()
        .update(
            PortBuilder.builder(nsdb.topology().get(Port.class, portA.id()))
                .inboundFilterId(from.id())
                .outboundFilterId(in.id())
                .build());
    await().until(() -> isSilent(host2, "tapb", answer, host1, "tapa", toA));
    Predicate<FlowKey> toB = key -> key.isIpv6() && key.ethDst().equals(B);
    sendUntil(host1, "tapa", asked, host2, "tapb", toB);
    sendUntil(host2, "tapb", answer, host1, "tapa", toA);
    assertThat(isSilent(host2, "tapb", other, host1, "tapa", toA)).as("another port").isTrue();
    assertThat(flowState.of(true, portA.id())).as("stored").isNotEmpty();
  }

  private static byte[] segment(byte[] frame, int flags) {
    byte[] segment = frame.clone();
    segment[14 + 20 + 13] = (byte) flags;
    return segment;
  }

  /** The client's reset is seen by host1 only; its row goes, and host2 forgets the connection. */
  @Test
  void aResetEndsAConnectionOnAllHosts() throws Exception {
    byte[] asked = TestFrames.tcp(A, B, "192.168.1.10", "192.168.1.11", 1000, 80);
    byte[] answer = TestFrames.tcp(B, A, "192.168.1.11", "192.168.1.10", 80, 1000);
    Predicate<FlowKey> toB = key -> key.isIpv4() && key.ethDst().equals(B);
    aToB();
    Rule open = secure("tapb", answer);
    Condition tcp = ConditionBuilder.builder().nwProto(6).build();
    nsdb.topology().update(RuleBuilder.builder(open).condition(tcp).build());
    sendUntil(host1, "tapa", segment(asked, TcpSegment.SYN), host2, "tapb", toB);
    sendUntil(
        host2, "tapb", segment(answer, TcpSegment.ACK), host1, "tapa", AgentConnectionsTest::isToA);
    assertThat(flowState.of(true, portA.id())).isNotEmpty();
    host1.receive("tapa", segment(asked, TcpSegment.RST));
    await().atMost(PATIENCE.multipliedBy(3)).until(() -> flowState.of(true, portA.id()).isEmpty());
    await()
        .atMost(PATIENCE)
        .until(() -> isSilent(host2, "tapb", answer, host1, "tapa", AgentConnectionsTest::isToA));
  }

  /** The agent keeps only the start of the first packet, and a router checks its length. */
  @Test
  void aConnectionSurvivesChangesOfFiltersThatAcceptIt() throws Exception {
    byte[] asked = TestFrames.ipv4(A, GATEWAY, IP_A, IP_PEER, 17, 64, 0, 1000, 53, new byte[600]);
    byte[] answer = TestFrames.udp(PEER, UPLINK, "198.51.100.1", "192.168.1.10", 53, 1000);
    byte[] toGateway = ArpPacket.request(A, IP_A, IP_GATEWAY).toFrame();
    sendUntil(host1, "tapa", toGateway, host1, "tapa", FlowKey::isArp);
    byte[] toUplink = ArpPacket.request(PEER, IP_PEER, IP_UPLINK).toFrame();
    sendUntil(host2, "eth1", toUplink, host2, "eth1", FlowKey::isArp);
    sendUntil(host2, "eth1", answer, host1, "tapa", AgentConnectionsTest::isToA);
    secure("eth1", answer);
    sendUntil(host1, "tapa", asked, host2, "eth1", FlowKey::isIpv4);
    sendUntil(host2, "eth1", answer, host1, "tapa", AgentConnectionsTest::isToA);
    for (int change = 0; change < 3; change++) {
      rule(out, IPV4, Rule.Type.DROP);
      await()
          .atMost(PATIENCE)
          .during(Duration.ofMillis(500))
          .until(
              () -> !isSilent(host2, "eth1", answer, host1, "tapa", AgentConnectionsTest::isToA));
    }
  }
}
