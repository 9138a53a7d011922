package org.midolab.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A TAP device as a virtual machine uses it: the interface is in the kernel, and this process holds
 * the file behind it. libvirt makes such a device persistent, so that it stays, without carrier,
 * while no process has it open.
 */
public final class TapDevice implements AutoCloseable {

  private static final Path DEVICE = Path.of("/dev/net/tun");
  private static final long TUNSETIFF = 0x400454CAL;
  private static final long TUNSETPERSIST = 0x400454CBL;
  private static final long TUNSETOFFLOAD = 0x400454D0L;
  private static final short IFF_TAP = 0x0002;
  private static final short IFF_NO_PI = 0x1000;
  private static final short IFF_VNET_HDR = 0x4000;
  private static final int TUN_F_CSUM_TSO4 = 0x1 | 0x2;
  private static final int NAME_BYTES = 16;
  private static final int REQUEST_BYTES = 40;
  private static final int MAX_FRAME = 1 << 17;

  private final Fd fd;
  private final String name;

  private TapDevice(Fd fd, String name) {
    this.fd = fd;
    this.name = name;
  }

  /** Creates the device in the calling thread's namespace, or opens a persistent one. */
  public static TapDevice open(String name) {
    return open(name, IFF_NO_PI);
  }

  /**
   * Opens the device like a guest with offloads: every frame has a virtio network header of ten
   * bytes in front, and may be a segment that stands for several packets.
   */
  public static TapDevice openWithOffloads(String name) {
    TapDevice device = open(name, (short) (IFF_NO_PI | IFF_VNET_HDR));
    device.control("enable offloads of", TUNSETOFFLOAD, TUN_F_CSUM_TSO4);
    return device;
  }

  private static TapDevice open(String name, short flags) {
    Fd fd = Fd.open(DEVICE, Fd.O_RDWR);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(REQUEST_BYTES, 8);
      byte[] text = name.getBytes(StandardCharsets.US_ASCII);
      MemorySegment.copy(text, 0, request, ValueLayout.JAVA_BYTE, 0, text.length);
      request.set(ValueLayout.JAVA_SHORT, NAME_BYTES, (short) (IFF_TAP | flags));
      Kernel.call("create tap " + name, Syscall.IOCTL, fd.number(), TUNSETIFF, request.address());
      return new TapDevice(fd, name);
    } catch (RuntimeException e) {
      fd.close();
      throw e;
    }
  }

  /** Sets whether the device stays after this file is closed. */
  public void persist(boolean on) {
    control("make persistent", TUNSETPERSIST, on ? 1 : 0);
  }

  private void control(String what, long request, long value) {
    Kernel.call(what + " " + name, Syscall.IOCTL, fd.number(), request, value);
  }

  /** Sends a frame as the guest. It arrives at the interface, which must be up. */
  public void send(byte[] frame) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = Kernel.bytes(arena, frame);
      Kernel.call("send by " + name, Syscall.WRITE, fd.number(), bytes.address(), frame.length);
    }
  }

  /** Returns the next frame that the guest receives; empty if none arrives within the timeout. */
  public Optional<byte[]> receive(Duration timeout) {
    if (!fd.isReadableWithin(timeout)) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment frame = arena.allocate(MAX_FRAME, 8);
      long length =
          Kernel.call("receive by " + name, Syscall.READ, fd.number(), frame.address(), MAX_FRAME);
      return Optional.of(frame.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /** Closes the file. A persistent device loses its carrier; any other is deleted. */
  @Override
  public void close() {
    fd.close();
  }
}
