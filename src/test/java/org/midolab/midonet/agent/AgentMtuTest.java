package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.nsdb.Zoo;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.TestFrames;

/** Ports of host2 with a smaller MTU than the frames of A, on host1 (docs: datapath.md#mtu). */
class AgentMtuTest extends TwoHosts {

  @RegisterExtension static final Zoo ZOO = new Zoo();

  private static final Ip4 SERVER = Ip4.parse("203.0.113.5");
  private static final int MTU = 1000;
  private static final int DO_NOT_FRAGMENT = 0x4000;

  AgentMtuTest() {
    super(ZOO);
  }

  private static byte[] toServer(int flags, int payload) {
    return TestFrames.ipv4(A, GATEWAY, IP_A, SERVER, 17, 64, flags, 1000, 53, new byte[payload]);
  }

  private static boolean isToServer(FlowKey key) {
    return key.isIpv4() && key.ipDst().equals(SERVER);
  }

  /** The error comes from the host of the uplink, through the router. */
  @Test
  void theSenderLearnsTheMtuOfTheUplink() {
    exchangeMacs();
    sendUntil(host1, "tapa", toServer(0, 100), host2, "eth1", AgentMtuTest::isToServer);
    host2.datapath.mtu("eth1", MTU);
    byte[] error =
        sendUntil(
            host1,
            "tapa",
            toServer(DO_NOT_FRAGMENT, 1200),
            host1,
            "tapa",
            key -> key.isIpv4() && key.ipDst().equals(IP_A));
    TestFrames.verifyChecksums(error);
    FlowKey key = FrameParser.parse(error, 0, 0);
    assertThat(key.ethSrc()).as("the router's MAC").isEqualTo(GATEWAY);
    assertThat(key.tpSrc()).isEqualTo(IcmpPacket.UNREACHABLE);
    assertThat(key.tpDst()).isEqualTo(IcmpPacket.FRAGMENTATION_NEEDED);
    assertThat(ByteBuffer.wrap(error).getShort(40)).isEqualTo((short) MTU);
    assertThat(IcmpPacket.quotedSource(error)).isEqualTo(IP_A);
    assertThat(tooLong()).isPositive();
  }

  private long tooLong() {
    return host2
        .datapath
        .drops()
        .getOrDefault(Datapath.TUNNEL_PORT, Map.of())
        .getOrDefault(DropReason.TOO_LONG, 0L);
  }

  @Test
  void aPacketThatMayBeFragmentedLeavesInPieces() throws Exception {
    exchangeMacs();
    sendUntil(host1, "tapa", toServer(0, 100), host2, "eth1", AgentMtuTest::isToServer);
    host2.datapath.mtu("eth1", MTU);
    host2.sent("eth1").clear();
    host1.receive("tapa", toServer(0, 1200));
    for (int i = 0; i < 2; i++) {
      assertThat(next(host2.sent("eth1"), AgentMtuTest::isToServer, 5_000))
          .hasSizeLessThanOrEqualTo(14 + MTU);
    }
  }

  @Test
  void aBridgeSendsNoErrorAndCounts() throws Exception {
    aToB();
    host2.datapath.mtu("tapb", MTU);
    byte[] frame =
        TestFrames.ipv4(A, B, IP_A, IP_B, 17, 64, DO_NOT_FRAGMENT, 1000, 53, new byte[1200]);
    host2.sent("tapb").clear();
    assertThat(isSilent(host1, "tapa", frame, host1, "tapa", FlowKey::isIpv4)).isTrue();
    await().atMost(PATIENCE).until(() -> tooLong() == 1);
    assertThat(next(host2.sent("tapb"), key -> key.ethDst().equals(B), 100)).isNull();
  }
}
