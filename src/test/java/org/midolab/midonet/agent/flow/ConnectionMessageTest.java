package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.agent.simulation.ConnectionKey;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.Ip4Header;

class ConnectionMessageTest {

  private static final ConnectionMessage MESSAGE =
      new ConnectionMessage(
          new ConnectionKey(
              17,
              Ip4.parse("203.0.113.255"),
              65535,
              Ip4.parse("192.0.2.1"),
              1,
              new UUID(-1, Long.MIN_VALUE)),
          new UUID(7, -7),
          false);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void parsesWhatItWrites(boolean ends) {
    ConnectionMessage message = new ConnectionMessage(MESSAGE.key(), MESSAGE.ingressPort(), ends);
    assertThat(ConnectionMessage.parse(message.toFrame())).contains(message);
  }

  @Test
  void ipv6HasAVersionOfItsOwn() {
    ConnectionKey key =
        new ConnectionKey(
            58, Ip6.parse("2001:db8::1"), 129, Ip6.parse("fe80::2"), 0, new UUID(1, 2));
    ConnectionMessage message = new ConnectionMessage(key, new UUID(7, -7), false);
    byte[] frame = message.toFrame();
    assertThat(ConnectionMessage.parse(frame)).contains(message);
    for (int length = 0; length < frame.length; length++) {
      assertThat(ConnectionMessage.parse(Arrays.copyOf(frame, length))).isEmpty();
    }
  }

  @Test
  void isAValidUdpDatagram() {
    byte[] frame = MESSAGE.toFrame();
    FlowKey key = FrameParser.parse(frame, 1, 0);
    assertThat(key.ipProto()).isEqualTo(17);
    assertThat(key.tpDst()).isEqualTo(2925);
    assertThat(key.ipSrc()).isEqualTo(Ip4.parse("169.254.15.1"));
    assertThat(key.ipDst()).isEqualTo(Ip4.parse("169.254.15.2"));
    assertThat(Ip4Header.fault(frame)).isEmpty();
  }

  @Test
  void otherFramesAreRejected() {
    byte[] frame = MESSAGE.toFrame();
    for (int length = 0; length < frame.length; length++) {
      assertThat(ConnectionMessage.parse(Arrays.copyOf(frame, length))).isEmpty();
    }
    for (int offset : new int[] {12, 14, 23, 36, 42, 43}) {
      byte[] changed = frame.clone();
      changed[offset] ^= 0x55;
      assertThat(ConnectionMessage.parse(changed)).as("byte %d", offset).isEmpty();
    }
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      assertThat(ConnectionMessage.parse(noise)).isEmpty();
    }
  }
}
