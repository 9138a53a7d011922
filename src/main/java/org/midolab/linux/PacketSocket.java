package org.midolab.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Optional;

/**
 * A packet(7) socket that sends and receives frames on one interface. Several threads may send;
 * only one may receive.
 */
public final class PacketSocket implements AutoCloseable {

  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int ETH_P_ALL = 0x0300; // in network order
  private static final int SOL_SOCKET = 1;
  private static final int SO_MARK = 36;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_AUXDATA = 8;
  private static final int PACKET_IGNORE_OUTGOING = 23;
  private static final int ADDRESS_BYTES = 20;
  private static final int MESSAGE_HEADER = 56;
  private static final int MAX_FRAME = 1 << 17;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int TAG_VALID = 0x10;
  private static final int TAG_TYPE_VALID = 0x40;
  private static final short VLAN = (short) 0x8100;
  private static final int TAG_OFFSET = 12;

  private final Fd fd;
  private final String link;

  private PacketSocket(Fd fd, String link) {
    this.fd = fd;
    this.link = link;
  }

  /** Opens a socket that only sends, in the calling thread's namespace. */
  public static PacketSocket sender(String link) {
    return open(link, 0);
  }

  /**
   * Opens a socket that also receives the frames that arrive at the interface, but not those that
   * it sends.
   */
  public static PacketSocket open(String link) {
    PacketSocket socket = open(link, ETH_P_ALL);
    socket.option(PACKET_IGNORE_OUTGOING);
    socket.option(PACKET_AUXDATA);
    return socket;
  }

  private static PacketSocket open(String link, int protocol) {
    int ifindex;
    try (Netlink netlink = Netlink.open()) {
      ifindex = netlink.links().index(link);
    }
    Fd fd =
        new Fd(Kernel.call("open packet socket", Syscall.SOCKET, AF_PACKET, SOCK_RAW_CLOEXEC, 0));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(ADDRESS_BYTES, 4);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_PACKET);
      address.set(ValueLayout.JAVA_SHORT, 2, (short) protocol);
      address.set(ValueLayout.JAVA_INT, 4, ifindex);
      Kernel.call(
          "bind packet socket to " + link,
          Syscall.BIND,
          fd.number(),
          address.address(),
          ADDRESS_BYTES);
      return new PacketSocket(fd, link);
    } catch (RuntimeException e) {
      fd.close();
      throw e;
    }
  }

  private void option(int option) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment one = arena.allocateFrom(ValueLayout.JAVA_INT, 1);
      Kernel.call(
          "set option of packet socket",
          Syscall.SETSOCKOPT,
          fd.number(),
          SOL_PACKET,
          option,
          one.address(),
          4,
          0);
    }
  }

  /** Sends one frame, which starts with its Ethernet header. */
  public void send(byte[] frame) {
    send(frame, 0);
  }

  /**
   * Sends one frame with a packet mark (SO_MARK of socket(7)), which BPF programs and filters in
   * the kernel can read.
   *
   * @throws LinuxException EMSGSIZE if the frame is longer than the interface's MTU allows
   */
  public void send(byte[] frame, int mark) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment vector = arena.allocate(16, 8);
      vector.set(ValueLayout.JAVA_LONG, 0, Kernel.bytes(arena, frame).address());
      vector.set(ValueLayout.JAVA_LONG, 8, frame.length);
      MemorySegment control = arena.allocate(24, 8);
      control.set(ValueLayout.JAVA_LONG, 0, 20);
      control.set(ValueLayout.JAVA_INT, 8, SOL_SOCKET);
      control.set(ValueLayout.JAVA_INT, 12, SO_MARK);
      control.set(ValueLayout.JAVA_INT, 16, mark);
      MemorySegment message = arena.allocate(MESSAGE_HEADER, 8);
      message.set(ValueLayout.JAVA_LONG, 16, vector.address());
      message.set(ValueLayout.JAVA_LONG, 24, 1);
      if (mark != 0) {
        message.set(ValueLayout.JAVA_LONG, 32, control.address());
        message.set(ValueLayout.JAVA_LONG, 40, control.byteSize());
      }
      Kernel.call(
          "send a frame of " + frame.length + " bytes by " + link,
          Syscall.SENDMSG,
          fd.number(),
          message.address(),
          0);
    }
  }

  /**
   * Returns the next received frame. The kernel removes a VLAN tag from the frame; it is put back
   * in its place.
   *
   * @return the frame, or empty if none is received within the timeout
   */
  public Optional<byte[]> receive(Duration timeout) {
    if (!fd.isReadableWithin(timeout)) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      return Optional.of(read(arena));
    }
  }

  private byte[] read(Arena arena) {
    MemorySegment frame = arena.allocate(MAX_FRAME, 8);
    MemorySegment vector = arena.allocate(16, 8);
    vector.set(ValueLayout.JAVA_LONG, 0, frame.address());
    vector.set(ValueLayout.JAVA_LONG, 8, MAX_FRAME);
    MemorySegment control = arena.allocate(128, 8);
    MemorySegment message = arena.allocate(MESSAGE_HEADER, 8);
    message.set(ValueLayout.JAVA_LONG, 16, vector.address());
    message.set(ValueLayout.JAVA_LONG, 24, 1);
    message.set(ValueLayout.JAVA_LONG, 32, control.address());
    message.set(ValueLayout.JAVA_LONG, 40, control.byteSize());
    long length =
        Kernel.call(
            "receive by " + link, Syscall.RECVMSG, fd.number(), message.address(), MSG_DONTWAIT);
    byte[] bytes = frame.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    boolean data =
        message.get(ValueLayout.JAVA_LONG, 40) >= 36
            && control.get(ValueLayout.JAVA_INT, 8) == SOL_PACKET
            && control.get(ValueLayout.JAVA_INT, 12) == PACKET_AUXDATA;
    // struct tpacket_auxdata: status, len, snaplen, mac and net (2 bytes each), tci, tpid
    int status = data ? control.get(ValueLayout.JAVA_INT, 16) : 0;
    if ((status & TAG_VALID) == 0) {
      return bytes;
    }
    boolean typed = (status & TAG_TYPE_VALID) != 0;
    return tagged(
        bytes,
        typed ? control.get(ValueLayout.JAVA_SHORT, 34) : VLAN,
        control.get(ValueLayout.JAVA_SHORT, 32));
  }

  private static byte[] tagged(byte[] bytes, short type, short tci) {
    byte[] tagged = new byte[bytes.length + 4];
    System.arraycopy(bytes, 0, tagged, 0, TAG_OFFSET);
    tagged[TAG_OFFSET] = (byte) (type >> 8);
    tagged[TAG_OFFSET + 1] = (byte) type;
    tagged[TAG_OFFSET + 2] = (byte) (tci >> 8);
    tagged[TAG_OFFSET + 3] = (byte) tci;
    System.arraycopy(bytes, TAG_OFFSET, tagged, TAG_OFFSET + 4, bytes.length - TAG_OFFSET);
    return tagged;
  }

  @Override
  public void close() {
    fd.close();
  }
}
