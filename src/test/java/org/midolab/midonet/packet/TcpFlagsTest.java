package org.midolab.midonet.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.model.Mac;

class TcpFlagsTest {

  private static final Mac A = Mac.parse("02:00:00:00:00:0a");
  private static final Mac B = Mac.parse("02:00:00:00:00:0b");

  /** Flags of the packets of a flow: F FIN, S SYN, R RST, - none. */
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "S--, ''",
    "S-F, F",
    "S-F--, F",
    "S-R, R",
    "S-FR, FR",
    "S-R-, S",
    "S-RR, R",
    "S-R-R, RS",
    "S-FS, S",
    "S-FS-F, FS",
  })
  void aFlowSeesTheEndOfItsConnection(String packets, String seen) {
    int flags = 0;
    for (char packet : packets.toCharArray()) {
      flags = TcpFlags.seen(flags, flag(packet));
    }
    int expected = 0;
    for (char flag : seen.toCharArray()) {
      expected |= flag(flag);
    }
    assertThat(flags).isEqualTo(expected);
  }

  private static int flag(char letter) {
    return switch (letter) {
      case 'F' -> TcpSegment.FIN;
      case 'S' -> TcpSegment.SYN;
      case 'R' -> TcpSegment.RST;
      default -> 0;
    };
  }

  @Test
  void flagsAreReadBehindAVlanTag() {
    byte[] frame = TestFrames.tcp(A, B, "10.0.0.1", "10.0.0.2", 1000, 80);
    frame[14 + 20 + 13] = TcpSegment.FIN | TcpSegment.ACK;
    assertThat(of(frame)).isEqualTo(TcpSegment.FIN);
    assertThat(of(FrameRewriter.pushVlan(frame, 5))).isEqualTo(TcpSegment.FIN);
    assertThat(of(TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1000, 80))).isZero();
  }

  private static int of(byte[] frame) {
    return TcpFlags.of(frame, FrameParser.parse(frame, 1, 0));
  }
}
