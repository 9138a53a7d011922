package org.midolab.midonet.datapath.ebpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.midolab.linux.BpfFileSystem;
import org.midolab.linux.Link;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Datapath.Flow;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.Output;
import org.midolab.midonet.datapath.Frames;
import org.midolab.midonet.datapath.tool.MmDpctl;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;

/** Tests of restarts, limits, leftovers and mm-dpctl. */
@WithDatapathObject
class EbpfLifeIT {

  private EbpfWires wires;
  private int p1;
  private int p2;

  private void start(DatapathOptions.Attach attach) throws IOException {
    wires = new EbpfWires(attach);
    wires.plug("p1");
    wires.plug("p2");
    p1 = wires.datapath().attach("p1");
    p2 = wires.datapath().attach("p2");
  }

  @AfterEach
  void stop() {
    if (wires != null) {
      wires.close();
    }
  }

  private Flow flow(byte[] like, FlowMask mask) {
    return new Flow(FrameParser.parse(like, p1, 0), mask, List.of(new Output(p2)), null);
  }

  @Test
  void forwardsWithoutTheAgent() throws Exception {
    start(DatapathOptions.Attach.TCX);
    assertForwardsWithoutTheAgent();
  }

  @Test
  void forwardsWithoutTheAgentWithClsact() throws Exception {
    start(DatapathOptions.Attach.CLSACT);
    assertForwardsWithoutTheAgent();
  }

  private void assertForwardsWithoutTheAgent() throws Exception {
    byte[] known = Frames.udp(1, 2, "known");
    byte[] unknown = Frames.udp(3, 4, "unknown");
    FlowMask mask = FlowMask.of(FlowField.TP_SRC);
    wires.datapath().install(flow(known, mask));
    wires.datapath().close();

    wires.arrive("p1", known);
    assertThat(wires.leave("p2")).isEqualTo(known);
    wires.arrive("p1", unknown);

    wires.open();
    EbpfDatapath adopted = wires.datapath();
    assertThat(adopted.ports()).isEqualTo(Map.of("p1", p1, "p2", p2));
    assertThat(adopted.attach("p1")).isEqualTo(p1);
    assertThat(adopted.flows())
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.packets()).isEqualTo(1);
              assertThat(s.flow().mask()).isEqualTo(mask);
            });
    BlockingQueue<Datapath.Upcall> upcalls = new LinkedBlockingQueue<>();
    adopted.onUpcall(upcalls::add);
    assertThat(upcalls.poll(2, TimeUnit.SECONDS).frame()).isEqualTo(unknown);
    adopted.remove(flow(known, mask).key(), mask);
    wires.arrive("p1", known);
    assertThat(upcalls.poll(2, TimeUnit.SECONDS).frame()).isEqualTo(known);
    assertThat(wires.silent("p2")).isTrue();
  }

  @Test
  void releasesNumbersOfInterfacesThatDisappearedBetweenTwoAgents() throws Exception {
    start(DatapathOptions.Attach.TCX);
    byte[] frame = Frames.udp(1, 2, "to nobody");
    wires.datapath().install(flow(frame, FlowMask.exact()));
    wires.datapath().close();
    wires.unplug("p2");
    wires.open();
    assertThat(wires.datapath().ports()).isEqualTo(Map.of("p1", p1));
    assertThat(wires.datapath().flows()).isEmpty();
    try (PinnedState state = PinnedState.existing(wires.options.pins())) {
      assertThat(state.map("names").entries()).hasSize(1);
    }
  }

  @Test
  void attachesAnyNumberOfNamesOneAfterAnother() throws Exception {
    start(DatapathOptions.Attach.TCX);
    try (PinnedState state = PinnedState.existing(wires.options.pins())) {
      PortTable table = new PortTable(state);
      for (int i = 0; i < 3 * Datapath.MAX_PORTS; i++) {
        int number = table.number("tap" + i);
        Link link = new Link(100_000 + i, "tap" + i, "", 1500, true, true, "tun", 0, 0);
        table.connect(number, link, false);
        table.release("tap" + i);
      }
      assertThat(table.attached()).isEqualTo(Map.of("p1", p1, "p2", p2));
      assertThat(state.map("names").entries()).hasSize(2);
    }
  }

  /** 2,000 is the number of ports for which a host is designed. */
  @Test
  void aFloodReachesTwoThousandPorts() throws Exception {
    wires = new EbpfWires(DatapathOptions.Attach.TCX, EbpfWires.Port.TAP);
    wires.plug("p1");
    p1 = wires.datapath().attach("p1");
    List<FlowAction> flood = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      wires.plug("f" + i);
      flood.add(new Output(wires.datapath().attach("f" + i)));
    }
    byte[] frame = Frames.arp(1, Frames.IP_A, Frames.IP_B);
    FlowMask mask = FlowMask.of(FlowField.ETH_DST);
    wires.datapath().install(new Flow(FrameParser.parse(frame, p1, 0), mask, flood, null));
    wires.arrive("p1", frame);
    for (int i = 0; i < 2000; i++) {
      assertThat(wires.leave("f" + i)).as("by f" + i).isEqualTo(frame);
    }
    assertThat(wires.datapath().drops()).isEmpty();
  }

  @Test
  void longListsOutliveTheAgent() throws Exception {
    start(DatapathOptions.Attach.TCX);
    List<FlowAction> flood = new ArrayList<>(Collections.nCopies(200, new Output(p2)));
    byte[] frame = Frames.arp(1, Frames.IP_A, Frames.IP_B);
    FlowKey key = FrameParser.parse(frame, p1, 0);
    wires.datapath().install(new Flow(key, FlowMask.of(), flood, null));
    wires.datapath().close();
    wires.open();
    wires.arrive("p1", frame);
    for (int i = 0; i < 200; i++) {
      assertThat(wires.leave("p2")).as("copy " + i).isEqualTo(frame);
    }
    wires.datapath().remove(key, FlowMask.of());
    try (PinnedState state = PinnedState.existing(wires.options.pins())) {
      assertThat(state.map("batches").entries()).isEmpty();
    }
  }

  @Test
  void limitsTheUpcallsOfOnePort() throws Exception {
    start(DatapathOptions.Attach.AUTO);
    wires.datapath().close();
    DatapathOptions slow = wires.options.withUpcallRate(1).withUpcallBurst(5);
    try (EbpfDatapath datapath = wires.inside.call(() -> EbpfDatapath.open(slow))) {
      BlockingQueue<Datapath.Upcall> upcalls = new LinkedBlockingQueue<>();
      datapath.onUpcall(upcalls::add);
      for (int i = 0; i < 50; i++) {
        wires.arrive("p1", Frames.udp(1000 + i, 2, "flood"));
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(datapath.drops().getOrDefault(p1, Map.of()))
                      .hasEntrySatisfying(
                          DropReason.UPCALL_RATE_LIMITED, n -> assertThat(n).isGreaterThan(30)));
      assertThat(upcalls).hasSizeBetween(5, 19);
      upcalls.clear();
      wires.arrive("p2", Frames.udp(1, 2, "somebody else"));
      assertThat(upcalls.poll(2, TimeUnit.SECONDS).key().inPort()).isEqualTo(p2);
    }
    wires.open();
  }

  @Test
  void aFullTableRefusesMoreFlows() throws Exception {
    start(DatapathOptions.Attach.AUTO);
    wires.datapath().destroy();
    DatapathOptions small = wires.options.withMaxFlows(64);
    try (EbpfDatapath datapath = wires.inside.call(() -> EbpfDatapath.open(small))) {
      datapath.attach("p1");
      datapath.attach("p2");
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  datapath.install(flow(Frames.udp(i, 2, ""), FlowMask.exact()));
                }
              })
          .isInstanceOf(DatapathException.class)
          .hasMessageContaining("E2BIG");
      byte[] frame = Frames.udp(5000, 2, "out anyway");
      datapath.execute(frame, p1, List.of(new Output(p2)));
      assertThat(wires.leave("p2")).isEqualTo(frame);
      datapath.clear();
      datapath.install(flow(frame, FlowMask.exact()));
      datapath.destroy();
    }
    wires.open();
  }

  @Test
  void destroyRemovesEverything() throws Exception {
    start(DatapathOptions.Attach.AUTO);
    Path pins = wires.options.pins();
    assertThat(BpfFileSystem.isMounted(pins)).isTrue();
    wires.datapath().destroy();
    assertThat(Files.exists(pins)).isFalse();
    assertThat(wires.atInside.links().all())
        .extracting(link -> link.name())
        .doesNotContain(InjectPath.NEAR, InjectPath.FAR);
    assertThatThrownBy(() -> wires.datapath().clear()).hasMessageContaining("closed");
    wires.open();
  }

  @Test
  void dpctlShowsPortsFlowsAndDrops() throws Exception {
    start(DatapathOptions.Attach.AUTO);
    byte[] frame = Frames.tcp(40000, 80, 10);
    wires.datapath().install(flow(frame, FlowMask.of(FlowField.TP_DST, FlowField.IP_DST)));
    wires
        .datapath()
        .install(
            new Flow(
                FrameParser.parse(Frames.arp(1, Frames.IP_A, Frames.IP_B), p1, 0),
                FlowMask.of(),
                List.of(),
                DropReason.NO_ROUTE));
    wires.arrive("p1", frame);
    wires.arrive("p1", Frames.arp(1, Frames.IP_A, Frames.IP_B));
    assertThat(wires.leave("p2")).isEqualTo(frame);
    await().until(() -> !wires.datapath().drops().isEmpty());

    assertThat(dpctl("--timeout", "10", "datapath", "--show", "midonet"))
        .contains("datapath midonet: 2 of 131072 flows, 2 of 64 masks")
        .containsPattern("port 1: p1 \\(interface \\d+, veth, up, mtu 1500\\)")
        .contains("received 2 packets")
        .contains("dropped 1: NO_ROUTE");
    assertThat(dpctl("datapath", "--dump", "midonet"))
        .contains("in_port(1),eth_type(0x0800),ipv4(dst=192.168.1.11)")
        .contains("packets:1, bytes:64")
        .contains("actions:output(2)")
        .contains("actions:drop(NO_ROUTE)");
    assertThat(dpctl("datapath", "--list")).isEqualToIgnoringNewLines("midonet");
    assertThat(dpctl("flows", "-i", "1", "--dst-port", "80").lines()).hasSize(1);
    assertThat(dpctl("flows", "--src-port", "80")).isEmpty();
  }

  private String dpctl(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--pins";
    all[1] = wires.options.pins().toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    // mm-dpctl looks interfaces up by index in the namespace of its thread.
    int exit =
        wires.inside.call(
            () ->
                MmDpctl.command()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err, true))
                    .execute(all));
    assertThat(exit).as(err.toString()).isZero();
    return out.toString();
  }
}
