package org.midolab.midonet.datapath.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.datapath.Frames.IP_A;
import static org.midolab.midonet.datapath.Frames.IP_B;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.datapath.FlowAction.PushVlan;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.datapath.Frames;
import org.midolab.midonet.model.Ip4;

class LongFramesTest {

  private static final Tunnel GRE = new Tunnel(Encapsulation.GRE, 7, IP_A, IP_B);
  private static final int LIMIT = 200;
  private static final FrameLimits ROOMS =
      new FrameLimits(() -> LIMIT, port -> port == 1 ? 186 : 65_000);

  private static byte[] packet(int flags, int payload) {
    byte[] l4 = new byte[payload];
    for (int i = 0; i < payload; i++) {
      l4[i] = (byte) i;
    }
    return Frames.ipv4(IP_A, IP_B, 89, 64, flags, l4, -1);
  }

  @Test
  void reassembledFragmentsEqualThePacket() {
    byte[] whole = packet(0, 777);
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    List<byte[]> fragments = LongFrames.fragments(whole, LIMIT);
    for (byte[] fragment : fragments) {
      assertThat(fragment.length).isLessThanOrEqualTo(LIMIT);
      assertThat(Frames.checksum(fragment, 14, 34, 0)).isZero();
      assertThat((Frames.u16(fragment, 20) & 0x1FFF) * 8).isEqualTo(payload.size());
      assertThat((Frames.u16(fragment, 20) & 0x2000) == 0)
          .isEqualTo(fragment == fragments.getLast());
      payload.write(fragment, 34, fragment.length - 34);
    }
    assertThat(payload.toByteArray()).isEqualTo(Arrays.copyOfRange(whole, 34, whole.length));
  }

  @Test
  void fragmentsAFragmentWithTheRightOffsets() {
    List<byte[]> fragments = LongFrames.fragments(packet(0x2000 | 100, 320), LIMIT);
    assertThat(fragments).hasSize(2);
    assertThat(Frames.u16(fragments.get(0), 20)).isEqualTo(0x2000 | 100);
    assertThat(Frames.u16(fragments.get(1), 20)).isEqualTo(0x2000 | 120);
  }

  @Test
  void keepsTagsAndCopiesOnlyOptionsWithTheCopiedFlag() {
    byte[] plain = packet(0, 400);
    byte[] whole = new byte[plain.length + 8];
    System.arraycopy(plain, 0, whole, 0, 34);
    System.arraycopy(plain, 34, whole, 42, 400);
    whole[14] = 0x47;
    whole[17] = (byte) (428 & 0xFF);
    whole[16] = 428 >> 8;
    // a record route option, which is not copied, and a router alert option, which is copied
    System.arraycopy(new byte[] {7, 3, 4, 1, (byte) 0x94, 4, 0, 0}, 0, whole, 34, 8);
    List<byte[]> fragments = LongFrames.fragments(Frames.tagged(whole, 7), LIMIT);
    assertThat(fragments).allMatch(fragment -> Frames.u16(fragment, 14) == 7);
    assertThat(fragments.get(0)[18]).isEqualTo((byte) 0x47);
    assertThat(fragments.get(1)[18]).isEqualTo((byte) 0x46);
    assertThat(Arrays.copyOfRange(fragments.get(1), 38, 42)).containsExactly((byte) 0x94, 4, 0, 0);
    assertThat(Frames.checksum(fragments.get(1), 18, 42, 0)).isZero();
  }

  @Test
  void onlyFramesToGreCanBeTooLong() {
    byte[] frame = packet(0, LIMIT - 34);
    assertThat(LongFrames.isTooLong(frame, List.of(GRE), ROOMS)).isFalse();
    assertThat(LongFrames.isTooLong(frame, List.of(new PushVlan(5), GRE), ROOMS)).isTrue();
    byte[] longer = packet(0, LIMIT);
    Tunnel vxlan = new Tunnel(Encapsulation.VXLAN, 7, IP_A, IP_B);
    assertThat(LongFrames.isTooLong(longer, List.of(GRE), ROOMS)).isTrue();
    assertThat(LongFrames.isTooLong(longer, List.of(vxlan), ROOMS)).isFalse();
  }

  @Test
  void sendsNoErrorAboutMulticastErrorsAndLaterFragments() {
    List<FlowAction> actions = List.of(GRE);
    assertThat(LongFrames.answer(packet(0x4000, 300), LIMIT)).isNotNull();
    assertThat(LongFrames.answer(packet(0x4001, 300), LIMIT)).isNull();
    byte[] toGroup = Frames.ipv4(IP_A, Ip4.parse("224.0.0.5"), 89, 1, 0x4000, new byte[300], -1);
    assertThat(LongFrames.answer(toGroup, LIMIT)).isNull();
    byte[] error = new byte[300];
    error[0] = 3;
    assertThat(LongFrames.answer(Frames.ipv4(IP_A, IP_B, 1, 64, 0x4000, error, -1), LIMIT))
        .isNull();
    assertThat(LongFrames.answer(new byte[400], LIMIT)).isNull();
  }
}
