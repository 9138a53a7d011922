package org.midolab.midonet.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.Mac;

class Ip6PacketTest {

  private static final Mac A = Mac.parse("02:00:00:00:00:0a");
  private static final Mac B = Mac.parse("02:00:00:00:00:0b");
  private static final Ip6 IP_A = Ip6.parse("2001:db8::a");
  private static final Ip6 IP_B = Ip6.parse("2001:db8::b");

  private static byte[] frame(int next, byte[]... parts) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      payload.writeBytes(part);
    }
    return TestFrames.ipv6(A, B, IP_A, IP_B, next, payload.toByteArray());
  }

  /** An extension header with options, of 16 bytes. */
  private static byte[] options(int next) {
    byte[] header = new byte[16];
    header[0] = (byte) next;
    header[1] = 1;
    return header;
  }

  private static byte[] fragment(int next, int offset) {
    return new byte[] {(byte) next, 0, (byte) (offset >> 8), (byte) (offset | 1), 0, 0, 0, 1};
  }

  @ParameterizedTest
  @CsvSource({"6", "17"})
  void portsAreReadBehindExtensionHeadersAndTags(int protocol) {
    byte[] ports = TestFrames.ports(1000, 80);
    byte[] plain = frame(protocol, ports);
    for (byte[] frame :
        new byte[][] {
          plain,
          FrameRewriter.pushVlan(plain, 5),
          frame(0, options(60), options(43), options(protocol), ports),
          frame(44, fragment(protocol, 0), ports)
        }) {
      Ip6Packet packet = Ip6Packet.of(frame).orElseThrow();
      assertThat(packet.protocol()).isEqualTo(protocol);
      assertThat(packet.source()).isEqualTo(IP_A);
      assertThat(packet.destination()).isEqualTo(IP_B);
      assertThat(packet.sourcePort()).isEqualTo(1000);
      assertThat(packet.destinationPort()).isEqualTo(80);
    }
  }

  @Test
  void fragmentsAreTold() {
    byte[] ports = TestFrames.ports(1000, 80);
    assertThat(Ip6Packet.of(frame(17, ports)).orElseThrow().fragment()).isZero();
    assertThat(Ip6Packet.of(frame(44, fragment(17, 0), ports)).orElseThrow().fragment())
        .isEqualTo(FlowKey.FIRST_FRAGMENT);
    Ip6Packet later = Ip6Packet.of(frame(44, fragment(17, 8), ports)).orElseThrow();
    assertThat(later.fragment()).isEqualTo(FlowKey.LATER_FRAGMENT);
    assertThat(later.sourcePort()).isEqualTo(-1);
  }

  @Test
  void anErrorQuotesItsPacket() {
    byte[] cause = frame(17, TestFrames.ports(1000, 53));
    byte[] quote = Arrays.copyOfRange(cause, 14, cause.length);
    byte[] error = frame(58, Arrays.copyOf(TestFrames.icmp6(1, 4), 8), quote);
    Ip6Packet packet = Ip6Packet.of(error).orElseThrow();
    assertThat(packet.isError()).isTrue();
    assertThat(packet.quoted(error).map(Ip6Packet::destination)).isEqualTo(Optional.of(IP_B));
    assertThat(packet.quoted(error).orElseThrow().sourcePort()).isEqualTo(1000);
    byte[] echo = frame(58, TestFrames.icmp6(128, 0));
    assertThat(Ip6Packet.of(echo).orElseThrow().isError()).isFalse();
  }

  @Test
  void anyBytesAreParsedWithoutAnException() {
    assertThat(Ip6Packet.of(TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1, 2))).isEmpty();
    byte[] endless =
        frame(
            0,
            options(0),
            options(0),
            options(0),
            options(0),
            options(0),
            options(0),
            options(0),
            options(0),
            options(0));
    assertThat(Ip6Packet.of(endless)).as("too many extension headers").isEmpty();
    byte[] whole = frame(0, options(44), fragment(58, 0), TestFrames.icmp6(1, 0), new byte[60]);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      Ip6Packet.of(cut).ifPresent(packet -> packet.quoted(cut));
    }
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      byte[] noise = new byte[random.nextInt(150)];
      random.nextBytes(noise);
      if (noise.length > 14) {
        noise[12] = (byte) 0x86;
        noise[13] = (byte) 0xDD;
        noise[14] = 0x60;
      }
      Ip6Packet.of(noise).ifPresent(packet -> packet.quoted(noise));
    }
  }
}
