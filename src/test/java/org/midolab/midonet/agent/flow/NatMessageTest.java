package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.midolab.midonet.agent.simulation.Endpoint;
import org.midolab.midonet.agent.simulation.NatKey;
import org.midolab.midonet.agent.simulation.Translation;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.Ip4Header;

class NatMessageTest {

  private static NatMessage message(NatMessage.Kind kind, NatKey.Kind nat) {
    NatKey key =
        new NatKey(
            nat,
            17,
            Ip4.parse("203.0.113.255"),
            65535,
            Ip4.parse("192.0.2.1"),
            1,
            new UUID(-1, Long.MIN_VALUE));
    return new NatMessage(
        kind,
        new Translation(key, new Endpoint(Ip4.parse("198.51.100.2"), 40000)),
        new UUID(7, -7));
  }

  @ParameterizedTest
  @EnumSource
  void isReadAsItWasWritten(NatMessage.Kind kind) {
    for (NatKey.Kind nat : new NatKey.Kind[] {NatKey.Kind.SNAT, NatKey.Kind.DNAT}) {
      byte[] frame = message(kind, nat).toFrame();
      assertThat(NatMessage.parse(frame)).contains(message(kind, nat));
      assertThat(Ip4Header.fault(frame)).isEmpty();
      assertThat(ConnectionMessage.parse(frame)).as("is of another kind").isEmpty();
    }
  }

  @Test
  void otherFramesAreRejected() {
    byte[] frame = message(NatMessage.Kind.OPEN, NatKey.Kind.SNAT).toFrame();
    for (int length = 0; length < frame.length; length++) {
      assertThat(NatMessage.parse(Arrays.copyOf(frame, length))).isEmpty();
    }
    for (int offset : new int[] {12, 14, 23, 36, 42, 43, 44}) {
      byte[] changed = frame.clone();
      changed[offset] ^= 0x55;
      assertThat(NatMessage.parse(changed)).as("byte %d", offset).isEmpty();
    }
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      assertThat(NatMessage.parse(noise)).isEmpty();
    }
  }
}
