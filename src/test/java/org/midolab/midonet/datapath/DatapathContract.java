package org.midolab.midonet.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.midolab.midonet.datapath.Frames.IP_A;
import static org.midolab.midonet.datapath.Frames.IP_B;
import static org.midolab.midonet.datapath.Frames.IP_FLOATING;
import static org.midolab.midonet.datapath.Frames.MAC_A;
import static org.midolab.midonet.datapath.Frames.MAC_B;
import static org.midolab.midonet.datapath.Frames.MAC_ROUTER;
import static org.midolab.midonet.datapath.Frames.udp;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.midonet.datapath.Datapath.Carried;
import org.midolab.midonet.datapath.Datapath.Flow;
import org.midolab.midonet.datapath.Datapath.FlowStatistics;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.datapath.FlowAction.AnswerArp;
import org.midolab.midonet.datapath.FlowAction.DecrementTtl;
import org.midolab.midonet.datapath.FlowAction.Output;
import org.midolab.midonet.datapath.FlowAction.PopVlan;
import org.midolab.midonet.datapath.FlowAction.PushVlan;
import org.midolab.midonet.datapath.FlowAction.SetEthernet;
import org.midolab.midonet.datapath.FlowAction.SetIp;
import org.midolab.midonet.datapath.FlowAction.SetPorts;
import org.midolab.midonet.datapath.common.FlowCodec;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.TcpSegment;

/** The behaviour of every datapath, with three interfaces: p1, p2 and p3. */
public abstract class DatapathContract {

  /** Interfaces and the links behind them. */
  public interface Wires {

    Datapath datapath();

    void plug(String name);

    void unplug(String name);

    /** Sends a frame to the interface. */
    void arrive(String name, byte[] frame);

    /**
     * Returns the next frame that left by the interface; null if there is none within two seconds.
     */
    byte[] leave(String name);

    /**
     * Returns whether no frame left by the interface. Waits for a short time if frames may be
     * delayed.
     */
    boolean silent(String name);

    /** Sets the MTU of an interface. */
    void mtu(String name, int bytes);

    void close();
  }

  private static final FlowMask ANYTHING = new FlowMask(EnumSet.noneOf(FlowField.class), 0, 0);

  private final BlockingQueue<Upcall> upcalls = new LinkedBlockingQueue<>();
  private Wires wires;
  protected Datapath datapath;
  protected int p1;
  protected int p2;
  protected int p3;

  protected abstract Wires wires() throws IOException;

  @BeforeEach
  void attachThreePorts() throws IOException {
    wires = wires();
    datapath = wires.datapath();
    for (String name : List.of("p1", "p2", "p3")) {
      wires.plug(name);
    }
    p1 = datapath.attach("p1");
    p2 = datapath.attach("p2");
    p3 = datapath.attach("p3");
    datapath.onUpcall(upcalls::add);
  }

  @AfterEach
  void unplugAll() {
    wires.close();
  }

  private FlowKey key(byte[] frame) {
    return FrameParser.parse(frame, p1, 0);
  }

  @Test
  void addsTheAgentsDropsToItsOwn() {
    datapath.countDrop(p1, DropReason.UPCALL_QUEUE_FULL, 1);
    datapath.countDrop(p1, DropReason.UPCALL_QUEUE_FULL, 1);
    datapath.countDrop(p2, DropReason.UPCALL_QUEUE_FULL, 1);

    assertThat(datapath.drops().get(p1)).containsEntry(DropReason.UPCALL_QUEUE_FULL, 2L);
    assertThat(datapath.drops().get(p2)).containsEntry(DropReason.UPCALL_QUEUE_FULL, 1L);
  }

  private Upcall upcall() {
    try {
      Upcall upcall = upcalls.poll(2, TimeUnit.SECONDS);
      assertThat(upcall).as("a missed frame").isNotNull();
      return upcall;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void install(FlowMask mask, byte[] like, FlowAction... actions) {
    datapath.install(new Flow(key(like), mask, List.of(actions), null));
  }

  private byte[] through(byte[] frame, FlowAction... rewrites) {
    List<FlowAction> actions = new ArrayList<>(List.of(rewrites));
    actions.add(new Output(p2));
    datapath.install(new Flow(key(frame), FlowMask.exact(), actions, null));
    wires.arrive("p1", frame);
    byte[] out = wires.leave("p2");
    assertThat(out).as("frame that left by p2; drops " + datapath.drops()).isNotNull();
    return out;
  }

  @Test
  void portsAreNumberedFromOne() {
    assertThat(datapath.ports()).containsEntry("p1", p1).containsEntry("p2", p2).hasSize(3);
    assertThat(List.of(p1, p2, p3)).doesNotHaveDuplicates().allMatch(n -> n > 0 && n < 65535);
    assertThat(datapath.attach("p1")).isEqualTo(p1);
    assertThatThrownBy(() -> datapath.attach("nowhere"))
        .isInstanceOf(DatapathException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void reportsMissesWithTheirKey() {
    byte[] frame = udp(1111, 53, "who is there");
    wires.arrive("p1", frame);
    Upcall upcall = upcall();
    assertThat(upcall.key()).isEqualTo(key(frame));
    assertThat(upcall.frame()).isEqualTo(frame);
    assertThat(upcall.segmentSize()).isZero();
    assertThat(upcall.nanoTime()).isBetween(System.nanoTime() - 5_000_000_000L, System.nanoTime());
  }

  @Test
  void keysAgreeWithTheParser() {
    List<byte[]> frames =
        List.of(
            Frames.tcp(40000, 179, 10),
            Frames.icmp(8, 0),
            Frames.icmp(3, 4),
            Frames.arp(1, IP_A, IP_B),
            Frames.arp(2, IP_A, IP_B),
            Frames.arp(0x0101, IP_A, IP_B), // an unassigned operation
            Frames.arpOfAnother(IP_A, IP_B),
            Frames.tagged(udp(1, 2, "tag"), 0x6064),
            Frames.tagged(Frames.arp(1, IP_A, IP_B), 7),
            Frames.ipv4(IP_A, IP_B, 17, 9, 0x2000, new byte[] {1, 2, 3, 4, 0, 8, 0, 0}, -1),
            Frames.ipv4(IP_A, IP_B, 17, 9, 0x0010, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}, -1),
            Frames.ipv4(IP_A, IP_B, 89, 1, 0, new byte[30], -1));
    for (byte[] frame : frames) {
      wires.arrive("p1", frame);
      Upcall upcall = upcall();
      assertThat(upcall.key()).isEqualTo(key(frame));
      assertThat(upcall.frame()).isEqualTo(frame);
    }
  }

  @Test
  void randomFramesHaveTheParsersKeys() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] l4 = new byte[28 + random.nextInt(60)];
      random.nextBytes(l4);
      int protocol = List.of(1, 6, 17, 47, 50).get(random.nextInt(5));
      int flags = List.of(0, 0x4000, 0x2000, random.nextInt(0x2000)).get(random.nextInt(4));
      byte[] frame =
          Frames.ipv4(
              new Ip4(random.nextInt()),
              new Ip4(random.nextInt()),
              protocol,
              random.nextInt(256),
              flags,
              l4,
              -1);
      frame[15] = (byte) random.nextInt(256);
      wires.arrive("p1", frame);
      assertThat(upcall().key()).as("seed " + seed + ", frame " + i).isEqualTo(key(frame));
    }
  }

  @Test
  void anInstalledFlowMatchesOnlyItsFrames() {
    byte[] wanted = udp(1111, 53, "mine");
    byte[] other = udp(1112, 53, "not mine");
    install(FlowMask.exact(), wanted, new Output(p2));

    wires.arrive("p1", wanted);
    assertThat(wires.leave("p2")).isEqualTo(wanted);
    wires.arrive("p1", other);
    assertThat(upcall().frame()).isEqualTo(other);
    wires.arrive("p3", wanted);
    assertThat(upcall().key().inPort()).isEqualTo(p3);
    assertThat(wires.silent("p2")).isTrue();
  }

  @Test
  void ignoresFieldsThatAreNotInTheMask() {
    install(FlowMask.of(FlowField.IP_DST), udp(1, 2, ""), new Output(p2));
    byte[] otherPorts = udp(4711, 4712, "same destination");
    wires.arrive("p1", otherPorts);
    assertThat(wires.leave("p2")).isEqualTo(otherPorts);
    byte[] elsewhere = udp(1, 2, "");
    elsewhere[33] ^= 1; // last octet of the destination
    wires.arrive("p1", elsewhere);
    assertThat(upcall().key().ipDst()).isNotEqualTo(IP_B);
  }

  @Test
  void prefixesMatchTheirNetwork() {
    install(new FlowMask(EnumSet.noneOf(FlowField.class), 0, 30), udp(1, 2, ""), new Output(p2));
    byte[] neighbour = udp(5, 6, "x");
    neighbour[33] = 8; // 192.168.1.8/30 holds .8 to .11
    wires.arrive("p1", neighbour);
    assertThat(wires.leave("p2")).isEqualTo(neighbour);
    byte[] outside = udp(5, 6, "x");
    outside[33] = 12;
    wires.arrive("p1", outside);
    assertThat(upcall().frame()).isEqualTo(outside);
  }

  @Test
  void theKeyExcludesIcmpChecksums() {
    byte[] first = Frames.icmp(8, 0);
    install(FlowMask.exact(), first, new Output(p2));
    byte[] second = first.clone();
    second[40] = 9; // sequence number
    second[36] ^= 9;
    wires.arrive("p1", second);
    assertThat(wires.leave("p2")).isEqualTo(second);
  }

  @Test
  void ethernetIsRewrittenOnBothSidesOrOne() {
    byte[] frame = udp(1, 2, "payload");
    byte[] both = through(frame, new SetEthernet(MAC_ROUTER, MAC_A));
    assertThat(FrameParser.parse(both, p1, 0))
        .isEqualTo(key(frame).withEthSrc(MAC_ROUTER).withEthDst(MAC_A));
    byte[] one = through(frame, new SetEthernet(MAC_ROUTER, null));
    assertThat(FrameParser.parse(one, p1, 0)).isEqualTo(key(frame).withEthSrc(MAC_ROUTER));
  }

  @Test
  void addressesAreRewrittenWithAllChecksums() {
    for (byte[] frame :
        List.of(udp(1, 2, "odd"), udp(1, 2, "even"), Frames.tcp(1, 2, 33), Frames.icmp(8, 0))) {
      byte[] both = through(frame, new SetIp(IP_FLOATING, IP_A));
      assertThat(FrameParser.parse(both, p1, 0))
          .isEqualTo(key(frame).withIpSrc(IP_FLOATING).withIpDst(IP_A));
      assertThat(Frames.checksumsHold(both)).isTrue();
      byte[] one = through(frame, new SetIp(null, IP_FLOATING));
      assertThat(FrameParser.parse(one, p1, 0)).isEqualTo(key(frame).withIpDst(IP_FLOATING));
      assertThat(Frames.checksumsHold(one)).isTrue();
    }
  }

  @Test
  void portsAreRewrittenWithTheChecksum() {
    for (byte[] frame : List.of(udp(1000, 2000, "payload"), Frames.tcp(1000, 2000, 5))) {
      byte[] both = through(frame, new SetPorts(7, 8));
      assertThat(FrameParser.parse(both, p1, 0)).isEqualTo(key(frame).withTpSrc(7).withTpDst(8));
      assertThat(Frames.checksumsHold(both)).isTrue();
      byte[] one = through(frame, new SetPorts(FlowAction.KEEP, 65535));
      assertThat(FrameParser.parse(one, p1, 0)).isEqualTo(key(frame).withTpDst(65535));
      assertThat(Frames.checksumsHold(one)).isTrue();
    }
    byte[] icmp = Frames.icmp(8, 0);
    assertThat(through(icmp, new SetPorts(7, 8))).isEqualTo(icmp);
  }

  @Test
  void doesNotAddAMissingUdpChecksum() {
    byte[] frame = udp(1, 2, "unsummed");
    frame[40] = 0;
    frame[41] = 0;
    byte[] out = through(frame, new SetIp(IP_FLOATING, null), new SetPorts(5, FlowAction.KEEP));
    assertThat(Frames.u16(out, 40)).isZero();
    assertThat(Frames.checksumsHold(out)).isTrue();
  }

  @Test
  void rewritesOnlyTheAddressesOfLaterFragments() {
    byte[] payload = {1, 2, 3, 4, 5, 6, 7, 8};
    byte[] frame = Frames.ipv4(IP_A, IP_B, 17, 64, 0x0010, payload, -1);
    byte[] out = through(frame, new SetIp(IP_FLOATING, null), new SetPorts(9, 9));
    assertThat(out).endsWith(payload);
    assertThat(FrameParser.parse(out, p1, 0).ipSrc()).isEqualTo(IP_FLOATING);
    assertThat(Frames.checksum(out, 14, 34, 0)).isZero();
  }

  @Test
  void decrementsTheTimeToLive() {
    byte[] frame = udp(1, 2, "hop");
    byte[] out = through(frame, new DecrementTtl(2));
    assertThat(FrameParser.parse(out, p1, 0)).isEqualTo(key(frame).withTtl(62));
    assertThat(Frames.checksumsHold(out)).isTrue();

    byte[] dying = Frames.ipv4(IP_A, IP_B, 89, 2, 0, new byte[20], -1);
    install(FlowMask.exact(), dying, new DecrementTtl(2), new Output(p2));
    wires.arrive("p1", dying);
    awaitDrops(p1, DropReason.TTL_EXCEEDED, 1);
    assertThat(wires.silent("p2")).isTrue();
  }

  @Test
  void addsChangesAndRemovesTags() {
    byte[] frame = udp(1, 2, "vlan");
    assertThat(through(frame, new PushVlan(100))).isEqualTo(Frames.tagged(frame, 100));
    byte[] tagged = Frames.tagged(frame, 7);
    assertThat(through(tagged, new PushVlan(100))).isEqualTo(Frames.tagged(frame, 100));
    assertThat(through(tagged, new PopVlan())).isEqualTo(frame);
    assertThat(through(tagged)).isEqualTo(tagged);
    byte[] both = through(tagged, new SetIp(IP_FLOATING, null), new PopVlan());
    assertThat(Frames.checksumsHold(both)).isTrue();
  }

  private static FlowMask arpMask() {
    return FlowMask.of(
        FlowField.ETH_SRC,
        FlowField.ETH_DST,
        FlowField.VLAN,
        FlowField.IP_PROTO,
        FlowField.IP_SRC,
        FlowField.IP_DST,
        FlowField.TP_SRC);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rewritesArpRequestsToReplies(boolean tagged) {
    byte[] request = Frames.arp(1, IP_A, IP_B);
    byte[] answer = request.clone();
    MAC_A.writeTo(answer, 0);
    MAC_ROUTER.writeTo(answer, 6);
    answer[21] = 2;
    MAC_ROUTER.writeTo(answer, 22);
    System.arraycopy(request, 38, answer, 28, 4);
    MAC_A.writeTo(answer, 32);
    System.arraycopy(request, 28, answer, 38, 4);
    byte[] asked = tagged ? Frames.tagged(request, 7) : request;
    install(arpMask(), asked, new AnswerArp(MAC_ROUTER), new Output(p1));

    wires.arrive("p1", asked);
    assertThat(wires.leave("p1")).isEqualTo(tagged ? Frames.tagged(answer, 7) : answer);

    datapath.execute(asked, p1, List.of(new AnswerArp(MAC_ROUTER), new Output(p2)));
    assertThat(wires.leave("p2")).isEqualTo(tagged ? Frames.tagged(answer, 7) : answer);
  }

  @Test
  void sendsAnArpReplyOnlyToTheRequester() {
    install(arpMask(), Frames.arp(1, IP_A, IP_B), new AnswerArp(MAC_ROUTER), new Output(p1));
    for (byte[] other :
        List.of(
            Frames.arp(2, IP_A, IP_B),
            Frames.arp(1, IP_A, IP_FLOATING),
            Frames.arp(1, IP_FLOATING, IP_B),
            Frames.arpOfAnother(IP_A, IP_B))) {
      wires.arrive("p1", other);
      assertThat(upcall().frame()).isEqualTo(other);
    }
    assertThat(wires.silent("p1")).isTrue();
  }

  @Test
  void onlyArpRequestsCanBeAnswered() {
    for (byte[] other : List.of(Frames.arp(2, IP_A, IP_B), udp(1, 2, "no ARP"))) {
      datapath.execute(other, p1, List.of(new AnswerArp(MAC_ROUTER), new Output(p2)));
    }
    awaitDrops(p1, DropReason.ACTION_FAILED, 2);
    assertThat(wires.silent("p2")).isTrue();
  }

  @Test
  void outputsSeeTheRewritesBeforeThem() {
    byte[] frame = udp(1, 2, "flood");
    install(
        ANYTHING,
        frame,
        new Output(p2),
        new SetEthernet(null, MAC_ROUTER),
        new Output(p3),
        new SetIp(IP_FLOATING, null),
        new Output(p1));
    wires.arrive("p1", frame);
    assertThat(wires.leave("p2")).isEqualTo(frame);
    FlowKey third = FrameParser.parse(wires.leave("p3"), p1, 0);
    assertThat(third).isEqualTo(key(frame).withEthDst(MAC_ROUTER));
    byte[] back = wires.leave("p1");
    assertThat(FrameParser.parse(back, p1, 0)).isEqualTo(third.withIpSrc(IP_FLOATING));
    assertThat(Frames.checksumsHold(back)).isTrue();
  }

  @Test
  void dropsAreCountedByPortAndReason() {
    byte[] frame = udp(1, 2, "unwanted");
    datapath.install(new Flow(key(frame), ANYTHING, List.of(), DropReason.DROPPED_BY_RULE));
    for (int i = 0; i < 3; i++) {
      wires.arrive("p1", frame);
    }
    awaitDrops(p1, DropReason.DROPPED_BY_RULE, 3);
    byte[] truncated = Arrays.copyOf(frame, 30);
    wires.arrive("p1", truncated);
    awaitDrops(p1, DropReason.MALFORMED, 1);
    assertThat(datapath.drops()).doesNotContainKey(p2);
  }

  private void awaitDrops(int port, DropReason reason, long count) {
    await()
        .atMost(Duration.ofSeconds(2))
        .untilAsserted(
            () ->
                assertThat(datapath.drops().getOrDefault(port, Map.of()))
                    .containsEntry(reason, count));
  }

  @Test
  void flowsAndPortsCount() {
    byte[] frame = udp(1, 2, "count me");
    install(ANYTHING, frame, new Output(p2));
    wires.arrive("p1", frame);
    wires.arrive("p1", frame);
    assertThat(wires.leave("p2")).isNotNull();
    assertThat(wires.leave("p2")).isNotNull();
    FlowStatistics flow = datapath.flows().iterator().next();
    assertThat(flow.packets()).isEqualTo(2);
    assertThat(flow.bytes()).isEqualTo(2L * frame.length);
    assertThat(flow.idle()).isLessThan(Duration.ofSeconds(2));
    assertThat(datapath.portStatistics().get(p1).rxPackets()).isEqualTo(2);
    assertThat(datapath.portStatistics().get(p2).txBytes()).isEqualTo(2L * frame.length);
  }

  /** A frame of 1,200 bytes. */
  private static byte[] longFrame(int flags) {
    return Frames.ipv4(IP_A, IP_B, 89, 64, flags, new byte[1200 - 34], -1);
  }

  private record Error(int inPort, int outPort, byte[] frame) {}

  private BlockingQueue<Error> errors(int mtu) {
    BlockingQueue<Error> errors = new LinkedBlockingQueue<>();
    datapath.onLongPackets((in, out, error) -> errors.add(new Error(in, out, error)));
    wires.mtu("p2", mtu);
    datapath.mend();
    return errors;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPacketThatIsTooLongForItsPortIsLostWithAnErrorThatSaysTheMtu(boolean flow)
      throws InterruptedException {
    BlockingQueue<Error> errors = errors(1000);
    byte[] frame = longFrame(0x4000);
    FlowAction[] actions = {new SetIp(IP_FLOATING, null), new Output(p2)};
    if (flow) {
      install(FlowMask.exact(), frame, actions);
      wires.arrive("p1", frame);
    } else {
      datapath.execute(frame, p1, List.of(actions));
    }
    Error error = errors.poll(2, TimeUnit.SECONDS);
    assertThat(error).isNotNull();
    assertThat(error.inPort()).isEqualTo(p1);
    assertThat(error.outPort()).isEqualTo(p2);
    assertThat(error.frame()[34]).as("unreachable").isEqualTo((byte) 3);
    assertThat(error.frame()[35]).as("fragmentation needed").isEqualTo((byte) 4);
    assertThat(Frames.u16(error.frame(), 40)).as("next-hop MTU").isEqualTo(1000);
    FlowKey key = key(error.frame());
    assertThat(key.ipDst()).as("the source as it would have left").isEqualTo(IP_FLOATING);
    assertThat(wires.silent("p2")).isTrue();
    awaitDrops(p1, DropReason.TOO_LONG, 1);
    wires.mtu("p2", 1500);
    datapath.mend();
    if (flow) {
      wires.arrive("p1", frame);
    } else {
      datapath.execute(frame, p1, List.of(actions));
    }
    assertThat(wires.leave("p2")).as("it fits now").isNotNull();
  }

  @Test
  void aPacketThatMayBeFragmentedLeavesInPieces() {
    errors(1000);
    byte[] frame = longFrame(0);
    install(FlowMask.exact(), frame, new Output(p2));
    wires.arrive("p1", frame);
    byte[] first = wires.leave("p2");
    byte[] second = wires.leave("p2");
    assertThat(first).hasSizeLessThanOrEqualTo(1014);
    assertThat(first.length + second.length).isEqualTo(1200 + 34);
  }

  @Test
  void aFloodReachesThePortsIntoWhichItFits() {
    errors(1000);
    byte[] frame = longFrame(0x4000);
    install(ANYTHING, frame, new Output(p2), new Output(p3));
    wires.arrive("p1", frame);
    assertThat(wires.leave("p3")).isEqualTo(frame);
    assertThat(wires.silent("p2")).isTrue();
    awaitDrops(p1, DropReason.TOO_LONG, 1);
  }

  @Test
  void flowsSeeTheEndOfTcpConnections() {
    byte[] frame = Frames.tcp(1, 2, 0);
    install(ANYTHING, frame, new Output(p2));
    assertThat(tcpFlagsAfter(frame, TcpSegment.SYN)).isZero();
    assertThat(tcpFlagsAfter(frame, TcpSegment.ACK)).isZero();
    assertThat(tcpFlagsAfter(frame, TcpSegment.FIN | TcpSegment.ACK)).isEqualTo(TcpSegment.FIN);
    assertThat(tcpFlagsAfter(frame, TcpSegment.ACK)).isEqualTo(TcpSegment.FIN);
    assertThat(tcpFlagsAfter(frame, TcpSegment.RST)).isEqualTo(TcpSegment.FIN | TcpSegment.RST);
    assertThat(tcpFlagsAfter(frame, TcpSegment.ACK))
        .as("the reset was ignored")
        .isEqualTo(TcpSegment.FIN | TcpSegment.SYN);
    assertThat(tcpFlagsAfter(frame, TcpSegment.SYN)).isEqualTo(TcpSegment.SYN);
  }

  private int tcpFlagsAfter(byte[] frame, int flags) {
    byte[] next = frame.clone();
    next[14 + 20 + 13] = (byte) flags;
    wires.arrive("p1", next);
    assertThat(wires.leave("p2")).isNotNull();
    return datapath.flows().iterator().next().tcpFlags();
  }

  @Test
  void listedFlowsAreTheInstalledOnes() {
    byte[] frame = udp(1, 2, "");
    FlowMask mask =
        new FlowMask(EnumSet.of(FlowField.TP_DST, FlowField.IP_PROTO, FlowField.VLAN), 8, 24);
    List<FlowAction> actions =
        List.of(
            new SetEthernet(MAC_ROUTER, null),
            new SetIp(null, IP_FLOATING),
            new SetPorts(FlowAction.KEEP, 80),
            new DecrementTtl(1),
            new PushVlan(9),
            new PopVlan(),
            new Output(p2));
    datapath.install(new Flow(key(frame), mask, actions, null));
    Flow listed = datapath.flows().iterator().next().flow();
    assertThat(listed.mask()).isEqualTo(mask);
    assertThat(listed.actions()).isEqualTo(actions);
    assertThat(listed.dropReason()).isNull();
    assertThat(listed.key()).isEqualTo(FlowCodec.masked(key(frame), mask));
    assertThat(listed.key().ipDst()).isEqualTo(Ip4.parse("192.168.1.0"));
    assertThat(listed.key().tpSrc()).isZero();

    datapath.install(new Flow(key(frame), mask, List.of(), DropReason.NO_ROUTE));
    assertThat(datapath.flows())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.flow().actions()).isEmpty();
              assertThat(s.flow().dropReason()).isEqualTo(DropReason.NO_ROUTE);
            });
  }

  @Test
  void removedFlowsMissAgain() {
    byte[] frame = udp(1, 2, "gone");
    FlowMask wide = FlowMask.of(FlowField.IP_SRC);
    install(FlowMask.exact(), frame, new Output(p2));
    install(wide, frame, new Output(p3));
    assertThat(datapath.remove(key(frame), FlowMask.exact())).isEqualTo(Carried.NOTHING);
    wires.arrive("p1", frame);
    assertThat(wires.leave("p3")).isEqualTo(frame);
    // a field that the mask does not include
    assertThat(datapath.remove(key(frame).withTpSrc(99), wide).packets()).isEqualTo(1);
    assertThat(datapath.remove(key(frame), wide)).isEqualTo(Carried.NOTHING);
    wires.arrive("p1", frame);
    assertThat(upcall().frame()).isEqualTo(frame);
    datapath.remove(key(frame), wide);

    install(wide, frame, new Output(p2));
    datapath.clear();
    assertThat(datapath.flows()).isEmpty();
    wires.arrive("p1", frame);
    assertThat(upcall().frame()).isEqualTo(frame);
    assertThat(wires.silent("p2")).isTrue();
  }

  @Test
  void limitsTheMasksOfOnePortWithoutEffectOnOthers() {
    byte[] others = udp(7, 8, "another tenant's");
    FlowMask mine = FlowMask.of(FlowField.TP_DST, FlowField.IP_PROTO);
    datapath.install(new Flow(key(others).withInPort(p3), mine, List.of(new Output(p2)), null));
    byte[] frame = udp(1, 2, "");
    List<FlowMask> given = new ArrayList<>();
    for (int source = 0; source < 16; source++) {
      for (int destination = 0; destination < 16; destination++) {
        FlowMask wanted = new FlowMask(EnumSet.noneOf(FlowField.class), source, destination);
        FlowMask mask =
            datapath.install(new Flow(key(frame), wanted, List.of(new Output(p2)), null));
        given.add(mask);
        assertThat(mask.srcPrefix()).isGreaterThanOrEqualTo(source);
        assertThat(mask.dstPrefix()).isGreaterThanOrEqualTo(destination);
      }
    }
    assertThat(given.stream().distinct()).hasSizeLessThan(32);
    assertThat(datapath.limits().get(p1)).containsKey(Limit.MASK_MERGED);
    assertThat(datapath.limits()).doesNotContainKey(p3);

    wires.arrive("p3", others);
    assertThat(wires.leave("p2")).as("what another port installed before").isEqualTo(others);
    FlowMask later = FlowMask.of(FlowField.TP_SRC);
    assertThat(
            datapath.install(
                new Flow(key(others).withInPort(p3), later, List.of(new Output(p2)), null)))
        .as("what another port installs afterwards")
        .isEqualTo(later);
    wires.arrive("p1", frame);
    assertThat(wires.leave("p2")).isEqualTo(frame);

    given.forEach(mask -> datapath.remove(key(frame), mask));
    FlowMask again = new FlowMask(EnumSet.noneOf(FlowField.class), 15, 15);
    assertThat(datapath.install(new Flow(key(frame), again, List.of(new Output(p2)), null)))
        .as("when masks are free again")
        .isEqualTo(again);
  }

  @Test
  void usesCoveringMasksIfAllMasksAreInUse() {
    byte[] frame = udp(1, 2, "");
    for (int port = 0; port < 10; port++) {
      for (int prefix = 1; prefix < 11; prefix++) {
        FlowMask wanted = new FlowMask(EnumSet.noneOf(FlowField.class), 10 + port, prefix);
        datapath.install(
            new Flow(key(frame).withInPort(1000 + port), wanted, List.of(new Output(p2)), null));
      }
    }
    FlowMask wanted = FlowMask.of(FlowField.ETH_DST);
    FlowMask mask = datapath.install(new Flow(key(frame), wanted, List.of(new Output(p2)), null));
    assertThat(mask.fields()).containsAll(wanted.fields());
    assertThat(mask.fields()).as("a flow of stations stays one").doesNotContain(FlowField.TP_SRC);
    wires.arrive("p1", frame);
    assertThat(wires.leave("p2")).isEqualTo(frame);
    byte[] otherPort = udp(3, 4, "same stations");
    wires.arrive("p1", otherPort);
    assertThat(wires.leave("p2")).isEqualTo(otherPort);
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 34, 100, 400})
  void floodsGoToAnyNumberOfPorts(int ports) {
    byte[] frame = Frames.arp(1, IP_A, IP_B);
    List<FlowAction> flood = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < ports; i++) {
      wires.plug("f" + i);
      numbers.add(datapath.attach("f" + i));
      flood.add(new Output(numbers.getLast()));
    }
    datapath.install(new Flow(key(frame), FlowMask.of(FlowField.ETH_DST), flood, null));
    assertThat(datapath.flows().iterator().next().flow().actions())
        .containsExactlyInAnyOrderElementsOf(flood);
    wires.arrive("p1", frame);
    for (int i = 0; i < ports; i++) {
      assertThat(wires.leave("f" + i)).as("by f" + i + " from the table").isEqualTo(frame);
    }

    int half = ports / 2;
    flood.add(half, new SetEthernet(MAC_ROUTER, null));
    byte[] changed = frame.clone();
    MAC_ROUTER.writeTo(changed, 6);
    datapath.install(new Flow(key(frame), FlowMask.of(FlowField.ETH_DST), flood, null));
    wires.arrive("p1", frame);
    assertFlooded(ports, half, frame, changed);
    datapath.execute(frame, p1, flood);
    assertFlooded(ports, half, frame, changed);
    datapath.remove(key(frame), FlowMask.of(FlowField.ETH_DST));
    assertThat(datapath.drops()).isEmpty();
  }

  private void assertFlooded(int ports, int half, byte[] first, byte[] second) {
    for (int i = 0; i < ports; i++) {
      assertThat(wires.leave("f" + i)).as("by f" + i).isEqualTo(i < half ? first : second);
    }
  }

  @Test
  void tooManyActionsAreRefused() {
    FlowAction[] actions = new FlowAction[Datapath.MAX_ACTIONS + 1];
    Arrays.fill(actions, new Output(p2));
    assertThatThrownBy(() -> install(ANYTHING, udp(1, 2, ""), actions))
        .isInstanceOf(DatapathException.class)
        .hasMessageContaining("3969");
    assertThat(datapath.flows()).isEmpty();
  }

  @Test
  void executeDoesNotUseTheTable() {
    byte[] frame = udp(1, 2, "packet out");
    datapath.execute(frame, p1, List.of(new SetEthernet(MAC_B, MAC_ROUTER), new Output(p2)));
    byte[] out = wires.leave("p2");
    assertThat(FrameParser.parse(out, p1, 0))
        .isEqualTo(key(frame).withEthSrc(MAC_B).withEthDst(MAC_ROUTER));
    datapath.execute(Frames.tagged(frame, 5), p1, List.of(new Output(p3)));
    assertThat(wires.leave("p3")).isEqualTo(Frames.tagged(frame, 5));
    assertThat(upcalls).isEmpty();
  }

  @Test
  void executesUpcalls() {
    byte[] frame = udp(1, 2, "first packet");
    wires.arrive("p1", frame);
    datapath.execute(upcall(), List.of(new Output(p2), new Output(p3)));
    assertThat(wires.leave("p2")).isEqualTo(frame);
    assertThat(wires.leave("p3")).isEqualTo(frame);
  }

  @Test
  void anInterfaceThatIsAttachedAgainDoesNotGetItsFormerFlows() {
    wires.unplug("p2");
    byte[] frame = udp(1, 2, "hello again");
    install(ANYTHING, frame, new Output(p2));
    datapath.detach("p2");
    assertThat(datapath.flows()).as("flows that left by it").isEmpty();
    install(ANYTHING, frame, new Output(p2));
    wires.arrive("p1", frame);
    awaitDrops(p1, DropReason.NO_SUCH_PORT, 1);
    assertThat(datapath.ports()).doesNotContainKey("p2");

    wires.plug("p2");
    int now = datapath.attach("p2");
    assertThat(now).as("a number that nothing under way can mean").isNotIn(p1, p2, p3);
    install(ANYTHING, frame, new Output(now));
    wires.arrive("p1", frame);
    assertThat(wires.leave("p2")).isEqualTo(frame);
    wires.arrive("p2", frame);
    assertThat(upcall().key().inPort()).isEqualTo(now);
    assertThat(datapath.portStatistics().get(now).rxPackets()).isEqualTo(1);
    assertThat(datapath.portStatistics()).doesNotContainKey(p2);
  }

  @Test
  void reAttachingWithoutDetachFollowsTheInterface() {
    wires.unplug("p2");
    wires.plug("p2");
    assertThat(datapath.attach("p2")).isEqualTo(p2);
    byte[] frame = udp(1, 2, "new wire");
    install(ANYTHING, frame, new Output(p2));
    wires.arrive("p1", frame);
    assertThat(wires.leave("p2")).isEqualTo(frame);
  }

  @Test
  void detachRemovesTheFlowsOfThePort() {
    byte[] frame = udp(1, 2, "");
    install(ANYTHING, frame, new Output(p2));
    datapath.install(new Flow(key(frame).withInPort(p3), ANYTHING, List.of(new Output(p2)), null));
    datapath.detach("p1");
    datapath.detach("unknown");
    assertThat(datapath.flows())
        .singleElement()
        .satisfies(s -> assertThat(s.flow().key().inPort()).isEqualTo(p3));
    wires.arrive("p1", frame);
    assertThat(wires.silent("p2")).isTrue();
    assertThat(upcalls).isEmpty();
  }
}
