package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.FloatingIpLab.BGP1;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.TestFrames;

/** Steering of frames between a BGP peer and the namespace of an uplink port. */
class BgpSteeringTest {

  private static final String PEER = "198.51.100.1";
  private static final String OWN = "198.51.100.2";

  private final Lab lab = FloatingIpLab.make();

  private Result out(byte[] frame) {
    return lab.simulator.simulate(Ingress.fromBgpNamespace(id("up1"), null, frame));
  }

  @Test
  void bgpAndIcmpOfThePeerGoToTheNamespaceUnchanged() {
    for (byte[] frame :
        List.of(
            TestFrames.tcp(BGP1, mac("up1"), PEER, OWN, 40000, 179),
            TestFrames.tcp(BGP1, mac("up1"), PEER, OWN, 179, 40000),
            TestFrames.echo(BGP1, mac("up1"), PEER, OWN, 1))) {
      Result.Forward forward = (Result.Forward) lab.in("up1", frame);
      assertThat(forward.actions()).containsExactly(new SimAction.ToBgpNamespace(id("up1")));
      assertThat(forward.mask().srcPrefix()).isEqualTo(32);
      assertThat(forward.mask().fields())
          .contains(FlowField.IP_PROTO)
          .doesNotContain(FlowField.IP_TTL);
      assertThat(forward.tags())
          .contains(new FlowTag.Device(id("edge")), new FlowTag.Device(id("up1")));
    }
  }

  @Test
  void otherFramesAreHandledByTheRouter() {
    assertThat(lab.in("up1", TestFrames.echo(BGP1, mac("up1"), FloatingIpLab.INTERNET, OWN, 9)))
        .isInstanceOf(Result.Consumed.class);
    Result ssh = lab.in("up1", TestFrames.tcp(BGP1, mac("up1"), PEER, OWN, 40000, 22));
    assertThat(((Result.Drop) ssh).reason()).isEqualTo(DropReason.NOT_FORWARDED);
    Result bgp =
        lab.in("up1", TestFrames.tcp(BGP1, mac("up1"), FloatingIpLab.INTERNET, OWN, 40000, 179));
    assertThat(((Result.Drop) bgp).reason()).isEqualTo(DropReason.NOT_FORWARDED);
  }

  @Test
  void onlyTheSessionOfTheUplinkIsSteered() {
    Result other = lab.in("up2", TestFrames.tcp(mac("bgp2"), mac("up2"), PEER, OWN, 40000, 179));
    assertThat(((Result.Drop) other).reason()).isEqualTo(DropReason.NOT_FORWARDED);
  }

  @Test
  void anArpReplyOfThePeerGoesToRouterAndNamespace() {
    byte[] reply = new ArpPacket(2, BGP1, ip(PEER), mac("up1"), ip(OWN)).toFrame();
    Result result = lab.in("up1", reply);
    assertThat(result).isInstanceOf(Result.Consumed.class);
    assertThat(result.effects().getFirst())
        .isEqualTo(new Effect.LearnArp(id("edge"), id("up1"), ip(PEER), BGP1));
    Effect.Transmit handed = (Effect.Transmit) result.effects().getLast();
    assertThat(handed.frame()).isEqualTo(reply);
    assertThat(handed.actions()).containsExactly(new SimAction.ToBgpNamespace(id("up1")));
  }

  @Test
  void theNamespaceReachesItsPeers() {
    for (byte[] frame :
        List.of(
            ArpPacket.request(mac("up1"), ip(OWN), ip(PEER)).toFrame(),
            TestFrames.tcp(mac("up1"), BGP1, OWN, PEER, 40000, 179),
            TestFrames.tcp(mac("up1"), BGP1, OWN, PEER, 179, 40000),
            TestFrames.echo(mac("up1"), BGP1, OWN, PEER, 1))) {
      assertThat(((Result.Forward) out(frame)).actions())
          .containsExactly(new SimAction.Emit(id("up1")));
    }
  }

  @Test
  void theNamespaceReachesNothingElse() {
    for (byte[] frame :
        List.of(
            TestFrames.tcp(mac("up1"), BGP1, OWN, PEER, 40000, 22),
            TestFrames.tcp(mac("up1"), BGP1, OWN, "203.0.113.1", 40000, 179),
            TestFrames.tcp(mac("up1"), BGP1, "192.0.2.10", PEER, 40000, 179),
            TestFrames.udp(mac("up1"), BGP1, OWN, PEER, 179, 179))) {
      assertThat(((Result.Drop) out(frame)).reason()).isEqualTo(DropReason.NOT_FORWARDED);
    }
    lab.edit("up1", port -> port.adminStateUp(false));
    Result down = out(TestFrames.tcp(mac("up1"), BGP1, OWN, PEER, 40000, 179));
    assertThat(((Result.Drop) down).reason()).isEqualTo(DropReason.ADMIN_DOWN);
  }
}
