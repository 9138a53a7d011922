package org.midolab.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open file descriptor of this process. It may be closed more than once. */
final class Fd implements AutoCloseable {

  static final int AT_FDCWD = -100;
  static final int O_RDWR = 2;
  static final int O_CLOEXEC = 0x80000;

  private static final short POLLIN = 1;

  private final int number;
  private final AtomicBoolean closed = new AtomicBoolean();

  Fd(long number) {
    this.number = Math.toIntExact(number);
  }

  static Fd open(Path path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return new Fd(
          Kernel.call(
              "open " + path,
              Syscall.OPENAT,
              AT_FDCWD,
              Kernel.text(arena, path.toString()).address(),
              flags | O_CLOEXEC));
    }
  }

  int number() {
    if (closed.get()) {
      throw new IllegalStateException("file descriptor " + number + " is closed");
    }
    return number;
  }

  /** Waits until the file is readable. Returns false after the timeout. */
  boolean isReadableWithin(Duration timeout) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment file = arena.allocate(8, 8);
      file.set(ValueLayout.JAVA_INT, 0, number());
      file.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
      MemorySegment time = arena.allocate(16, 8);
      time.set(ValueLayout.JAVA_LONG, 0, timeout.toSeconds());
      time.set(ValueLayout.JAVA_LONG, 8, timeout.toNanosPart());
      return Kernel.call("poll", Syscall.PPOLL, file.address(), 1, time.address(), 0, 0, 0) > 0;
    }
  }

  boolean isClosed() {
    return closed.get();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Kernel.attempt(Syscall.CLOSE, number, 0, 0);
    }
  }
}
