package org.midolab.midonet.datapath.ebpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.midolab.midonet.datapath.ebpf.TwoHosts.UNDERLAY;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.linux.Cidr;
import org.midolab.linux.Netlink;
import org.midolab.linux.PacketSocket;
import org.midolab.linux.VethEnd;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Datapath.TunnelEndpoint;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.datapath.FlowAction.Output;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.datapath.Frames;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;

/** Tests of two datapaths and the tunnels between them, with real traffic. */
@WithDatapathObject
class EbpfTunnelIT {

  private static final int MEGABYTES = 8 << 20;

  private TwoHosts hosts;

  @BeforeEach
  void open() throws Exception {
    hosts = new TwoHosts();
    hosts.openDatapaths(false);
  }

  @AfterEach
  void close() {
    hosts.close();
  }

  private boolean transfer() throws Exception {
    return Transfer.arrives(
        hosts.one.instance, hosts.two.instance, TwoHosts.INSTANCES.get(1), MEGABYTES, 42);
  }

  @ParameterizedTest
  @EnumSource
  void forwardsTcp(Encapsulation encapsulation) throws Exception {
    hosts.join(encapsulation);
    assertThat(transfer()).as("drops " + hosts.one.datapath.drops()).isTrue();
    assertThat(hosts.one.datapath.portStatistics().get(Datapath.TUNNEL_PORT).txBytes())
        .isGreaterThan(MEGABYTES);
    assertThat(hosts.two.datapath.portStatistics().get(Datapath.TUNNEL_PORT).rxBytes())
        .isGreaterThan(MEGABYTES);
  }

  @ParameterizedTest
  @EnumSource
  void sendsKeyAddressesAndFrame(Encapsulation encapsulation) {
    hosts.join(encapsulation);
    byte[] frame = Frames.udp(1, 2, "inside");
    hosts.one.datapath.install(
        new Datapath.Flow(
            TwoHosts.key(hosts.one.tap, 0, FlowKey.ETHERTYPE_IPV4),
            TwoHosts.inPortAndType(),
            List.of(new Tunnel(encapsulation, 0xABCDEF, UNDERLAY.get(0), UNDERLAY.get(1))),
            null));
    try (PacketSocket wire = hosts.two.namespace.call(() -> PacketSocket.open("eth2"));
        PacketSocket instance = hosts.one.instance.call(() -> PacketSocket.sender("eth0"))) {
      instance.send(frame);
      byte[] outer = next(wire, encapsulation == Encapsulation.VXLAN ? 17 : 47);
      FlowKey key = FrameParser.parse(outer, 1, 0);
      assertThat(key.ipSrc()).isEqualTo(UNDERLAY.get(0));
      assertThat(key.ipDst()).isEqualTo(UNDERLAY.get(1));
      ByteBuffer bytes = ByteBuffer.wrap(outer);
      if (encapsulation == Encapsulation.VXLAN) {
        assertThat(key.tpDst()).isEqualTo(6677);
        assertThat(bytes.getInt(46) >>> 8).isEqualTo(0xABCDEF);
        assertThat(bytes.slice(50, frame.length)).isEqualTo(ByteBuffer.wrap(frame));
      } else {
        assertThat(bytes.getInt(34)).isEqualTo(0x2000_6558);
        assertThat(bytes.getInt(38)).isEqualTo(0xABCDEF);
        assertThat(bytes.slice(42, frame.length)).isEqualTo(ByteBuffer.wrap(frame));
      }
      assertThat(Frames.checksum(outer, 14, 34, 0)).isZero();
    }
  }

  private static byte[] next(PacketSocket wire, int protocol) {
    while (true) {
      byte[] frame = wire.receive(Duration.ofSeconds(5)).orElseThrow();
      if (Frames.u16(frame, 12) == 0x0800 && frame[23] == protocol) {
        return frame;
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersHeartbeatsWithoutItsAgent(Encapsulation encapsulation) {
    hosts.join(encapsulation);
    long asked = System.nanoTime();
    hosts.one.datapath.ask(new Tunnel(encapsulation, 0, UNDERLAY.get(0), UNDERLAY.get(1)));
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> hosts.one.datapath.heard().containsKey(UNDERLAY.get(1)));
    assertThat(hosts.one.datapath.heard().get(UNDERLAY.get(1))).isBetween(asked, System.nanoTime());
    assertThat(hosts.two.datapath.heard()).as("it asked nobody").isEmpty();
    hosts.two.netlink.links().down("eth2");
    long later = System.nanoTime();
    hosts.one.datapath.ask(new Tunnel(encapsulation, 0, UNDERLAY.get(0), UNDERLAY.get(1)));
    LockSupport.parkNanos(500_000_000L);
    assertThat(hosts.one.datapath.heard().get(UNDERLAY.get(1))).isLessThan(later);
  }

  @Test
  void sendsTagsInsideGre() {
    hosts.join(Encapsulation.GRE);
    byte[] tagged = Frames.tagged(Frames.udp(1, 2, "vlan"), 77);
    try (PacketSocket from = hosts.one.instance.call(() -> PacketSocket.sender("eth0"));
        PacketSocket to = hosts.two.instance.call(() -> PacketSocket.open("eth0"))) {
      from.send(tagged);
      assertThat(to.receive(Duration.ofSeconds(5))).hasValue(tagged);
    }
  }

  private static List<byte[]> taggedFrames() {
    byte[] plain = Frames.udp(1, 2, "vlan");
    byte[] provider = Frames.tagged(plain, 0x88A8, 0x6064);
    byte[] customer = Frames.tagged(plain, 77);
    return List.of(
        provider,
        Frames.tagged(plain, 4095),
        Frames.tagged(plain, 0xF000),
        Frames.tagged(customer, 0x88A8, 100),
        Frames.tagged(customer, 100),
        Frames.tagged(Frames.tagged(customer, 0x8100, 9), 0x88A8, 100),
        Frames.tagged(Frames.arp(1, Frames.IP_A, Frames.IP_B), 0x88A8, 5));
  }

  @ParameterizedTest
  @EnumSource
  void sendsTagsOfAllKindsUnchanged(Encapsulation encapsulation) {
    hosts.join(encapsulation);
    assertAllArrive(taggedFrames());
  }

  @ParameterizedTest
  @EnumSource
  void sendsTagsOfAllKindsUnchangedWithTheFirstPacket(Encapsulation encapsulation) {
    hosts.join(encapsulation);
    for (TwoHosts.Host host : List.of(hosts.one, hosts.two)) {
      List<Datapath.Flow> flows = host.datapath.flows().stream().map(s -> s.flow()).toList();
      host.datapath.clear();
      host.datapath.onUpcall(
          upcall ->
              flows.stream()
                  .filter(f -> f.key().inPort() == upcall.key().inPort())
                  .findFirst()
                  .ifPresent(flow -> host.datapath.execute(upcall, flow.actions())));
    }
    assertAllArrive(taggedFrames());
  }

  private void assertAllArrive(List<byte[]> frames) {
    try (PacketSocket from = hosts.one.instance.call(() -> PacketSocket.sender("eth0"));
        PacketSocket to = hosts.two.instance.call(() -> PacketSocket.open("eth0"))) {
      for (byte[] frame : frames) {
        from.send(frame);
        assertThat(to.receive(Duration.ofSeconds(3)))
            .as(
                "%s; drops %s %s",
                HexFormat.of().formatHex(frame, 12, 24),
                hosts.one.datapath.drops(),
                hosts.two.datapath.drops())
            .hasValueSatisfying(got -> assertThat(got).isEqualTo(frame));
      }
    }
  }

  /** Returns UDP in an IP packet of 1,600 bytes between the stations. */
  private static byte[] longPacket(int flags) {
    byte[] l4 = new byte[1580];
    for (int i = 8; i < l4.length; i++) {
      l4[i] = (byte) (i * 7);
    }
    ByteBuffer.wrap(l4).putShort((short) 5).putShort((short) 6).putShort((short) l4.length);
    return Frames.ipv4(
        Ip4.parse(TwoHosts.INSTANCES.get(0)),
        Ip4.parse(TwoHosts.INSTANCES.get(1)),
        17,
        64,
        flags,
        l4,
        6);
  }

  @ParameterizedTest
  @CsvSource({"VXLAN, false", "GRE, false", "VXLAN, true", "GRE, true"})
  void packetsThatAreTooLongForTheUnderlayArriveInPieces(
      Encapsulation encapsulation, boolean firstPacket) {
    hosts.setMtus(2000, 1500);
    hosts.join(encapsulation);
    byte[] whole = longPacket(0);
    try (PacketSocket from = hosts.one.instance.call(() -> PacketSocket.sender("eth0"));
        PacketSocket to = hosts.two.instance.call(() -> PacketSocket.open("eth0"))) {
      if (firstPacket) {
        hosts.one.datapath.execute(whole, hosts.one.tap, actionsOfOne());
      } else {
        from.send(whole);
      }
      byte[] payload = new byte[whole.length - 34];
      for (int got = 0, last = 0; last == 0 || got < payload.length; ) {
        byte[] part = to.receive(Duration.ofSeconds(3)).orElseThrow(this::drops);
        int fragment = Frames.u16(part, 20);
        System.arraycopy(part, 34, payload, (fragment & 0x1FFF) * 8, part.length - 34);
        assertThat(Frames.checksum(part, 14, 34, 0)).isZero();
        got += part.length - 34;
        last |= (fragment & 0x2000) == 0 ? 1 : 0;
      }
      assertThat(payload).isEqualTo(Arrays.copyOfRange(whole, 34, whole.length));
    }
    assertThat(hosts.one.datapath.drops()).isEmpty();
  }

  private List<FlowAction> actionsOfOne() {
    return hosts.one.datapath.flows().stream()
        .filter(s -> s.flow().key().inPort() == hosts.one.tap)
        .findFirst()
        .orElseThrow()
        .flow()
        .actions();
  }

  private AssertionError drops() {
    return new AssertionError(
        "nothing came; drops " + hosts.one.datapath.drops() + hosts.two.datapath.drops());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sendsFragmentationNeededToSendersThatForbidFragments(boolean firstPacket) {
    hosts.setMtus(2000, 1500);
    hosts.join(Encapsulation.GRE);
    byte[] whole = longPacket(0x4000);
    try (PacketSocket socket = hosts.one.instance.call(() -> PacketSocket.open("eth0"));
        PacketSocket to = hosts.two.instance.call(() -> PacketSocket.open("eth0"))) {
      if (firstPacket) {
        hosts.one.datapath.execute(whole, hosts.one.tap, actionsOfOne());
      } else {
        socket.send(whole);
      }
      byte[] answer = socket.receive(Duration.ofSeconds(3)).orElseThrow(this::drops);
      FlowKey key = FrameParser.parse(answer, 1, 0);
      assertThat(key.ipProto()).isEqualTo(1);
      assertThat(key.tpSrc()).isEqualTo(3);
      assertThat(key.tpDst()).isEqualTo(4);
      assertThat(key.ipDst()).isEqualTo(Ip4.parse(TwoHosts.INSTANCES.get(0)));
      assertThat(Frames.u16(answer, 40)).as("bytes of IP that fit").isEqualTo(1500 - 42);
      assertThat(Frames.checksum(answer, 34, answer.length, 0)).isZero();
      assertThat(answer).contains(Arrays.copyOfRange(whole, 14, 42));
      assertThat(to.receive(Duration.ofMillis(100))).isEmpty();
    }
    await()
        .untilAsserted(
            () ->
                assertThat(hosts.one.datapath.drops())
                    .isEqualTo(Map.of(hosts.one.tap, Map.of(DropReason.TOO_LONG, 1L))));
    assertThat(hosts.one.datapath.portStatistics()).doesNotContainKey(Datapath.TUNNEL_PORT);
  }

  @Test
  void theLongestFrameFits() {
    hosts.setMtus(2000, 1500);
    hosts.join(Encapsulation.GRE);
    byte[] fits = Frames.ipv4(Frames.IP_A, Frames.IP_B, 89, 64, 0x4000, new byte[1438], -1);
    assertAllArrive(List.of(fits));
  }

  @ParameterizedTest
  @EnumSource
  void tcpWorksOverAnUnderlayWithTheSameMtu(Encapsulation encapsulation) throws Exception {
    hosts.setMtus(1500, 1500);
    hosts.join(encapsulation);
    assertThat(transfer()).as("drops " + hosts.one.datapath.drops()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void restoresRemovedDevicesAndPrograms(Encapsulation encapsulation) throws Exception {
    hosts.join(encapsulation);
    for (TwoHosts.Host host : List.of(hosts.one, hosts.two)) {
      host.netlink.links().delete(InjectPath.NEAR);
      if (encapsulation == Encapsulation.VXLAN) {
        host.netlink.links().delete(TunnelEnds.VXLAN_DEVICE);
      } else {
        int underlay = host.netlink.links().get("eth2").index();
        Files.delete(host.options.pins().resolve(TcxHook.PREFIX + underlay));
      }
      int tap = host.netlink.links().get("tap").index();
      Files.delete(host.options.pins().resolve(TcxHook.PREFIX + tap));
      host.datapath.mend();
    }
    assertAllArrive(List.of(Frames.udp(1, 2, "again")));
    hosts.one.datapath.execute(Frames.udp(1, 2, "x"), hosts.one.tap, actionsOfOne());
    try (PacketSocket to = hosts.two.instance.call(() -> PacketSocket.open("eth0"))) {
      hosts.one.datapath.execute(Frames.udp(1, 2, "packet out"), hosts.one.tap, actionsOfOne());
      assertThat(to.receive(Duration.ofSeconds(3))).isPresent();
    }
  }

  @Test
  void setsATunnelDeviceUpAgain() {
    hosts.join(Encapsulation.VXLAN);
    hosts.one.netlink.links().down(TunnelEnds.VXLAN_DEVICE);
    hosts.one.datapath.mend();
    assertAllArrive(List.of(Frames.udp(1, 2, "up again")));
  }

  @ParameterizedTest
  @EnumSource
  void acceptsFramesOfPeersOnly(Encapsulation encapsulation) {
    hosts.join(encapsulation);
    Set<TunnelEndpoint> ends = Set.of(new TunnelEndpoint(encapsulation, hosts.two.underlay));
    hosts.two.datapath.tunnels(ends, Set.of(Ip4.parse("198.19.0.99")));
    try (PacketSocket from = hosts.one.instance.call(() -> PacketSocket.sender("eth0"));
        PacketSocket to = hosts.two.instance.call(() -> PacketSocket.open("eth0"))) {
      from.send(Frames.udp(1, 2, "from a stranger"));
      await()
          .untilAsserted(
              () ->
                  assertThat(hosts.two.datapath.drops())
                      .isEqualTo(
                          Map.of(Datapath.TUNNEL_PORT, Map.of(DropReason.UNKNOWN_PEER, 1L))));
      assertThat(to.receive(Duration.ofMillis(100))).isEmpty();
    }
    hosts.two.datapath.tunnels(ends, Set.of(hosts.one.underlay));
    assertAllArrive(List.of(Frames.udp(1, 2, "from a member")));
  }

  @ParameterizedTest
  @EnumSource
  void limitsTheUpcallsOfOneHost(Encapsulation encapsulation) throws Exception {
    hosts.close();
    hosts = new TwoHosts();
    hosts.openDatapaths(options -> options.withUpcallRate(1).withUpcallBurst(5));
    Ip4 stale = Ip4.parse("198.19.0.3");
    hosts.one.netlink.addresses().add("eth2", Cidr.parse(stale + "/24"));
    hosts.one.datapath.tunnels(
        Set.of(
            new TunnelEndpoint(encapsulation, stale),
            new TunnelEndpoint(encapsulation, hosts.one.underlay)),
        Set.of(hosts.two.underlay));
    EbpfDatapath two = hosts.two.datapath;
    two.tunnels(
        Set.of(new TunnelEndpoint(encapsulation, hosts.two.underlay)),
        Set.of(stale, hosts.one.underlay));
    BlockingQueue<Datapath.Upcall> upcalls = new LinkedBlockingQueue<>();
    two.onUpcall(upcalls::add);
    byte[] frame = Frames.udp(1, 2, "no such key");
    for (int i = 0; i < 50; i++) {
      send(frame, new Tunnel(encapsulation, 9000 + i, stale, hosts.two.underlay));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(two.drops().getOrDefault(Datapath.TUNNEL_PORT, Map.of()))
                    .hasEntrySatisfying(
                        DropReason.UPCALL_RATE_LIMITED, n -> assertThat(n).isGreaterThan(30)));
    send(frame, new Tunnel(encapsulation, 77, hosts.one.underlay, hosts.two.underlay));
    await().until(() -> upcalls.stream().anyMatch(upcall -> upcall.key().tunnelKey() == 77));
  }

  private void send(byte[] frame, Tunnel tunnel) {
    hosts.one.datapath.execute(frame, hosts.one.tap, List.of(tunnel));
  }

  @Test
  void sendsOneFrameToManyOutputs() {
    TwoHosts.Host one = hosts.one;
    TwoHosts.Host two = hosts.two;
    try (Netlink outside = Netlink.open()) {
      outside
          .links()
          .createVeth(new VethEnd("tap2", two.namespace), new VethEnd("eth9", two.instance));
      outside
          .links()
          .createVeth(new VethEnd("tap2", one.namespace), new VethEnd("eth9", one.instance));
    }
    for (TwoHosts.Host host : List.of(one, two)) {
      host.netlink.links().up("tap2");
      host.atInstance.links().up("eth9");
      host.datapath.tunnels(
          Set.of(
              new TunnelEndpoint(Encapsulation.GRE, host.underlay),
              new TunnelEndpoint(Encapsulation.VXLAN, host.underlay)),
          Set.copyOf(UNDERLAY));
    }
    int near = one.datapath.attach("tap2");
    int far = two.datapath.attach("tap2");
    List<Encapsulation> ways =
        List.of(Encapsulation.GRE, Encapsulation.VXLAN, Encapsulation.GRE, Encapsulation.VXLAN);
    FlowAction[] outputs = new FlowAction[ways.size() + 1];
    outputs[2] = new Output(near);
    for (int i = 0; i < ways.size(); i++) {
      int key = 100 + i;
      outputs[i < 2 ? i : i + 1] = new Tunnel(ways.get(i), key, one.underlay, two.underlay);
      two.install(
          TwoHosts.key(Datapath.TUNNEL_PORT, key, FlowKey.ETHERTYPE_IPV4),
          FlowMask.of(FlowField.TUNNEL_KEY),
          new FlowAction.PushVlan(key),
          new Output(far));
    }
    one.install(
        TwoHosts.key(one.tap, 0, FlowKey.ETHERTYPE_IPV4), TwoHosts.inPortAndType(), outputs);

    byte[] frame = Frames.udp(1, 2, "many ways");
    try (PacketSocket from = one.instance.call(() -> PacketSocket.sender("eth0"));
        PacketSocket local = one.instance.call(() -> PacketSocket.open("eth9"));
        PacketSocket remote = two.instance.call(() -> PacketSocket.open("eth9"))) {
      // The first frame may wait for ARP on the underlay.
      from.send(frame);
      await()
          .until(() -> one.netlink.neighbours().all().stream().anyMatch(n -> !n.mac().isEmpty()));
      while (remote.receive(Duration.ofMillis(200)).isPresent()) {
        continue;
      }
      assertThat(local.receive(Duration.ofSeconds(2))).hasValue(frame);

      from.send(frame);
      assertThat(local.receive(Duration.ofSeconds(2))).hasValue(frame);
      List<Integer> tags = new ArrayList<>();
      for (int i = 0; i < ways.size(); i++) {
        byte[] got =
            remote
                .receive(Duration.ofSeconds(2))
                .orElseThrow(
                    () ->
                        new AssertionError(
                            "only "
                                + tags
                                + " came; drops "
                                + one.datapath.drops()
                                + two.datapath.drops()));
        tags.add(Frames.u16(got, 14));
        assertThat(got).isEqualTo(Frames.tagged(frame, tags.getLast()));
      }
      assertThat(tags).containsExactlyInAnyOrder(100, 101, 102, 103);
    }
  }

  @Test
  void segmentsMissedGsoFramesWithoutLoss() throws Exception {
    hosts.join(Encapsulation.VXLAN);
    EbpfDatapath datapath = hosts.one.datapath;
    List<Datapath.Flow> flows = datapath.flows().stream().map(s -> s.flow()).toList();
    AtomicInteger large = new AtomicInteger();
    datapath.onUpcall(
        upcall -> {
          large.addAndGet(upcall.segmentSize() > 0 ? 1 : 0);
          flows.stream()
              .filter(f -> f.key().inPort() == upcall.key().inPort())
              .filter(f -> f.key().etherType() == upcall.key().etherType())
              .findFirst()
              .ifPresent(
                  flow -> {
                    datapath.install(flow);
                    datapath.execute(upcall, flow.actions());
                  });
        });
    AtomicBoolean running = new AtomicBoolean(true);
    Thread eraser =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (running.get()) {
                    datapath.clear();
                    LockSupport.parkNanos(2_000_000);
                  }
                });
    try {
      for (int round = 0; round < 20 && large.get() == 0; round++) {
        assertThat(transfer()).isTrue();
      }
    } finally {
      running.set(false);
      eraser.join();
    }
    assertThat(large).hasPositiveValue();
  }

  @Test
  void removesTunnelsThatAreNoLongerRequested() {
    hosts.join(Encapsulation.VXLAN);
    assertThat(hosts.one.netlink.links().find(TunnelEnds.VXLAN_DEVICE)).isPresent();
    hosts.one.datapath.tunnels(Set.of(), Set.of());
    assertThat(hosts.one.netlink.links().find(TunnelEnds.VXLAN_DEVICE)).isEmpty();
    try (PacketSocket from = hosts.one.instance.call(() -> PacketSocket.sender("eth0"))) {
      from.send(Frames.udp(1, 2, "nowhere to go"));
      await()
          .until(
              () ->
                  hosts
                      .one
                      .datapath
                      .drops()
                      .getOrDefault(hosts.one.tap, Map.of())
                      .containsKey(DropReason.NO_TUNNEL));
    }
    assertThatThrownBy(
            () ->
                hosts.one.datapath.tunnels(
                    Set.of(new TunnelEndpoint(Encapsulation.GRE, Ip4.parse("198.19.0.77"))),
                    Set.of()))
        .isInstanceOf(DatapathException.class)
        .hasMessageContaining("198.19.0.77");
  }

  @Test
  void doesNotChangeOtherTrafficOfTheUnderlay() throws Exception {
    hosts.join(Encapsulation.GRE);
    assertThat(
            Transfer.arrives(
                hosts.one.namespace, hosts.two.namespace, UNDERLAY.get(1).toString(), 1 << 16, 7))
        .isTrue();
  }
}
