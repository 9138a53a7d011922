package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Rule.Type;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.TestFrames;

/**
 * Connection tracking at a port with Neutron's default security group: outgoing packets open
 * connections, and only return packets of these connections are let in.
 */
class ConnectionTest {

  private static final Mac A = mac("a");
  private static final Mac B = mac("b");
  private static final Condition RETURNING =
      ConditionBuilder.builder().matchReturnFlow(true).build();

  private static final Ip6 IP6_A = Ip6.parse("2001:db8::a");
  private static final Ip6 IP6_B = Ip6.parse("2001:db8::b");

  private final Lab lab = new Lab().bridge("net").tap("secured", "net").tap("other", "net");

  @BeforeEach
  void secure() {
    lab.chain("out").rule("out", RETURNING, Type.ACCEPT).chain("in");
    lab.rule("in", RETURNING, Type.ACCEPT);
    lab.rule("in", ConditionBuilder.builder().dlType(0x0806).dlTypeInv(true).build(), Type.DROP);
    lab.edit("secured", port -> port.inboundFilterId(id("out")).outboundFilterId(id("in")));
    lab.apply(lab.in("secured", ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.1")).toFrame()));
    lab.apply(lab.in("other", ArpPacket.request(B, ip("10.0.0.2"), ip("10.0.0.2")).toFrame()));
  }

  private static byte[] packet(String protocol, boolean answer) {
    Mac from = answer ? B : A;
    Mac to = answer ? A : B;
    String source = answer ? "10.0.0.2" : "10.0.0.1";
    String destination = answer ? "10.0.0.1" : "10.0.0.2";
    int sourcePort = answer ? 80 : 1000;
    int destinationPort = answer ? 1000 : 80;
    return switch (protocol) {
      case "tcp6" -> packet6(6, TestFrames.ports(sourcePort, destinationPort), answer);
      case "udp6" -> packet6(17, TestFrames.ports(sourcePort, destinationPort), answer);
      case "icmp6" -> packet6(58, TestFrames.icmp6(answer ? 129 : 128, 0), answer);
      case "tcp" -> TestFrames.tcp(from, to, source, destination, sourcePort, destinationPort);
      case "udp" -> TestFrames.udp(from, to, source, destination, sourcePort, destinationPort);
      default -> {
        byte[] request = TestFrames.echo(A, B, "10.0.0.1", "10.0.0.2", 64);
        yield answer ? IcmpPacket.echoReply(request) : request;
      }
    };
  }

  private static byte[] packet6(int protocol, byte[] payload, boolean answer) {
    return answer
        ? TestFrames.ipv6(B, A, IP6_B, IP6_A, protocol, payload)
        : TestFrames.ipv6(A, B, IP6_A, IP6_B, protocol, payload);
  }

  private boolean isDropped(String port, byte[] frame) {
    Result result = lab.in(port, frame);
    if (result instanceof Result.Drop drop) {
      assertThat(drop.reason()).isEqualTo(DropReason.DROPPED_BY_RULE);
      return true;
    }
    assertThat(result.effects().stream().anyMatch(Effect.Transmit.class::isInstance))
        .as("sent once")
        .isEqualTo(result instanceof Result.Consumed);
    return false;
  }

  @ParameterizedTest
  @CsvSource({"tcp", "udp", "icmp", "tcp6", "udp6", "icmp6"})
  void answersPassAfterTheConnectionIsOpened(String protocol) {
    assertThat(isDropped("other", packet(protocol, true))).as("before").isTrue();
    Result opened = lab.in("secured", packet(protocol, false));
    assertThat(opened)
        .as("flows do not match on fields of IPv6")
        .isInstanceOf(protocol.endsWith("6") ? Result.Consumed.class : Result.Forward.class);
    lab.apply(opened);
    assertThat(isDropped("other", packet(protocol, true))).as("after").isFalse();
    assertThat(lab.in("other", packet(protocol, true)).effects())
        .as("an answer opens nothing")
        .noneMatch(effect -> effect instanceof Effect.Connect);
  }

  @Test
  void anIcmpv6ErrorReturnsToTheConnectionThatItQuotes() {
    byte[] sent = packet("udp6", false);
    lab.apply(lab.in("secured", sent));
    byte[] quote = Arrays.copyOfRange(sent, 14, sent.length);
    ByteBuffer error = ByteBuffer.allocate(8 + quote.length).put((byte) 1).put((byte) 4);
    error.position(8).put(quote);
    assertThat(isDropped("other", packet6(58, error.array(), true))).isFalse();
    error.putShort(8 + 40, (short) 1001);
    assertThat(isDropped("other", packet6(58, error.array(), true))).as("another").isTrue();
  }

  @ParameterizedTest
  @CsvSource({"tcp", "udp"})
  void otherPortsOfTheSameHostsBelongToNoConnection(String protocol) {
    lab.apply(lab.in("secured", packet(protocol, false)));
    byte[] stranger =
        protocol.equals("tcp")
            ? TestFrames.tcp(B, A, "10.0.0.2", "10.0.0.1", 81, 1000)
            : TestFrames.udp(B, A, "10.0.0.2", "10.0.0.1", 80, 1001);
    assertThat(isDropped("other", stranger)).isTrue();
  }

  @Test
  void aPingDoesNotLetInPingsFromTheOtherHost() {
    lab.apply(lab.in("secured", packet("icmp", false)));
    assertThat(isDropped("other", TestFrames.echo(B, A, "10.0.0.2", "10.0.0.1", 64))).isTrue();
  }

  @Test
  void anErrorAboutAConnectionsPacketPasses() {
    byte[] sent = packet("udp", false);
    byte[] error = IcmpPacket.error(3, 3, sent, B, ip("10.0.0.2"));
    assertThat(isDropped("other", error)).as("before").isTrue();
    lab.apply(lab.in("secured", sent));
    assertThat(isDropped("other", error)).as("after").isFalse();
    byte[] about = TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1000, 81);
    assertThat(isDropped("other", IcmpPacket.error(3, 3, about, B, ip("10.0.0.2"))))
        .as("about a packet of no connection")
        .isTrue();
  }

  @Test
  void aLaterFragmentBelongsToNoConnection() {
    lab.apply(lab.in("secured", packet("udp", false)));
    byte[] later =
        TestFrames.ipv4(B, A, ip("10.0.0.2"), ip("10.0.0.1"), 17, 9, 0x0010, 80, 1000, new byte[8]);
    assertThat(isDropped("other", later)).isTrue();
  }

  @Test
  void flowsThatDependOnConnectionStateMatchOnTheWholeKey() {
    Result.Drop drop = (Result.Drop) lab.in("other", packet("tcp", true));
    assertThat(drop.mask().fields())
        .contains(FlowField.IP_PROTO, FlowField.TP_SRC, FlowField.TP_DST);
    assertThat(drop.mask().srcPrefix()).isEqualTo(32);
    assertThat(drop.mask().dstPrefix()).isEqualTo(32);
    ConnectionKey key = new ConnectionKey(6, ip("10.0.0.2"), 80, ip("10.0.0.1"), 1000, id("net"));
    assertThat(drop.tags()).contains(new FlowTag.Connection(key));
    Result.Forward opened = (Result.Forward) lab.in("secured", packet("tcp", false));
    assertThat(opened.tags()).contains(new FlowTag.Opened(key));
    assertThat(opened.effects())
        .contains(new Effect.Connect(key, id("secured"), Set.of(id("other"))));
  }

  @Test
  void aFloodedPacketOpensOneConnectionWithAllItsEgressPorts() {
    lab.tap("third", "net");
    byte[] unknown = TestFrames.udp(A, mac("c"), "10.0.0.1", "10.0.0.3", 1000, 80);
    assertThat(lab.in("secured", unknown).effects())
        .filteredOn(Effect.Connect.class::isInstance)
        .singleElement()
        .extracting(effect -> ((Effect.Connect) effect).egressPorts())
        .isEqualTo(Set.of(id("other"), id("third")));
  }

  @Test
  void packetsThatDoNotReturnAreForwardPackets() {
    lab.chain("forward")
        .rule("forward", ConditionBuilder.builder().matchForwardFlow(true).build(), Type.DROP);
    lab.edit("other", port -> port.inboundFilterId(id("forward")));
    lab.edit("secured", port -> port.outboundFilterId(null));
    assertThat(isDropped("other", packet("tcp", true))).isTrue();
    lab.apply(lab.in("secured", packet("tcp", false)));
    assertThat(isDropped("other", packet("tcp", true))).isFalse();
  }
}
