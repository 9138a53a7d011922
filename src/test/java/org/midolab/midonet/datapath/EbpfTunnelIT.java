package org.midolab.midonet.datapath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.midolab.midonet.datapath.TwoHosts.UNDERLAY;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.midolab.linux.Netlink;
import org.midolab.linux.PacketSocket;
import org.midolab.linux.VethEnd;
import org.midolab.midonet.datapath.Datapath.TunnelEndpoint;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.datapath.FlowAction.Output;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;

/** Two datapaths and the tunnels between them, with real traffic. */
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
  void tcpGoesThrough(Encapsulation encapsulation) throws Exception {
    hosts.join(encapsulation);
    assertThat(transfer()).as("drops " + hosts.one.datapath.drops()).isTrue();
    assertThat(hosts.one.datapath.portStatistics().get(Datapath.TUNNEL_PORT).txBytes())
        .isGreaterThan(MEGABYTES);
    assertThat(hosts.two.datapath.portStatistics().get(Datapath.TUNNEL_PORT).rxBytes())
        .isGreaterThan(MEGABYTES);
  }

  @ParameterizedTest
  @EnumSource
  void wireShowsKeyAddressesAndFrame(Encapsulation encapsulation) {
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

  @Test
  void tagsTravelInsideGre() {
    hosts.join(Encapsulation.GRE);
    byte[] tagged = Frames.tagged(Frames.udp(1, 2, "vlan"), 77);
    try (PacketSocket from = hosts.one.instance.call(() -> PacketSocket.sender("eth0"));
        PacketSocket to = hosts.two.instance.call(() -> PacketSocket.open("eth0"))) {
      from.send(tagged);
      assertThat(to.receive(Duration.ofSeconds(5))).hasValue(tagged);
    }
  }

  @Test
  void oneFrameTakesManyWays() {
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
              new TunnelEndpoint(Encapsulation.VXLAN, host.underlay)));
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
      // The first may have to wait for the underlay's ARP.
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
  void missedSegmentsOfStreamAreCutAndNothingIsLost() throws Exception {
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
  void tunnelsEndWhenTheyAreNoLongerNamed() {
    hosts.join(Encapsulation.VXLAN);
    assertThat(hosts.one.netlink.links().find(TunnelEnds.VXLAN_DEVICE)).isPresent();
    hosts.one.datapath.tunnels(Set.of());
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
                    Set.of(new TunnelEndpoint(Encapsulation.GRE, Ip4.parse("198.19.0.77")))))
        .isInstanceOf(DatapathException.class)
        .hasMessageContaining("198.19.0.77");
  }

  @Test
  void otherTrafficOfTheUnderlayIsLeftAlone() throws Exception {
    hosts.join(Encapsulation.GRE);
    assertThat(
            Transfer.arrives(
                hosts.one.namespace, hosts.two.namespace, UNDERLAY.get(1).toString(), 1 << 16, 7))
        .isTrue();
  }
}
