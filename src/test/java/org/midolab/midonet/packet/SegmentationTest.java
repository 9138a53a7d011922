package org.midolab.midonet.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.datapath.Frames;

class SegmentationTest {

  private static byte[] unfinished(byte[] frame, int at) {
    ByteBuffer bytes = ByteBuffer.wrap(frame.clone());
    long pseudo = (frame[23] & 0xFF) + frame.length - 34;
    for (int i = 26; i < 34; i += 2) {
      pseudo += Frames.u16(frame, i);
    }
    bytes.putShort(at, (short) ((pseudo & 0xFFFF) + (pseudo >> 16)));
    return bytes.array();
  }

  @Test
  void partialChecksumsAreCompleted() {
    for (byte[] frame : List.of(Frames.udp(1, 2, "odd"), Frames.tcp(1, 2, 100))) {
      byte[] left = unfinished(frame, frame[23] == 6 ? 50 : 40);
      assertThat(left).isNotEqualTo(frame);
      Segmentation.finishChecksum(left);
      assertThat(left).isEqualTo(frame);
    }
  }

  @Test
  void wrongChecksumsAreNotChanged() {
    byte[] wrong = Frames.tcp(1, 2, 100);
    wrong[50] ^= 0x55;
    byte[] before = wrong.clone();
    Segmentation.finishChecksum(wrong);
    assertThat(wrong).isEqualTo(before);
  }

  @Test
  void udpWithoutChecksumAndOtherProtocolsAreNotChanged() {
    byte[] udp = Frames.udp(1, 2, "x");
    udp[40] = 0;
    udp[41] = 0;
    for (byte[] frame : List.of(udp, Frames.icmp(8, 0), Frames.arp(1, Frames.IP_A, Frames.IP_B))) {
      byte[] copy = frame.clone();
      Segmentation.finishChecksum(copy);
      assertThat(copy).isEqualTo(frame);
    }
  }

  @Test
  void aStreamIsSplitIntoSegmentsWithAllItsBytes() {
    byte[] large = Frames.tcp(1000, 2000, 4000);
    large[47] |= (byte) 0x81; // FIN and CWR
    List<byte[]> packets = Segmentation.cut(large, 1460);
    assertThat(packets).extracting(p -> p.length).containsExactly(1514, 1514, 54 + 1080);
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    int sequence = ByteBuffer.wrap(large).getInt(38);
    for (int i = 0; i < packets.size(); i++) {
      byte[] packet = packets.get(i);
      ByteBuffer bytes = ByteBuffer.wrap(packet);
      assertThat(Frames.checksumsHold(packet)).isTrue();
      assertThat(bytes.getShort(16)).isEqualTo((short) (packet.length - 14));
      assertThat(bytes.getShort(18)).isEqualTo((short) (77 + i));
      assertThat(bytes.getInt(38)).isEqualTo(sequence + i * 1460);
      assertThat(packet[47] & 0x80).as("CWR").isEqualTo(i == 0 ? 0x80 : 0);
      assertThat(packet[47] & 0x09).as("FIN, PSH").isEqualTo(i == 2 ? 0x09 : 0);
      payload.write(packet, 54, packet.length - 54);
    }
    assertThat(payload.toByteArray()).isEqualTo(Arrays.copyOfRange(large, 54, large.length));
  }

  @Test
  void datagramsAreSplit() {
    byte[] large = Frames.udp(7, 8, "x".repeat(2500));
    List<byte[]> packets = Segmentation.cut(large, 1000);
    assertThat(packets).extracting(p -> p.length).containsExactly(1042, 1042, 542);
    assertThat(packets).allMatch(Frames::checksumsHold);
    assertThat(packets).allMatch(p -> Frames.u16(p, 38) == p.length - 34);
  }

  @Test
  void ipv6IsFinishedAndCut() {
    ByteBuffer frame = ByteBuffer.allocate(14 + 40 + 20 + 300);
    frame.putShort(12, (short) 0x86DD);
    frame.put(14, (byte) 0x60).putShort(18, (short) 320).put(20, (byte) 6).put(21, (byte) 64);
    frame.put(37, (byte) 1).put(53, (byte) 2).put(54 + 12, (byte) 0x50);
    long pseudo = 1 + 2 + 6 + 320;
    frame.putShort(54 + 16, (short) pseudo);
    byte[] bytes = frame.array();
    Segmentation.finishChecksum(bytes);
    assertThat(Frames.checksum(bytes, 54, bytes.length, pseudo)).isZero();
    List<byte[]> packets = Segmentation.cut(bytes, 200);
    assertThat(packets).extracting(p -> p.length).containsExactly(274, 174);
    for (byte[] p : packets) {
      assertThat(Frames.checksum(p, 54, p.length, 1 + 2 + 6 + p.length - 54)).isZero();
    }
  }
}
