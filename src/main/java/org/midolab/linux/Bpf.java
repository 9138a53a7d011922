package org.midolab.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** Pins, programs and links of bpf(2). For maps, see {@link BpfMap}. */
public final class Bpf {

  /** Attach type of the ingress hook, for {@link #attachTcx}. Needs Linux 6.6 or newer. */
  private static final int TCX_INGRESS = 46;

  private static final int ATTRIBUTES = 128;
  private static final int OBJ_PIN = 6;
  private static final int OBJ_GET = 7;
  private static final int TEST_RUN = 10;
  static final int OBJ_GET_INFO = 15;
  private static final int LINK_CREATE = 28;
  private static final int LINK_INFO = 64;

  private Bpf() {}

  static long call(String what, int command, MemorySegment attributes) {
    return Kernel.call(what, Syscall.BPF, command, attributes.address(), ATTRIBUTES);
  }

  static long attempt(int command, MemorySegment attributes) {
    return Kernel.attempt(Syscall.BPF, command, attributes.address(), ATTRIBUTES);
  }

  static MemorySegment attributes(Arena arena) {
    return arena.allocate(ATTRIBUTES, 8);
  }

  /** An open file descriptor of a program or link. */
  public static final class Handle implements AutoCloseable {

    private final Fd fd;

    Handle(Fd fd) {
      this.fd = fd;
    }

    public int fd() {
      return fd.number();
    }

    @Override
    public void close() {
      fd.close();
    }
  }

  /** Opens the program or link that is pinned at this path. */
  public static Handle open(Path pin) {
    return new Handle(get(pin));
  }

  static Fd get(Path pin) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = attributes(arena);
      attributes.set(ValueLayout.JAVA_LONG, 0, Kernel.text(arena, pin.toString()).address());
      return new Fd(call("open BPF pin " + pin, OBJ_GET, attributes));
    }
  }

  /** Pins an object in a BPF file system, so that it outlives this process. */
  public static void pin(int fd, Path pin) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = attributes(arena);
      attributes.set(ValueLayout.JAVA_LONG, 0, Kernel.text(arena, pin.toString()).address());
      attributes.set(ValueLayout.JAVA_INT, 8, fd);
      call("pin " + pin, OBJ_PIN, attributes);
    }
  }

  /**
   * Attaches a program to the ingress of an interface of the calling thread's namespace. The
   * program runs on every received frame until the link and its pins are gone.
   *
   * @throws LinuxException EINVAL on kernels before 6.6, which have no TCX
   */
  public static Handle attachTcx(Handle program, int ifindex) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = attributes(arena);
      attributes.set(ValueLayout.JAVA_INT, 0, program.fd());
      attributes.set(ValueLayout.JAVA_INT, 4, ifindex);
      attributes.set(ValueLayout.JAVA_INT, 8, TCX_INGRESS);
      return new Handle(
          new Fd(call("attach BPF program to interface " + ifindex, LINK_CREATE, attributes)));
    }
  }

  /**
   * Returns the index of the interface that a TCX link is attached to, in the namespace of that
   * interface.
   *
   * @return index of the interface, or 0 if the interface is gone
   */
  public static int tcxInterface(Handle link) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(LINK_INFO, 8);
      MemorySegment attributes = attributes(arena);
      attributes.set(ValueLayout.JAVA_INT, 0, link.fd());
      attributes.set(ValueLayout.JAVA_INT, 4, LINK_INFO);
      attributes.set(ValueLayout.JAVA_LONG, 8, info.address());
      call("read information on BPF link", OBJ_GET_INFO, attributes);
      return info.get(ValueLayout.JAVA_INT, 16);
    }
  }

  /**
   * The result of a test run.
   *
   * @param verdict the program's return value
   * @param frame the frame as the program left it
   * @param nanos mean time of a run, in nanoseconds
   */
  public record TestRun(int verdict, byte[] frame, int nanos) {}

  /**
   * Runs a program on a frame that no interface received (BPF_PROG_TEST_RUN).
   *
   * @param repeat number of runs; more than 1 to measure the time
   */
  public static TestRun test(Handle program, byte[] frame, int repeat) {
    int room = frame.length + 256;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = attributes(arena);
      MemorySegment out = arena.allocate(room, 8);
      attributes.set(ValueLayout.JAVA_INT, 0, program.fd());
      attributes.set(ValueLayout.JAVA_INT, 8, frame.length);
      attributes.set(ValueLayout.JAVA_INT, 12, room);
      attributes.set(ValueLayout.JAVA_LONG, 16, Kernel.bytes(arena, frame).address());
      attributes.set(ValueLayout.JAVA_LONG, 24, out.address());
      attributes.set(ValueLayout.JAVA_INT, 32, repeat);
      call("test BPF program", TEST_RUN, attributes);
      int length = attributes.get(ValueLayout.JAVA_INT, 12);
      return new TestRun(
          attributes.get(ValueLayout.JAVA_INT, 4),
          out.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE),
          attributes.get(ValueLayout.JAVA_INT, 36));
    }
  }
}
