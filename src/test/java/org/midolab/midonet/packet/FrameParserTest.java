package org.midolab.midonet.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

class FrameParserTest {

  private static final Mac A = Mac.parse("02:00:00:00:00:0a");
  private static final Mac B = Mac.parse("02:00:00:00:00:0b");

  @Test
  void tcpPortsAreParsed() {
    FlowKey key =
        FrameParser.parse(TestFrames.tcp(A, B, "192.0.2.1", "198.51.100.7", 40000, 179), 7, 42);
    assertThat(key)
        .isEqualTo(
            new FlowKey(
                7,
                42,
                A,
                B,
                0x0800,
                0,
                6,
                0,
                0,
                64,
                Ip4.parse("192.0.2.1"),
                Ip4.parse("198.51.100.7"),
                40000,
                179));
  }

  @Test
  void icmpTypeAndCodeAreParsedAsPorts() {
    byte[] error =
        IcmpPacket.error(
            3, 13, TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1, 2), B, Ip4.parse("10.0.0.9"));
    FlowKey key = FrameParser.parse(error, 1, 0);
    assertThat(key.tpSrc()).isEqualTo(3);
    assertThat(key.tpDst()).isEqualTo(13);
  }

  @Test
  void arpIsParsedIntoTheIpFields() {
    byte[] frame = ArpPacket.request(A, Ip4.parse("10.0.0.1"), Ip4.parse("10.0.0.2")).toFrame();
    FlowKey key = FrameParser.parse(frame, 1, 0);
    assertThat(key.isArp()).isTrue();
    assertThat(key.ipProto()).isEqualTo(FlowKey.ARP_REQUEST);
    assertThat(key.ipSrc()).isEqualTo(Ip4.parse("10.0.0.1"));
    assertThat(key.ipDst()).isEqualTo(Ip4.parse("10.0.0.2"));
    assertThat(key.ethDst()).isEqualTo(Mac.BROADCAST);
    assertThat(frame).as("padded to the minimum length of Ethernet").hasSize(60);
  }

  @Test
  void protocolsAfterAVlanTagAreParsed() {
    byte[] tagged = FrameRewriter.pushVlan(TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 5, 6), 100);
    FlowKey key = FrameParser.parse(tagged, 1, 0);
    assertThat(key.vlan()).isEqualTo(0x1000 | 100);
    assertThat(key.etherType()).isEqualTo(FlowKey.ETHERTYPE_IPV4);
    assertThat(key.tpDst()).isEqualTo(6);
    assertThat(FrameParser.parse(FrameRewriter.pushVlan(tagged, 200), 1, 0).vlan())
        .isEqualTo(0x1000 | 200);
    assertThat(FrameRewriter.popVlan(tagged))
        .isEqualTo(TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 5, 6));
  }

  @Test
  void fragmentsAfterTheFirstHaveNoPorts() {
    Ip4 ip = Ip4.parse("10.0.0.1");
    byte[] first = TestFrames.ipv4(A, B, ip, ip, 17, 9, 0x2000, 5, 6, new byte[8]);
    byte[] later = TestFrames.ipv4(A, B, ip, ip, 17, 9, 0x2001, 5, 6, new byte[8]);
    assertThat(FrameParser.parse(first, 1, 0))
        .returns(FlowKey.FIRST_FRAGMENT, FlowKey::fragment)
        .returns(5, FlowKey::tpSrc);
    assertThat(FrameParser.parse(later, 1, 0))
        .returns(FlowKey.LATER_FRAGMENT, FlowKey::fragment)
        .returns(0, FlowKey::tpSrc);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13, 14, 33, 34, 41, 53})
  void truncatedFramesAreMalformed(int length) {
    byte[] frame = TestFrames.tcp(A, B, "10.0.0.1", "10.0.0.2", 1, 2);
    assertThatThrownBy(() -> FrameParser.parse(Arrays.copyOf(frame, length), 1, 0))
        .isInstanceOf(MalformedFrameException.class)
        .hasMessageContaining("got " + length);
  }

  @Test
  void inconsistentHeadersAreMalformed() {
    byte[] version = TestFrames.tcp(A, B, "10.0.0.1", "10.0.0.2", 1, 2);
    version[14] = 0x65;
    byte[] length = TestFrames.tcp(A, B, "10.0.0.1", "10.0.0.2", 1, 2);
    length[14] = 0x44;
    byte[] arp = ArpPacket.request(A, Ip4.ANY, Ip4.ANY).toFrame();
    arp[15] = 6;
    for (byte[] frame : new byte[][] {version, length, arp}) {
      assertThatThrownBy(() -> FrameParser.parse(frame, 1, 0))
          .isInstanceOf(MalformedFrameException.class);
    }
  }

  @Property(tries = 2000)
  void randomBytesAreParsedOrMalformed(
      @ForAll @Size(max = 80) byte[] noise, @ForAll @IntRange(max = 3) int kind) {
    if (noise.length >= 14 && kind > 0) {
      noise[12] = 8;
      noise[13] = (byte) (kind == 1 ? 0 : 6);
    }
    try {
      assertThat(FrameParser.parse(noise, 1, 0).ethSrc()).isEqualTo(Mac.at(noise, 6));
    } catch (MalformedFrameException expected) {
      assertThat(expected).hasMessageContaining(" ");
    }
  }
}
