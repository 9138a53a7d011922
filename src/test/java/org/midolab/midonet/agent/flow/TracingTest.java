package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.simulation.Result;
import org.midolab.midonet.agent.simulation.Trace;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TestFrames;

/** The bounds of traces, and the meeting of frames and announcements. */
class TracingTest {

  private static final Mac A = Mac.parse("fa:16:3e:00:00:0a");
  private static final Mac B = Mac.parse("fa:16:3e:00:00:0b");
  private static final FlowAction.Tunnel TUNNEL =
      new FlowAction.Tunnel(
          Encapsulation.VXLAN, 5, Ip4.parse("198.19.0.1"), Ip4.parse("198.19.0.2"));

  private final UUID request = UUID.randomUUID();
  private final AtomicLong now = new AtomicLong();
  private final TraceLimits limits = new TraceLimits();
  private final TraceStore store = new TraceStore();
  private final List<byte[]> announcements = new ArrayList<>();
  private final RemoteTraces remote = remote(store);
  private long marks;
  private final Tracing tracing =
      new Tracing(
          limits,
          _ -> new Translator.Translation(List.of(TUNNEL), null, Set.of()),
          remote,
          store,
          InstantSource.system(),
          now::get);

  private RemoteTraces remote(TraceStore into) {
    return new RemoteTraces(
        UUID.randomUUID(),
        (frame, tunnel) -> announcements.add(frame),
        into,
        InstantSource.system(),
        now::get);
  }

  private static Upcall upcall(int port, int tunnelKey) {
    byte[] frame = TestFrames.udp(A, B, "10.0.0.1", "10.0.0.2", port, 53);
    return new Upcall(FrameParser.parse(frame, 1, tunnelKey), frame, 0, 0);
  }

  private Trace matched(long limit) {
    Trace trace = new Trace(false);
    trace.match(new Trace.Match(request, request, limit));
    return trace;
  }

  private static Result.Forward forward() {
    return new Result.Forward(List.of(), FlowMask.of(), Set.of(), List.of());
  }

  private static Result.Wait waits() {
    return new Result.Wait(UUID.randomUUID(), UUID.randomUUID(), Ip4.parse("10.0.0.9"), List.of());
  }

  private Tracing.Marker conclude(Upcall upcall, Trace trace, Result result) {
    return tracing.conclude(upcall, trace, result).marker();
  }

  private void trace(Upcall upcall, Result result) {
    Tracing.Marker marker = conclude(upcall, matched(Long.MAX_VALUE), result);
    marker.mark(upcall.key(), List.of(TUNNEL));
  }

  @Test
  void aFrameThatMatchesNothingIsNotRecordedAndItsActionsStay() {
    Tracing.Marker marker = conclude(upcall(1, 0), new Trace(false), forward());
    assertThat(marker.mark(upcall(1, 0).key(), List.of(TUNNEL))).containsExactly(TUNNEL);
    assertThat(store.records()).isEmpty();
    assertThat(announcements).isEmpty();
  }

  @Test
  void aRecordedFrameIsAnnouncedAndItsTunnelKeyMarked() {
    Upcall upcall = upcall(1, 0);
    Tracing.Marker marker = conclude(upcall, matched(1), forward());
    assertThat(marker.mark(upcall.key(), List.of(TUNNEL)))
        .containsExactly(
            new FlowAction.Tunnel(Encapsulation.VXLAN, 0x800005, TUNNEL.local(), TUNNEL.remote()));
    assertThat(TraceMessage.parse(announcements.getFirst()))
        .hasValueSatisfying(
            message -> {
              assertThat(message.requests()).containsExactly(request);
              assertThat(message.key()).isEqualTo(TraceKey.of(upcall.key()));
              assertThat(message.flowTraceId()).isEqualTo(store.records().getFirst().flowTraceId());
            });
  }

  @Test
  void eachRequestHasItsLimit() {
    for (int i = 0; i < 5; i++) {
      tracing.conclude(upcall(i, 0), matched(2), forward());
    }
    assertThat(store.records()).hasSize(2);
    assertThat(limits.used(request)).isEqualTo(2);
    limits.reset(request);
    tracing.conclude(upcall(9, 0), matched(2), forward());
    assertThat(store.records()).hasSize(3);
  }

  @Test
  void framesBeyondTheRateAreNeitherRecordedNorCounted() {
    for (int i = 0; i < Tracing.BURST + 7; i++) {
      trace(upcall(i, 0), forward());
    }
    assertThat(limits.used(request)).isEqualTo(Tracing.BURST);
    assertThat(tracing.unrecorded()).isEqualTo(7);
    now.addAndGet(1_000_000_000);
    for (int i = 0; i < 2 * Tracing.RATE; i++) {
      trace(upcall(i, 0), forward());
    }
    assertThat(limits.used(request)).isEqualTo(Tracing.BURST + Tracing.RATE);
  }

  @Test
  void theStoreForgetsTheOldest() {
    for (int i = 0; i < TraceStore.CAPACITY; i++) {
      trace(upcall(i, 0), forward());
    }
    TraceRecord oldest = store.records().getFirst();
    now.addAndGet(1_000_000_000);
    trace(upcall(1, 0), forward());
    assertThat(store.records()).hasSize(TraceStore.CAPACITY).doesNotContain(oldest);
    assertThat(store.forgotten()).isEqualTo(1);
  }

  @Test
  void aFrameThatWaitsKeepsItsIdAndIsCountedOnce() {
    Upcall upcall = upcall(1, 0);
    tracing.conclude(upcall, matched(1), waits());
    tracing.conclude(upcall, new Trace(false), forward());
    assertThat(store.records()).hasSize(2);
    assertThat(store.records().getFirst().flowTraceId())
        .isEqualTo(store.records().getLast().flowTraceId());
    assertThat(limits.used(request)).isEqualTo(1);
  }

  @Test
  void ofTooManyFramesThatWaitTheOldestLosesItsId() {
    for (int i = 0; i <= Tracing.WAITING; i++) {
      trace(upcall(i, 0), waits());
    }
    tracing.conclude(upcall(0, 0), new Trace(false), forward());
    assertThat(store.records()).hasSize(Tracing.WAITING + 1);
  }

  private static FlowKey marked(int port) {
    return upcall(port, 0x800005).key();
  }

  private UUID announce(int port) {
    return announce(port, List.of(TUNNEL));
  }

  private UUID announce(int port, List<FlowAction> actions) {
    UUID id = UUID.randomUUID();
    marks =
        remote.announce(TraceKey.of(upcall(port, 0).key()), actions, id, Set.of(request)).stream()
            .filter(
                action -> action instanceof FlowAction.Tunnel(_, int key, _, _) && key > 0xFFFFF)
            .count();
    return id;
  }

  @Test
  void aFloodIsAnnouncedOnceToAHostAndMarkedForSomeOfItsPorts() {
    TraceStore there = new TraceStore();
    RemoteTraces next = remote(there);
    UUID id = announce(1, Collections.nCopies(100, TUNNEL));
    assertThat(announcements).hasSize(1);
    assertThat(marks).isEqualTo(RemoteTraces.MAX_MARKED);
    next.arrived(marked(1), "sent");
    next.receive(announcements.getFirst());
    for (int i = 0; i < RemoteTraces.MAX_MARKED; i++) {
      next.arrived(marked(1), "sent");
    }
    assertThat(there.records())
        .as("one frame is too many")
        .hasSize(RemoteTraces.MAX_MARKED)
        .allMatch(each -> each.flowTraceId().equals(id));
  }

  @Test
  void aFloodWithChangedAddressesIsAnnouncedWithEachOfThem() {
    announce(1, List.of(TUNNEL, new FlowAction.SetEthernet(null, A), TUNNEL, TUNNEL));
    assertThat(announcements).hasSize(2);
    assertThat(marks).isEqualTo(3);
  }

  /** The first frame, or its announcement, was lost. */
  @Test
  void aFrameHasTheLatestAnnouncementOfItsAddresses() {
    TraceStore there = new TraceStore();
    RemoteTraces next = remote(there);
    announce(1);
    next.receive(announcements.getLast());
    UUID second = announce(1);
    next.receive(announcements.getLast());
    next.arrived(marked(1), "sent");
    assertThat(there.records()).extracting(TraceRecord::flowTraceId).containsExactly(second);
  }

  @Test
  void announcementsAndFramesWaitForTwoSeconds() {
    TraceStore there = new TraceStore();
    RemoteTraces next = remote(there);
    announce(1);
    next.receive(announcements.getLast());
    next.arrived(marked(2), "sent");
    now.addAndGet(RemoteTraces.PATIENCE_NANOS + 1);
    next.arrived(marked(1), "sent");
    announce(2);
    next.receive(announcements.getLast());
    assertThat(there.records()).isEmpty();
    next.arrived(marked(2), "sent");
    assertThat(there.records()).hasSize(1);
  }

  /** Another host could replace all records of this one. */
  @Test
  void framesOfOtherHostsHaveARate() {
    TraceStore there = new TraceStore();
    RemoteTraces next = remote(there);
    for (int i = 0; i < Tracing.BURST + 7; i++) {
      announce(i);
      next.receive(announcements.getLast());
      next.arrived(marked(i), "sent");
    }
    assertThat(there.records()).hasSize(Tracing.BURST);
    assertThat(next.unrecorded()).isEqualTo(7);
  }

  @Test
  void aFrameThatIsLostWhileItWaitsHasARecordOfThat() {
    Upcall upcall = upcall(1, 0);
    tracing.conclude(upcall, matched(1), waits());
    tracing.lost(upcall, DropReason.ARP_TIMEOUT);
    tracing.lost(upcall, DropReason.ARP_TIMEOUT);
    tracing.lost(upcall(2, 0), DropReason.ARP_TIMEOUT);
    assertThat(store.records()).hasSize(2);
    assertThat(store.records().getLast().outcomes()).containsExactly("dropped for ARP_TIMEOUT");
    assertThat(store.records().getLast().flowTraceId())
        .isEqualTo(store.records().getFirst().flowTraceId());
  }

  @Test
  void frameAndAnnouncementMayArriveInEitherOrder() {
    TraceStore there = new TraceStore();
    RemoteTraces next = remote(there);
    announce(1);
    announce(2);

    next.receive(announcements.get(0));
    assertThat(there.records()).isEmpty();
    next.arrived(marked(1), "sent");
    assertThat(there.records()).hasSize(1);

    next.arrived(marked(2), "sent");
    assertThat(there.records()).hasSize(1);
    next.receive(announcements.get(1));
    assertThat(there.records()).hasSize(2);
    assertThat(there.records().getLast().outcomes().getFirst()).endsWith("with key 5");
  }

  @Test
  void ofTooManyAnnouncementsAndFramesTheOldestIsForgotten() {
    TraceStore there = new TraceStore();
    RemoteTraces next = remote(there);
    for (int i = 0; i <= RemoteTraces.PENDING; i++) {
      announce(i);
      next.receive(announcements.getLast());
    }
    next.arrived(marked(0), "sent");
    assertThat(there.records()).isEmpty();
    next.arrived(marked(1), "sent");
    assertThat(there.records()).hasSize(1);
    for (int i = 0; i < RemoteTraces.PENDING; i++) {
      next.arrived(marked(20_000 + i), "sent");
    }
    announce(0);
    next.receive(announcements.getLast());
    assertThat(there.records()).as("its frame was the oldest").hasSize(1);
  }
}
