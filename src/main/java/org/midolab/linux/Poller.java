package org.midolab.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Waits until a file is readable or {@link #wake} is called. */
final class Poller implements AutoCloseable {

  private static final int POLLIN = 1;
  private static final int EFD_CLOEXEC = 0x80000;
  private static final int POLLFD = 8;

  private final Fd wakeUp = new Fd(Kernel.call("eventfd", Syscall.EVENTFD2, 0, EFD_CLOEXEC, 0));
  private final Arena arena = Arena.ofShared();
  private final MemorySegment files = arena.allocate(2 * POLLFD, 8);

  Poller(int fd) {
    files.set(ValueLayout.JAVA_INT, 0, fd);
    files.set(ValueLayout.JAVA_INT, POLLFD, wakeUp.number());
    files.set(ValueLayout.JAVA_SHORT, 4, (short) POLLIN);
    files.set(ValueLayout.JAVA_SHORT, POLLFD + 4, (short) POLLIN);
  }

  /** Blocks until the file is readable. Returns false if {@link #wake} was called. */
  boolean await() {
    Kernel.call("poll", Syscall.PPOLL, files.address(), 2, 0, 0, 0, 0);
    return files.get(ValueLayout.JAVA_SHORT, POLLFD + 6) == 0;
  }

  /** Ends the current wait and all later waits. */
  void wake() {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment one = scratch.allocateFrom(ValueLayout.JAVA_LONG, 1L);
      Kernel.call("wake", Syscall.WRITE, wakeUp.number(), one.address(), 8);
    }
  }

  /** Releases the memory. No thread may be in {@link #await} any more. */
  @Override
  public void close() {
    wakeUp.close();
    arena.close();
  }
}
