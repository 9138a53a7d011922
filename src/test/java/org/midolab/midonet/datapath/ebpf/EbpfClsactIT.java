package org.midolab.midonet.datapath.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathContract;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.Frames;
import org.midolab.midonet.datapath.common.Layout;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;

/** The contract for the kernel's datapath, with clsact, as on kernels before 6.6. */
@WithDatapathObject
class EbpfClsactIT extends DatapathContract {

  private EbpfWires ebpf;

  @Override
  protected Wires wires() throws IOException {
    ebpf = new EbpfWires(DatapathOptions.Attach.CLSACT);
    return ebpf;
  }

  private String tc(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("tc"));
    command.addAll(List.of(arguments));
    Process process =
        ebpf.inside.call(() -> new ProcessBuilder(command).redirectErrorStream(true).start());
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void keepsFiltersOfOtherPrograms() throws Exception {
    for (String side : List.of("ingress", "egress")) {
      tc(
          ("filter add dev p1 " + side + " prio 9 bpf direct-action object-pinned ")
              .concat(ebpf.options.pins().resolve(Layout.UNDERLAY_PROGRAM).toString())
              .split(" "));
    }
    datapath.detach("p1");
    assertThat(tc("filter", "show", "dev", "p1", "ingress")).contains("pref 9 ");
    assertThat(tc("filter", "show", "dev", "p1", "egress")).contains("pref 9 ");
    assertThat(tc("filter", "show", "dev", "p1", "ingress")).doesNotContain(Layout.PORT_PROGRAM);

    datapath.detach("p2");
    assertThat(tc("qdisc", "show", "dev", "p2")).doesNotContain("clsact");
  }

  @Test
  void restoresARemovedQueueingDiscipline() throws Exception {
    tc("qdisc", "del", "dev", "p1", "clsact");
    datapath.mend();
    byte[] frame = Frames.udp(1, 2, "again");
    datapath.install(
        new Datapath.Flow(
            FrameParser.parse(frame, p1, 0),
            FlowMask.exact(),
            List.of(new FlowAction.Output(p2)),
            null));
    ebpf.arrive("p1", frame);
    assertThat(ebpf.leave("p2")).isEqualTo(frame);
  }
}
