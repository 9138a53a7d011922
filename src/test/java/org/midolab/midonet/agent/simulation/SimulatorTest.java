package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestFrames;

/**
 * Behaviour that does not depend on a device: invalid input, and branches with different rewrites.
 */
class SimulatorTest {

  private static final Mac A = mac("a");
  private static final Mac B = mac("b");

  @Test
  void aMalformedFrameIsDroppedWithoutAFlow() {
    Result.Drop drop = (Result.Drop) new Lab().bridge("net").tap("p", "net").in("p", new byte[9]);
    assertThat(drop.reason()).isEqualTo(DropReason.MALFORMED);
    assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.NONE);
  }

  @Test
  void aFrameOfAMissingPortIsDroppedAsUnbound() {
    Result.Drop drop =
        (Result.Drop) new Lab().in("p", TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1, 2));
    assertThat(drop.reason()).isEqualTo(DropReason.UNBOUND);
  }

  @Test
  void aMissingDeviceOrPeerIsDroppedAsNoEgress() {
    byte[] frame = TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1, 2);
    for (Lab lab :
        List.of(
            new Lab().tap("p", "gone"),
            new Lab().uplink("p", "gone", "10.0.0.254/24"),
            new Lab()
                .bridge("net")
                .tap("p", "net")
                .edit("p", port -> port.peerId(id("x")))
                .tap("q", "net"))) {
      lab.station("net", B, "p");
      Result result = lab.in("p", frame);
      assertThat(result).isInstanceOf(Result.Drop.class);
      assertThat(((Result.Drop) result).reason()).isEqualTo(DropReason.NO_EGRESS);
    }
  }

  @Test
  void aPortThatIsDownDropsAllFramesWithOneFlow() {
    Lab lab = new Lab().bridge("net").tap("p", "net").edit("p", port -> port.adminStateUp(false));
    Result.Drop drop =
        (Result.Drop) lab.in("p", TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1, 2));
    assertThat(drop.reason()).isEqualTo(DropReason.ADMIN_DOWN);
    assertThat(drop.tags()).containsExactly(new FlowTag.Device(id("p")));
  }

  @Test
  void anUnexpectedExceptionResultsInADrop() {
    Lab lab = new Lab().bridge("net").tap("p", "net").rule("c", Condition.ANY, rule -> rule);
    lab.edit("p", port -> port.inboundFilterId(id("c")));
    Result.Drop drop =
        (Result.Drop) lab.in("p", TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1, 2));
    assertThat(drop.reason()).isEqualTo(DropReason.SIMULATION_FAILED);
    assertThat(drop.lifetime()).isEqualTo(Result.Lifetime.NONE);
    assertThat(drop.detail()).contains(id("p").toString());
  }

  @Test
  void eachBranchLeavesWithItsOwnRewrites() {
    // near floods to p2 and to the router behind far, and only the router rewrites: p2 must get the
    // original frame
    Lab lab =
        new Lab()
            .bridge("near")
            .tap("p1", "near")
            .tap("p2", "near")
            .bridge("far")
            .trunk("t", "near", "far");
    lab.router("r").link("r-far", "r", "10.0.0.254/24", "far").uplink("up", "r", "10.0.9.1/24");
    lab.route("r", "10.0.9.0/24", "up", null).neighbour("r", "10.0.9.9", B);
    byte[] frame = TestFrames.udp(A, mac("r-far"), "10.0.0.1", "10.0.9.9", 1, 2);

    Result.Forward forward = (Result.Forward) lab.in("p1", frame);

    var out = ActionRunner.run(frame, forward.actions());
    assertThat(out.get(id("p2"))).isEqualTo(frame);
    FlowKey routed = FrameParser.parse(out.get(id("up")), 1, 0);
    assertThat(routed.ttl()).isEqualTo(63);
    assertThat(routed.ethDst()).isEqualTo(B);
    TestFrames.verifyChecksums(out.get(id("up")));
  }

  @Test
  void aBranchThatWaitsDoesNotDelayTheOthers() {
    Lab lab =
        new Lab()
            .bridge("near")
            .tap("p1", "near")
            .tap("p2", "near")
            .bridge("far")
            .trunk("t", "near", "far");
    lab.router("r").link("r-far", "r", "10.0.0.254/24", "far").uplink("up", "r", "10.0.9.1/24");
    lab.route("r", "10.0.9.0/24", "up", null);

    Result result = lab.in("p1", TestFrames.udp(A, mac("r-far"), "10.0.0.1", "10.0.9.9", 1, 2));

    assertThat(result)
        .as("no flow without the branch that waits")
        .isInstanceOf(Result.Consumed.class);
    List<Effect.Transmit> sent =
        result.effects().stream()
            .filter(Effect.Transmit.class::isInstance)
            .map(Effect.Transmit.class::cast)
            .toList();
    assertThat(sent).hasSize(2);
    assertThat(ArpPacket.parse(sent.getFirst().frame()).targetIp()).isEqualTo(ip("10.0.9.9"));
    assertThat(sent.getLast().actions()).containsExactly(new SimAction.Emit(id("p2")));
  }
}
