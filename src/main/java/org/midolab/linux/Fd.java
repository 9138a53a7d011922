package org.midolab.linux;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open file of this process; closing it twice is harmless. */
final class Fd implements AutoCloseable {

  static final int AT_FDCWD = -100;
  static final int O_RDWR = 2;
  static final int O_CLOEXEC = 0x80000;

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
