package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.TestFrames;

class PacketTextTest {

  private static final Mac A = Mac.parse("02:00:00:00:00:0a");
  private static final Mac B = Mac.parse("02:00:00:00:00:0b");
  private static final String MACS = "02:00:00:00:00:0a > 02:00:00:00:00:0b, ";

  private static String text(byte[] frame) {
    return PacketText.of(key(frame));
  }

  private static FlowKey key(byte[] frame) {
    return FrameParser.parse(frame, 1, 0);
  }

  @Test
  void eachKindOfFrameHasItsAddresses() {
    byte[] tcp = TestFrames.tcp(A, B, "10.0.0.1", "10.0.0.2", 1000, 80);
    assertThat(text(tcp)).isEqualTo(MACS + "TCP 10.0.0.1:1000 > 10.0.0.2:80");
    assertThat(text(TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 9, 53)))
        .isEqualTo(MACS + "UDP 10.0.0.1:9 > 10.0.0.2:53");
    assertThat(text(TestFrames.echo(A, B, "10.0.0.1", "10.0.0.2", 64)))
        .isEqualTo(MACS + "ICMP type 8 code 0 10.0.0.1 > 10.0.0.2");
    assertThat(text(FrameRewriter.pushVlan(tcp, 7)))
        .isEqualTo(MACS + "VLAN 7, TCP 10.0.0.1:1000 > 10.0.0.2:80");
    assertThat(text(ArpPacket.request(A, Ip4.parse("10.0.0.1"), Ip4.parse("10.0.0.2")).toFrame()))
        .isEqualTo("02:00:00:00:00:0a > ff:ff:ff:ff:ff:ff, ARP request 10.0.0.1 for 10.0.0.2");
  }

  @Test
  void framesWithoutPortsHaveNone() {
    FlowKey tcp = key(TestFrames.tcp(A, B, "10.0.0.1", "10.0.0.2", 1000, 80));
    assertThat(PacketText.of(tcp.withFragment(FlowKey.LATER_FRAGMENT)))
        .isEqualTo(MACS + "TCP 10.0.0.1 > 10.0.0.2, later fragment");
    assertThat(PacketText.of(tcp.withIpProto(47)))
        .isEqualTo(MACS + "IP protocol 47 10.0.0.1 > 10.0.0.2");
    assertThat(PacketText.of(tcp.withEtherType(0x86DD))).isEqualTo(MACS + "ethertype 0x86dd");
  }
}
