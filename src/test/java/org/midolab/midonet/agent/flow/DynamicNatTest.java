package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.simulation.PortRange;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestFrames;

/** How packets wait for ports. Nobody answers what is asked for. */
class DynamicNatTest {

  private final Queue<Runnable> asked = new ArrayDeque<>();
  private final PortBlocks ports =
      new PortBlocks(
          null, Duration.ZERO, asked::add, () -> 0, new Random(1), range -> {}, block -> {});
  private final DynamicNat nat = new DynamicNat(null, ports, null, null, null, upcall -> {});

  private static PortRange range(int first) {
    return new PortRange(new UUID(1, 1), Ip4.parse("198.51.100.2"), first, first + 63);
  }

  private static Upcall packet(int inPort) {
    byte[] frame = TestFrames.udp(Mac.ZERO, Mac.ZERO, "192.0.2.1", "192.0.2.2", 1, 2);
    FlowKey key = FrameParser.parse(frame, inPort, 0);
    return new Upcall(key, frame, 0, 0);
  }

  @Test
  void aPacketWithoutRoomToWaitAsksForNoPorts() {
    for (int i = 0; i < WaitingRoom.PER_PORT; i++) {
      assertThat(nat.await(range(64), packet(1), 0)).isEmpty();
    }
    assertThat(asked).as("once").hasSize(1);
    Upcall refused = packet(1);
    assertThat(nat.await(range(128), refused, 0)).containsExactly(refused);
    assertThat(asked).hasSize(1);
    assertThat(nat.await(range(128), packet(2), 0)).as("of another port").isEmpty();
    assertThat(asked).hasSize(2);
  }
}
