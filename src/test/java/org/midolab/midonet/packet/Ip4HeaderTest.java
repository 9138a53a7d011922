package org.midolab.midonet.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

class Ip4HeaderTest {

  private static final byte[] LONG =
      TestFrames.ipv4(
          Mac.parse("fa:16:3e:00:00:0a"),
          Mac.parse("fa:16:3e:00:00:0b"),
          Ip4.parse("10.0.0.1"),
          Ip4.parse("10.0.0.2"),
          FlowKey.PROTO_UDP,
          64,
          0,
          1000,
          80,
          new byte[600]);

  @Test
  void theStartOfAFrameHasAFaultlessHeader() {
    for (byte[] frame : new byte[][] {LONG, FrameRewriter.pushVlan(LONG, 7)}) {
      byte[] start = Ip4Header.start(frame, 128);
      assertThat(start).hasSize(128);
      assertThat(Ip4Header.fault(start)).isEmpty();
      assertThat(FrameParser.parse(start, 0, 0)).isEqualTo(FrameParser.parse(frame, 0, 0));
    }
  }

  @Test
  void aShortFrameIsItsOwnStart() {
    assertThat(Ip4Header.start(LONG, LONG.length)).isSameAs(LONG);
  }
}
