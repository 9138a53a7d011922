package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestFrames;

class TraceMessageTest {

  private static final Mac A = Mac.parse("fa:16:3e:00:00:0a");
  private static final Mac B = Mac.parse("fa:16:3e:00:00:0b");
  private static final FlowKey UDP =
      FrameParser.parse(TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", 1000, 65535), 7, 0);

  private static TraceMessage message(Set<UUID> requests) {
    return new TraceMessage(UUID.randomUUID(), UUID.randomUUID(), TraceKey.of(UDP), 3, requests);
  }

  @Test
  void isReadAsItWasWritten() {
    TraceMessage message = message(Set.of(UUID.randomUUID(), UUID.randomUUID()));
    assertThat(TraceMessage.parse(message.toFrame())).contains(message);
  }

  @Test
  void announcesAtMostSixteenRequests() {
    Set<UUID> many = new LinkedHashSet<>();
    for (int i = 0; i < TraceMessage.MAX_REQUESTS + 5; i++) {
      many.add(UUID.randomUUID());
    }
    assertThat(TraceMessage.parse(message(many).toFrame()).orElseThrow().requests())
        .hasSize(TraceMessage.MAX_REQUESTS)
        .isSubsetOf(many);
  }

  @Test
  void otherFramesAreNoMessage() {
    byte[] frame = message(Set.of(UUID.randomUUID())).toFrame();
    assertThat(TraceMessage.parse(Arrays.copyOf(frame, frame.length - 1))).isEmpty();
    assertThat(TraceMessage.parse(new byte[60])).isEmpty();
    byte[] kind = frame.clone();
    kind[43] = 8;
    assertThat(TraceMessage.parse(kind)).isEmpty();
  }

  @Test
  void theKeyFollowsTheActions() {
    TraceKey key =
        TraceKey.of(UDP)
            .after(new FlowAction.SetEthernet(null, A))
            .after(new FlowAction.SetIp(Ip4.parse("192.0.2.1"), null))
            .after(new FlowAction.SetPorts(FlowAction.KEEP, 53))
            .after(new FlowAction.DecrementTtl(1));
    assertThat(key)
        .isEqualTo(
            TraceKey.of(
                FrameParser.parse(TestFrames.udp(A, A, "192.0.2.1", "10.0.0.2", 1000, 53), 1, 9)));
  }

  @Test
  void onlyKeysOfPortsAreMarked() {
    assertThat(RemoteTraces.isMarked(5 | RemoteTraces.MARK)).isTrue();
    assertThat(RemoteTraces.unmarked(5 | RemoteTraces.MARK)).isEqualTo(5);
    for (int key : new int[] {5, StateFrame.TUNNEL_KEY, 0xFFFFFE, 0xFFFFFD}) {
      assertThat(RemoteTraces.isMarked(key)).as("%x", key).isFalse();
      assertThat(RemoteTraces.unmarked(key)).isEqualTo(key);
    }
  }
}
