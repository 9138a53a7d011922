package org.midolab.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The reader of a BPF ring buffer.
 *
 * <pre>
 *   page 0: consumer position | page 1: producer position | data, mapped twice in a row
 * </pre>
 *
 * A record starts with a 32-bit word that holds its length and two flags, and is padded to eight
 * bytes. A ring has only one reader.
 */
public final class BpfRing implements AutoCloseable {

  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int MAP_SHARED = 1;
  private static final int BUSY = 1 << 31;
  private static final int DISCARDED = 1 << 30;
  private static final int HEADER = 8;
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();

  private final Arena arena = Arena.ofShared();
  private final MemorySegment consumer;
  private final MemorySegment producer;
  private final MemorySegment data;
  private final long size;
  private final Poller poller;

  public BpfRing(BpfMap map) {
    long page = Kernel.pageSize();
    size = map.maxEntries();
    consumer = mapped(map.fd(), page, PROT_READ | PROT_WRITE, 0);
    MemorySegment rest = mapped(map.fd(), page + 2 * size, PROT_READ, page);
    producer = rest.asSlice(0, page);
    data = rest.asSlice(page, 2 * size);
    poller = new Poller(map.fd());
  }

  private MemorySegment mapped(int fd, long length, int protection, long offset) {
    long address =
        Kernel.call("map BPF ring", Syscall.MMAP, 0, length, protection, MAP_SHARED, fd, offset);
    return MemorySegment.ofAddress(address)
        .reinterpret(
            length, arena, segment -> Kernel.attempt(Syscall.MUNMAP, segment.address(), length, 0));
  }

  /**
   * Passes each record to the reader, in the order of their reservation, until {@link #wake} is
   * called. The buffer is the ring's own memory: the reader copies what it keeps.
   */
  public void read(Consumer<ByteBuffer> reader) {
    boolean running = true;
    while (running) {
      drain(reader);
      running = poller.await();
    }
  }

  private void drain(Consumer<ByteBuffer> reader) {
    long position = (long) LONG.getAcquire(consumer, 0L);
    while (position < (long) LONG.getAcquire(producer, 0L)) {
      long offset = position & size - 1;
      int word = (int) INT.getAcquire(data, offset);
      if ((word & BUSY) != 0) {
        return; // reserved, not yet submitted; the submission wakes us
      }
      int length = word & ~DISCARDED;
      if ((word & DISCARDED) == 0) {
        reader.accept(
            data.asSlice(offset + HEADER, length).asByteBuffer().order(ByteOrder.nativeOrder()));
      }
      position += length + HEADER + 7 & ~7L;
      LONG.setRelease(consumer, 0L, position);
    }
  }

  /** Makes {@link #read} return, in this call and in all later calls. */
  public void wake() {
    poller.wake();
  }

  /** Releases the memory. No thread may be in {@link #read} any more. */
  @Override
  public void close() {
    poller.close();
    arena.close();
  }
}
