package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.FloatingIpLab.BGP1;
import static org.midolab.midonet.agent.simulation.FloatingIpLab.BGP2;
import static org.midolab.midonet.agent.simulation.FloatingIpLab.FIXED;
import static org.midolab.midonet.agent.simulation.FloatingIpLab.FLOATING;
import static org.midolab.midonet.agent.simulation.FloatingIpLab.INTERNET;
import static org.midolab.midonet.agent.simulation.FloatingIpLab.VM1;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.TestFrames;

/**
 * Packets to and from a floating IP, between a BGP peer and the instance, through both routers and
 * both bridges.
 */
class FloatingIpTest {

  private final Lab lab = FloatingIpLab.make();

  @ParameterizedTest
  @CsvSource({"up1", "up2"})
  void theFirstPacketReachesTheInstanceThroughEitherGateway(String uplink) {
    Result result =
        lab.in(uplink, TestFrames.tcp(BGP1, mac(uplink), INTERNET, FLOATING, 40000, 22));

    assertThat(result).isInstanceOf(Result.Forward.class);
    Result.Forward forward = (Result.Forward) result;
    assertThat(forward.actions())
        .containsExactly(
            new SimAction.SetEthernet(mac("tenant-net1"), VM1),
            new SimAction.SetIp(null, ip(FIXED)),
            new SimAction.DecrementTtl(2),
            new SimAction.Emit(id("vm1")));
    assertThat(forward.mask().dstPrefix()).isEqualTo(32);
    assertThat(forward.mask().srcPrefix()).as("one flow for all clients of a /8").isEqualTo(8);
    assertThat(forward.mask().fields())
        .containsExactlyInAnyOrder(
            FlowField.IN_PORT,
            FlowField.IP_SRC,
            FlowField.ETH_TYPE,
            FlowField.ETH_DST,
            FlowField.VLAN,
            FlowField.IP_PROTO,
            FlowField.IP_TTL,
            FlowField.IP_DST);
    assertThat(forward.effects())
        .as("both bridges answered ARP on the way")
        .containsExactly(
            new Effect.LearnArp(id("edge"), id("edge-ext"), ip(FLOATING), mac("tenant-gw")),
            new Effect.LearnArp(id("tenant"), id("tenant-net1"), ip(FIXED), VM1));
    assertThat(forward.tags())
        .contains(
            new FlowTag.Device(id("edge")),
            new FlowTag.Device(id("ext")),
            new FlowTag.Device(id("tenant")),
            new FlowTag.Device(id("net1")),
            new FlowTag.Device(id("vm1")),
            new FlowTag.Device(id(uplink)),
            new FlowTag.Filter(id("OS_PRE")),
            new FlowTag.Filter(id("OS_POST")),
            new FlowTag.ArpEntry(id("edge"), ip(FLOATING)),
            new FlowTag.ArpEntry(id("tenant"), ip(FIXED)),
            new FlowTag.MacEntry(id("net1"), 0, VM1));
  }

  @Test
  void theInstanceSendsFromItsFloatingIpThroughBothGateways() {
    Set<Object> exits = new HashSet<>();
    for (int port = 40000; port < 40064; port++) {
      Result result =
          lab.in("vm1", TestFrames.tcp(VM1, mac("tenant-net1"), FIXED, INTERNET, port, 80));
      assertThat(result).isInstanceOf(Result.Forward.class);
      var actions = ((Result.Forward) result).actions();
      assertThat(actions)
          .contains(new SimAction.SetIp(ip(FLOATING), null), new SimAction.DecrementTtl(2));
      boolean first = actions.contains(new SimAction.Emit(id("up1")));
      assertThat(actions)
          .contains(
              first
                  ? new SimAction.SetEthernet(mac("up1"), BGP1)
                  : new SimAction.SetEthernet(mac("up2"), BGP2));
      exits.add(actions.getLast());
      lab.apply(result);
    }
    assertThat(exits)
        .containsExactlyInAnyOrder(new SimAction.Emit(id("up1")), new SimAction.Emit(id("up2")));
  }

  @Test
  void afterOneUplinkFailsTheOtherCarriesAllTraffic() {
    lab.inactive("up1");
    for (int port = 40000; port < 40016; port++) {
      Result result =
          lab.in("vm1", TestFrames.tcp(VM1, mac("tenant-net1"), FIXED, INTERNET, port, 80));
      assertThat(((Result.Forward) result).actions())
          .last()
          .isEqualTo(new SimAction.Emit(id("up2")));
      assertThat(((Result.Forward) result).tags()).contains(new FlowTag.Device(id("up1")));
    }
  }

  @Test
  void aPacketToAnUnknownInstanceWaitsForArp() {
    String other = "192.168.1.11";
    byte[] packet = TestFrames.tcp(BGP1, mac("up1"), INTERNET, "192.0.2.11", 40000, 22);

    Result result = lab.in("up1", packet);

    assertThat(result).isInstanceOf(Result.Wait.class);
    Result.Wait wait = (Result.Wait) result;
    assertThat(wait.routerId()).isEqualTo(id("tenant"));
    assertThat(wait.portId()).isEqualTo(id("tenant-net1"));
    assertThat(wait.address()).isEqualTo(ip(other));
    Effect.Transmit request = (Effect.Transmit) wait.effects().getLast();
    assertThat(request.actions())
        .containsExactlyInAnyOrder(new SimAction.Emit(id("vm1")), new SimAction.Emit(id("vm2")));
    FlowKey asked = FrameParser.parse(request.frame(), 1, 0);
    assertThat(asked.ipDst()).isEqualTo(ip(other));
    assertThat(asked.ethSrc()).isEqualTo(mac("tenant-net1"));

    lab.apply(result);
    Result answer =
        lab.in(
            "vm2",
            new ArpPacket(
                    FlowKey.ARP_REPLY,
                    mac("vm2-nic"),
                    ip(other),
                    mac("tenant-net1"),
                    ip("192.168.1.1"))
                .toFrame());
    assertThat(answer).isInstanceOf(Result.Consumed.class);
    assertThat(answer.effects())
        .containsExactly(
            new Effect.LearnMac(id("net1"), 0, mac("vm2-nic"), id("vm2")),
            new Effect.LearnArp(id("tenant"), id("tenant-net1"), ip(other), mac("vm2-nic")));
    lab.apply(answer);
    Result retried = lab.in("up1", packet);
    assertThat(((Result.Forward) retried).actions())
        .last()
        .isEqualTo(new SimAction.Emit(id("vm2")));
  }

  @Test
  void anInstanceThatNeverAnswersIsReportedToTheClient() {
    lab.neighbour("tenant", FIXED, Neighbour.UNREACHABLE);
    lab.neighbour("edge", FLOATING, mac("tenant-gw"));
    Result result =
        lab.in("up1", TestFrames.tcp(BGP1, mac("up1"), "198.51.100.1", FLOATING, 40000, 22));

    Result.Drop drop = (Result.Drop) result;
    assertThat(drop.reason()).isEqualTo(DropReason.ARP_TIMEOUT);
    assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.SENDER_INFORMED);
    Effect.Transmit error = (Effect.Transmit) drop.effects().getLast();
    byte[] sent = ActionRunner.run(error).get(id("up1"));
    FlowKey key = FrameParser.parse(sent, 1, 0);
    assertThat(key.tpSrc()).isEqualTo(IcmpPacket.UNREACHABLE);
    assertThat(key.tpDst()).isEqualTo(IcmpPacket.HOST_UNREACHABLE);
    assertThat(key.ipSrc())
        .as("sent by the tenant router's gateway port")
        .isEqualTo(ip("192.0.2.2"));
    assertThat(key.ipDst()).isEqualTo(ip("198.51.100.1"));
    assertThat(key.ethDst()).isEqualTo(BGP1);
    assertThat(IcmpPacket.quotedDestination(sent))
        .as("the quoted packet is as the client sent it")
        .isEqualTo(ip(FLOATING));
    TestFrames.verifyChecksums(sent);
  }

  @Test
  void anIcmpErrorToTheInstanceQuotesItsFixedIp() {
    byte[] quoted = TestFrames.udp(mac("x"), mac("y"), FLOATING, INTERNET, 5000, 53);
    byte[] error = IcmpPacket.error(3, 1, quoted, BGP1, ip("198.51.100.1"));
    BGP1.writeTo(error, 6);
    mac("up1").writeTo(error, 0);

    Result result = lab.in("up1", error);

    assertThat(result)
        .as("no flow, because actions cannot rewrite the quoted packet")
        .isInstanceOf(Result.Consumed.class);
    byte[] received = ActionRunner.run((Effect.Transmit) result.effects().getLast()).get(id("vm1"));
    FlowKey key = FrameParser.parse(received, 1, 0);
    assertThat(key.ipDst()).isEqualTo(ip(FIXED));
    assertThat(IcmpPacket.quotedSource(received)).isEqualTo(ip(FIXED));
    assertThat(IcmpPacket.quotedDestination(received)).isEqualTo(ip(INTERNET));
    TestFrames.verifyChecksums(received);
  }

  @Test
  void anIcmpErrorFromTheInstanceQuotesItsFloatingIp() {
    byte[] quoted = TestFrames.udp(mac("tenant-net1"), VM1, INTERNET, FIXED, 5000, 53);
    mac("tenant-net1").writeTo(quoted, 6);
    byte[] error = IcmpPacket.error(3, 3, quoted, VM1, ip(FIXED));

    Result result = lab.in("vm1", error);

    var sent = ActionRunner.run((Effect.Transmit) result.effects().getLast()).values();
    assertThat(sent).hasSize(1);
    byte[] received = sent.iterator().next();
    assertThat(FrameParser.parse(received, 1, 0).ipSrc()).isEqualTo(ip(FLOATING));
    assertThat(IcmpPacket.quotedDestination(received)).isEqualTo(ip(FLOATING));
    TestFrames.verifyChecksums(received);
  }

  @Test
  void theInstanceReachesItsGatewayTheEdgeRouterAndTheUplink() {
    for (String address : new String[] {"192.168.1.1", "192.0.2.2", "192.0.2.1", "198.51.100.2"}) {
      Result result = lab.in("vm1", TestFrames.echo(VM1, mac("tenant-net1"), FIXED, address, 64));
      assertThat(result).as(address).isInstanceOf(Result.Consumed.class);
      Effect.Transmit transmit =
          result.effects().stream()
              .filter(Effect.Transmit.class::isInstance)
              .map(Effect.Transmit.class::cast)
              .findFirst()
              .orElseThrow();
      byte[] reply = ActionRunner.run(transmit).get(id("vm1"));
      FlowKey key = FrameParser.parse(reply, 1, 0);
      assertThat(key.ipSrc()).isEqualTo(ip(address));
      assertThat(key.ipDst()).isEqualTo(ip(FIXED));
      assertThat(key.tpSrc()).isEqualTo(IcmpPacket.ECHO_REPLY);
      TestFrames.verifyChecksums(reply);
      lab.apply(result);
    }
  }

  @Test
  void instancesReachEachOtherByFloatingIpWithoutLeavingTheirRouter() {
    lab.neighbour("tenant", FloatingIpLab.FIXED2, mac("vm2-nic"))
        .station("net1", mac("vm2-nic"), "vm2");
    byte[] there =
        TestFrames.tcp(VM1, mac("tenant-net1"), FIXED, FloatingIpLab.FLOATING2, 40000, 22);
    Result.Forward forward = (Result.Forward) lab.in("vm1", there);
    byte[] received = ActionRunner.run(there, forward.actions()).get(id("vm2"));
    FlowKey key = FrameParser.parse(received, 1, 0);
    assertThat(key.ipSrc()).isEqualTo(ip(FLOATING));
    assertThat(key.ipDst()).isEqualTo(ip(FloatingIpLab.FIXED2));
    assertThat(key.ttl()).as("one router on the way").isEqualTo(63);
    TestFrames.verifyChecksums(received);
  }

  @Test
  void theHopsOfATracerouteAnswer() {
    String[] hops = {"198.51.100.2", "192.0.2.2"};
    for (int ttl = 1; ttl <= 2; ttl++) {
      Result result = lab.in("up1", TestFrames.echo(BGP1, mac("up1"), INTERNET, FLOATING, ttl));
      Result.Drop drop = (Result.Drop) result;
      assertThat(drop.reason()).isEqualTo(DropReason.TTL_EXCEEDED);
      assertThat(drop.mask().fields()).contains(FlowField.IP_TTL);
      byte[] error =
          ActionRunner.run((Effect.Transmit) drop.effects().getLast()).values().iterator().next();
      FlowKey key = FrameParser.parse(error, 1, 0);
      assertThat(key.tpSrc()).isEqualTo(IcmpPacket.TIME_EXCEEDED);
      assertThat(key.ipSrc()).isEqualTo(ip(hops[ttl - 1]));
      TestFrames.verifyChecksums(error);
    }
    assertThat(lab.in("up1", TestFrames.echo(BGP1, mac("up1"), INTERNET, FLOATING, 3)))
        .isInstanceOf(Result.Forward.class);
  }
}
