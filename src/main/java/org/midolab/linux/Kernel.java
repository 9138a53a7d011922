package org.midolab.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * Calls {@code syscall(2)} and reads errno. Pointers are passed as {@link MemorySegment#address()};
 * the caller keeps the segment's arena open until the call returns.
 */
final class Kernel {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle SYSCALL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG),
          CAPTURE,
          Linker.Option.firstVariadicArg(1));

  /**
   * The memory that errno is captured in. There is one segment per thread, because an allocation
   * costs more than most system calls.
   */
  private static final ThreadLocal<MemorySegment> STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

  private Kernel() {}

  /**
   * Makes the system call, and repeats it when a signal interrupts it. Returns its result, or the
   * negated errno.
   */
  static long attempt(Syscall call, long a, long b, long c, long d, long e, long f) {
    MemorySegment state = STATE.get();
    try {
      while (true) {
        long result = (long) SYSCALL.invokeExact(state, (long) call.number(), a, b, c, d, e, f);
        if (result != -1) {
          return result;
        }
        int errno = (int) ERRNO.get(state, 0L);
        if (errno != Errno.EINTR.number()) {
          return -errno;
        }
      }
    } catch (Throwable impossible) {
      throw new IllegalStateException("syscall(2) cannot be called", impossible);
    }
  }

  static long attempt(Syscall call, long a, long b, long c) {
    return attempt(call, a, b, c, 0, 0, 0);
  }

  /**
   * Makes the system call and throws {@link LinuxException} if it fails.
   *
   * @param what what the caller wants to do, in words, for the message
   */
  static long call(String what, Syscall call, long a, long b, long c, long d, long e, long f) {
    long result = attempt(call, a, b, c, d, e, f);
    if (result < 0 && result > -4096) {
      throw new LinuxException(what + " (" + call + ")", (int) -result);
    }
    return result;
  }

  static long call(String what, Syscall call, long a, long b, long c) {
    return call(what, call, a, b, c, 0, 0, 0);
  }

  /** Returns the size of a memory page in bytes: 4096, except on some ARM machines. */
  static long pageSize() {
    try {
      MethodHandle function =
          LINKER.downcallHandle(
              LINKER.defaultLookup().findOrThrow("getpagesize"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT));
      return (int) function.invokeExact();
    } catch (Throwable impossible) {
      throw new IllegalStateException("getpagesize(2) cannot be called", impossible);
    }
  }

  static MemorySegment text(Arena arena, String text) {
    return arena.allocateFrom(text, StandardCharsets.UTF_8);
  }

  /** Copies bytes to memory of the arena. */
  static MemorySegment bytes(Arena arena, byte[] bytes) {
    MemorySegment segment = arena.allocate(Math.max(bytes.length, 1), 8);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return segment;
  }
}
