package org.midolab.midonet.datapath.ebpf;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.midolab.linux.BpfMap;
import org.midolab.linux.BpfRing;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.common.FlowCodec;
import org.midolab.midonet.datapath.common.Layout;
import org.midolab.midonet.packet.Segmentation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads missed frames from the ring buffer on its own thread, inserts their VLAN tags and completes
 * their checksums.
 */
final class UpcallReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UpcallReader.class);

  private final BpfRing ring;
  private final Consumer<Datapath.Upcall> missed;
  private final Consumer<Datapath.Upcall> tooLong;
  private final Thread thread;

  /**
   * @param missed receives frames that no flow matched
   * @param tooLong receives frames that do not fit into the tunnel of their flow
   */
  UpcallReader(
      BpfMap upcalls, Consumer<Datapath.Upcall> missed, Consumer<Datapath.Upcall> tooLong) {
    this.ring = new BpfRing(upcalls);
    this.missed = missed;
    this.tooLong = tooLong;
    this.thread = Thread.ofPlatform().name("upcalls").daemon().start(() -> ring.read(this::read));
  }

  private void read(ByteBuffer record) {
    try {
      byte[] key = new byte[Layout.FLOW_KEY];
      record.get(8, key);
      int length = record.getInt(48);
      int segment = record.getInt(52);
      int tagType = record.getShort(58) & 0xFFFF;
      boolean tagged = tagType != 0;
      byte[] frame = new byte[tagged ? length + 4 : length];
      if (tagged) { // the kernel keeps the tag outside of the frame
        record.get(Layout.UPCALL, frame, 0, 12);
        frame[12] = (byte) (tagType >> 8);
        frame[13] = (byte) tagType;
        frame[14] = (byte) (record.getShort(56) >> 8);
        frame[15] = (byte) record.getShort(56);
        record.get(Layout.UPCALL + 12, frame, 16, length - 12);
      } else {
        record.get(Layout.UPCALL, frame);
      }
      if (segment == 0) {
        Segmentation.finishChecksum(frame);
      }
      (record.getInt(60) == 0 ? missed : tooLong)
          .accept(new Datapath.Upcall(FlowCodec.decode(key), frame, segment, record.getLong(0)));
    } catch (RuntimeException e) {
      LOG.error("a missed frame is lost", e);
    }
  }

  @Override
  public void close() {
    ring.wake();
    boolean interrupted = false;
    while (thread != Thread.currentThread() && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    ring.close();
  }
}
