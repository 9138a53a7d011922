package org.midolab.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The reading end of a BPF ring buffer.
 *
 * <pre>
 *   page 0: consumer position | page 1: producer position | data, mapped twice in a row
 * </pre>
 *
 * Records start with a word of length and two flags, and are padded to eight bytes. One reader.
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
   * Gives records to the consumer in the order in which they were reserved, as they come, until
   * {@link #wake}. The buffer is the ring itself: copy what is to be kept.
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
        return; // reserved and not yet submitted: we are woken when it is
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

  /** Makes {@link #read} return, now and ever after. */
  public void wake() {
    poller.wake();
  }

  /** Only when nobody reads any more. */
  @Override
  public void close() {
    poller.close();
    arena.close();
  }
}
