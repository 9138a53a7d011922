package org.midolab.midonet.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/** Segments and resets of TCP (RFC 9293 §3.10.7.1). */
class TcpSegmentTest {

  private static final Mac A = Mac.parse("02:00:00:00:00:0a");
  private static final Mac B = Mac.parse("02:00:00:00:00:0b");

  private static TcpSegment segment(int flags, int acknowledgment, int length) {
    return new TcpSegment(
        A,
        B,
        Ip4.parse("10.0.0.1"),
        Ip4.parse("10.0.0.2"),
        1000,
        80,
        0xFFFFFFFE,
        acknowledgment,
        flags,
        length);
  }

  @Test
  void aSegmentIsReadAsItWasWritten() {
    TcpSegment segment = segment(TcpSegment.SYN | TcpSegment.ACK, 77, 0);
    byte[] frame = segment.toFrame();
    TestFrames.verifyChecksums(frame);
    assertThat(TcpSegment.parse(frame)).contains(segment);
    FlowKey key = FrameParser.parse(frame, 1, 0);
    assertThat(key.tpSrc()).isEqualTo(1000);
    assertThat(key.tpDst()).isEqualTo(80);
    assertThat(key.fragment()).isEqualTo(FlowKey.UNFRAGMENTED);
  }

  @Test
  void aFrameWithoutAWholeHeaderOfTcpIsNoSegment() {
    byte[] frame = TestFrames.tcp(A, B, "10.0.0.1", "10.0.0.2", 1000, 80);
    assertThat(TcpSegment.parse(frame))
        .hasValueSatisfying(s -> assertThat(s.length()).isEqualTo(20));
    assertThat(TcpSegment.parse(Arrays.copyOf(frame, 53))).isEmpty();
    assertThat(TcpSegment.parse(new byte[10])).isEmpty();
    assertThat(TcpSegment.parse(TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1000, 80))).isEmpty();
    byte[] fragment =
        TestFrames.ipv4(
            A, B, Ip4.parse("10.0.0.1"), Ip4.parse("10.0.0.2"), 6, 9, 0x2000, 1, 2, new byte[8]);
    assertThat(TcpSegment.parse(fragment)).isEmpty();
  }

  @Test
  void theResetOfASegmentWithoutAckAcknowledgesAllOfIt() {
    TcpSegment reset = segment(TcpSegment.SYN, 0, 0).reset().orElseThrow();
    assertThat(reset)
        .isEqualTo(
            new TcpSegment(
                B,
                A,
                Ip4.parse("10.0.0.2"),
                Ip4.parse("10.0.0.1"),
                80,
                1000,
                0,
                0xFFFFFFFF,
                TcpSegment.RST | TcpSegment.ACK,
                0));
    assertThat(segment(TcpSegment.FIN, 0, 5).reset().orElseThrow().acknowledgment()).isEqualTo(4);
  }

  @Test
  void theResetOfASegmentWithAckHasTheSequenceNumberThatIsExpected() {
    TcpSegment reset = segment(TcpSegment.ACK, 77, 5).reset().orElseThrow();
    assertThat(reset.sequence()).isEqualTo(77);
    assertThat(reset.acknowledgment()).isZero();
    assertThat(reset.flags()).isEqualTo(TcpSegment.RST);
  }

  @Test
  void aResetIsNotAnswered() {
    assertThat(segment(TcpSegment.RST, 0, 0).reset()).isEmpty();
  }
}
