package org.midolab.midonet.datapath.ebpf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.midolab.linux.TapDevice;
import org.midolab.midonet.datapath.Datapath.Flow;
import org.midolab.midonet.datapath.Datapath.Upcall;
import org.midolab.midonet.datapath.DatapathContract;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.Output;
import org.midolab.midonet.datapath.Frames;
import org.midolab.midonet.packet.FlowMask;
import org.midolab.midonet.packet.FrameParser;

/** The contract for the kernel's datapath, with TAP ports as virtual machines have. */
@WithDatapathObject
class EbpfTapIT extends DatapathContract {

  private static final int PAYLOAD = 4000;
  private static final int SEGMENT = 1000;

  @Override
  protected Wires wires() throws IOException {
    return new EbpfWires(DatapathOptions.Attach.AUTO, EbpfWires.Port.TAP);
  }

  /** A guest with offloads sends a frame that stands for four packets. */
  @Test
  void forwardsTheSegmentsOfAGuest() throws Exception {
    EbpfWires wires = new EbpfWires(DatapathOptions.Attach.AUTO, EbpfWires.Port.TAP);
    try (TapDevice guest = wires.inside.call(() -> TapDevice.openWithOffloads("tapguest"))) {
      wires.atInside.links().up("tapguest");
      wires.plug("far");
      int from = wires.datapath().attach("tapguest");
      List<FlowAction> out = List.of(new Output(wires.datapath().attach("far")));
      BlockingQueue<Upcall> upcalls = new LinkedBlockingQueue<>();
      wires.datapath().onUpcall(upcalls::add);
      byte[] large = Frames.tcp(40_000, 80, PAYLOAD);

      guest.send(withHeader(large));
      Upcall missed = upcalls.poll(2, TimeUnit.SECONDS);
      assertThat(missed.segmentSize()).isEqualTo(SEGMENT);
      wires.datapath().execute(missed, out);
      assertArrives(wires, large);

      wires
          .datapath()
          .install(new Flow(FrameParser.parse(large, from, 0), FlowMask.exact(), out, null));
      guest.send(withHeader(large));
      assertArrives(wires, large);
    } finally {
      wires.close();
    }
  }

  /** Prepends a struct virtio_net_hdr and leaves the TCP checksum to the host. */
  private static byte[] withHeader(byte[] frame) {
    ByteBuffer bytes = ByteBuffer.allocate(10 + frame.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 1).put((byte) 1).putShort((short) 54).putShort((short) SEGMENT);
    bytes.putShort((short) 34).putShort((short) 16).put(frame);
    long pseudo = 6 + frame.length - 34;
    for (int i = 26; i < 34; i += 2) {
      pseudo += Frames.u16(frame, i);
    }
    short folded = (short) ((pseudo & 0xFFFF) + (pseudo >> 16));
    return bytes.order(ByteOrder.BIG_ENDIAN).putShort(10 + 50, folded).array();
  }

  private static void assertArrives(EbpfWires wires, byte[] large) {
    List<byte[]> packets = new ArrayList<>();
    ByteArrayOutputStream payload = new ByteArrayOutputStream();
    while (payload.size() < PAYLOAD) {
      byte[] packet = wires.leave("far");
      assertThat(packet).as("packet after " + payload.size() + " bytes").isNotNull();
      packets.add(packet);
      payload.write(packet, 54, packet.length - 54);
    }
    assertThat(packets).allMatch(Frames::checksumsHold).hasSize(PAYLOAD / SEGMENT);
    assertThat(payload.toByteArray()).isEqualTo(Arrays.copyOfRange(large, 54, large.length));
  }
}
