package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.FlowKey;

class WaitingRoomTest {

  private static final long SECOND = 1_000_000_000L;
  private static final UUID ROUTER = UUID.randomUUID();

  private final WaitingRoom<Neighbours.Key> waiting = new WaitingRoom<>(WaitingRoom.PER_NEIGHBOUR);

  private static Neighbours.Key neighbour(int number) {
    return new Neighbours.Key(ROUTER, new Ip4(number));
  }

  private static Upcall packet(int inPort, int number) {
    return packet(inPort, number, new byte[0]);
  }

  private static Upcall packet(int inPort, int number, byte[] frame) {
    FlowKey key =
        new FlowKey(
            inPort, 0, Mac.ZERO, Mac.ZERO, 0x800, 0, 17, 0, 0, 0, Ip4.ANY, Ip4.ANY, 0, number);
    return new Upcall(key, frame, 0, 0);
  }

  @Test
  void packetsLeaveInOrder() {
    assertThat(waiting.enter(neighbour(1), packet(1, 1), 0)).isTrue();
    assertThat(waiting.enter(neighbour(1), packet(2, 2), 0)).isTrue();
    assertThat(waiting.leave(neighbour(1)))
        .extracting(upcall -> upcall.key().tpDst())
        .containsExactly(1, 2);
    assertThat(waiting.leave(neighbour(1))).isEmpty();
    assertThat(waiting.size()).isZero();
  }

  @Test
  void theOldestPacketOfAFullQueueIsRemoved() {
    for (int i = 0; i <= WaitingRoom.PER_NEIGHBOUR; i++) {
      waiting.enter(neighbour(1), packet(1, i), 0);
    }
    assertThat(waiting.crowdedOut(neighbour(1)))
        .extracting(upcall -> upcall.key().tpDst())
        .containsExactly(0);
    assertThat(waiting.crowdedOut(neighbour(1))).isEmpty();
    assertThat(waiting.size()).isEqualTo(WaitingRoom.PER_NEIGHBOUR);
  }

  @Test
  void aPortWithPacketsForManyNeighboursDoesNotDisplaceOthers() {
    int entered = 0;
    for (int i = 0; i < 5_000; i++) {
      entered += waiting.enter(neighbour(i), packet(1, i), 0) ? 1 : 0;
    }
    assertThat(entered).isEqualTo(WaitingRoom.NEIGHBOURS_PER_PORT);
    assertThat(waiting.enter(neighbour(9_999), packet(2, 1), 0)).isTrue();
    assertThat(waiting.dismiss(6 * SECOND)).hasSize(entered + 1);
    assertThat(waiting.enter(neighbour(7_000), packet(1, 1), 6 * SECOND)).isTrue();
  }

  @Test
  void aPortWithManyPacketsDoesNotDisplaceOthers() {
    for (int i = 0; i < 5_000; i++) {
      waiting.enter(neighbour(i % 32), packet(1, i), 0);
    }
    assertThat(waiting.size()).isEqualTo(WaitingRoom.PER_PORT);
    assertThat(waiting.enter(neighbour(1), packet(2, 1), 0)).isTrue();
    waiting.leave(neighbour(1));
    assertThat(waiting.enter(neighbour(1), packet(1, 1), 0)).isTrue();
  }

  @Test
  void thePacketsOfOnePortHaveSoManyBytesAtMost() {
    byte[] large = new byte[WaitingRoom.BYTES_PER_PORT / 16];
    for (int i = 0; i < 16; i++) {
      assertThat(waiting.enter(neighbour(i % 4), packet(1, i, large), 0)).isTrue();
    }
    assertThat(waiting.enter(neighbour(1), packet(1, 16, new byte[1]), 0)).isFalse();
    assertThat(waiting.enter(neighbour(1), packet(2, 16, large), 0)).isTrue();
    waiting.leave(neighbour(1));
    assertThat(waiting.enter(neighbour(1), packet(1, 17, large), 0)).isTrue();
  }

  @Test
  void beyondTheBytesOfAllThePortWithMostGivesWay() {
    byte[] large = new byte[WaitingRoom.BYTES_PER_PORT / 16];
    int most = WaitingRoom.BYTES / large.length;
    assertThat(waiting.enter(neighbour(0), packet(100, 0, new byte[100]), 0)).isTrue();
    int gone = 0;
    for (int i = 0; i < 40 * 16; i++) {
      int port = i / 16;
      assertThat(waiting.enter(neighbour(port), packet(port, i, large), 0)).isTrue();
      for (Upcall out : waiting.crowdedOut(neighbour(port))) {
        assertThat(out.key().inPort()).as("not of the one with few bytes").isNotEqualTo(100);
        gone++;
      }
    }
    assertThat(gone).isEqualTo(40 * 16 - most + 1);
    assertThat(waiting.size()).isEqualTo(most);
    assertThat(waiting.dismiss(6 * SECOND)).hasSize(most);
    assertThat(waiting.enter(neighbour(1), packet(1, 1, large), 6 * SECOND)).isTrue();
  }
}
