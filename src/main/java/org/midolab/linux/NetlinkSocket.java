package org.midolab.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A NETLINK_ROUTE socket. It sends one request at a time and reads its answers and its
 * acknowledgement.
 */
final class NetlinkSocket implements AutoCloseable {

  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SOL_NETLINK = 270;
  private static final int ADD_MEMBERSHIP = 1;
  private static final int EXT_ACK = 11;
  private static final int CAP_ACK = 10;
  private static final int GET_STRICT_CHECK = 12;

  private static final int NLMSG_NOOP = 1;
  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int FLAG_DUMP_INTERRUPTED = 0x10;
  private static final int FLAG_ACK_TLVS = 0x200;
  private static final int ERROR_MESSAGE_ATTRIBUTE = 1;
  private static final int MSG_TRUNC = 0x20;
  private static final int HEADER = 16;
  private static final int RECEIVE_BYTES = 256 * 1024;

  /**
   * A received message.
   *
   * @param type of the message, as in the netlink header
   * @param content the bytes after the netlink header
   */
  record Answer(int type, ByteBuffer content) {}

  private final Fd fd;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment receiveBuffer = arena.allocate(RECEIVE_BYTES, 8);
  private final ReentrantLock lock = new ReentrantLock();
  private int sequence;

  NetlinkSocket() {
    fd = new Fd(Kernel.call("open netlink", Syscall.SOCKET, AF_NETLINK, SOCK_RAW_CLOEXEC, 0));
    MemorySegment address = arena.allocate(12, 4);
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
    Kernel.call("bind netlink", Syscall.BIND, fd.number(), address.address(), 12);
    // Without these options all works: they add error texts and leave out copies of the request.
    attemptOption(SOL_NETLINK, EXT_ACK, 1);
    attemptOption(SOL_NETLINK, CAP_ACK, 1);
    attemptOption(SOL_NETLINK, GET_STRICT_CHECK, 1);
  }

  private long attemptOption(int level, int option, int value) {
    try (Arena scratch = Arena.ofConfined()) {
      MemorySegment segment = scratch.allocateFrom(ValueLayout.JAVA_INT, value);
      return Kernel.attempt(
          Syscall.SETSOCKOPT, fd.number(), level, option, segment.address(), 4, 0);
    }
  }

  void receiveBufferSize(int bytes) {
    attemptOption(SOL_SOCKET, SO_RCVBUFFORCE, bytes);
  }

  void join(int group) {
    long result = attemptOption(SOL_NETLINK, ADD_MEMBERSHIP, group);
    if (result < 0) {
      throw new LinuxException("join netlink group " + group, (int) -result);
    }
  }

  int number() {
    return fd.number();
  }

  /** Sends a request that changes something, and waits for the kernel's acknowledgement. */
  void change(String what, Message message) {
    exchange(what, message);
  }

  /**
   * Sends a request and returns all answers. A dump that a concurrent change made inconsistent is
   * requested again, at most seven times.
   */
  List<Answer> exchange(String what, Message message) {
    lock.lock();
    try {
      List<Answer> answers = new ArrayList<>();
      for (int attempt = 0; attempt < 8; attempt++) {
        answers.clear();
        int expected = send(what, message);
        if (collect(what, expected, answers)) {
          return answers;
        }
      }
      return answers;
    } finally {
      lock.unlock();
    }
  }

  private int send(String what, Message message) {
    int number = ++sequence;
    try (Arena scratch = Arena.ofConfined()) {
      byte[] bytes = message.finish(number);
      MemorySegment segment = Kernel.bytes(scratch, bytes);
      Kernel.call(what, Syscall.SENDTO, fd.number(), segment.address(), bytes.length, 0, 0, 0);
    }
    return number;
  }

  /** Reads the answers to a request. Returns false if a change interrupted a dump. */
  private boolean collect(String what, int expected, List<Answer> answers) {
    boolean whole = true;
    while (true) {
      ByteBuffer buffer = receive(what);
      while (buffer.remaining() >= HEADER) {
        int start = buffer.position();
        int length = buffer.getInt(start);
        int type = buffer.getShort(start + 4) & 0xFFFF;
        int flags = buffer.getShort(start + 6) & 0xFFFF;
        if (length < HEADER || length > buffer.remaining()) {
          throw new LinuxException(what + " (truncated netlink answer)", Errno.EIO.number());
        }
        ByteBuffer content = slice(buffer, start + HEADER, length - HEADER);
        int number = buffer.getInt(start + 8);
        buffer.position(Math.min(start + (length + 3 & ~3), buffer.limit()));
        if (number != expected) {
          continue; // an answer to an earlier request that failed
        }
        whole &= (flags & FLAG_DUMP_INTERRUPTED) == 0;
        switch (type) {
          case NLMSG_NOOP -> {}
          case NLMSG_ERROR -> {
            check(what, flags, content);
            return whole;
          }
          case NLMSG_DONE -> {
            check(what, 0, content);
            return whole;
          }
          default -> answers.add(new Answer(type, content));
        }
      }
    }
  }

  private static void check(String what, int flags, ByteBuffer content) {
    int error = content.remaining() >= 4 ? content.getInt(0) : 0;
    if (error < 0) {
      // With CAP_ACK, only the header of our request is between the error code and the attributes.
      String words =
          (flags & FLAG_ACK_TLVS) == 0 || content.remaining() < 4 + HEADER
              ? ""
              : Attributes.read(slice(content, 4 + HEADER, content.remaining() - 4 - HEADER))
                  .text(ERROR_MESSAGE_ATTRIBUTE);
      throw new LinuxException(what, -error, words);
    }
  }

  private static ByteBuffer slice(ByteBuffer buffer, int index, int length) {
    return buffer.slice(index, length).order(ByteOrder.nativeOrder());
  }

  private ByteBuffer receive(String what) {
    long length =
        Kernel.call(
            what,
            Syscall.RECVFROM,
            fd.number(),
            receiveBuffer.address(),
            RECEIVE_BYTES,
            MSG_TRUNC,
            0,
            0);
    if (length > RECEIVE_BYTES) {
      throw new LinuxException(what + " (answer of " + length + " bytes)", Errno.EMSGSIZE.number());
    }
    byte[] copy = receiveBuffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    return ByteBuffer.wrap(copy).order(ByteOrder.nativeOrder());
  }

  /** Reads one datagram of notifications. Blocks until there is one. */
  void notifications(Consumer<Answer> consumer) {
    ByteBuffer buffer = receive("read netlink notifications");
    while (buffer.remaining() >= HEADER) {
      int start = buffer.position();
      int length = buffer.getInt(start);
      if (length < HEADER || length > buffer.remaining()) {
        return;
      }
      consumer.accept(
          new Answer(
              buffer.getShort(start + 4) & 0xFFFF, slice(buffer, start + HEADER, length - HEADER)));
      buffer.position(Math.min(start + (length + 3 & ~3), buffer.limit()));
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!fd.isClosed()) {
        fd.close();
        arena.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
