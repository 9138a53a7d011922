package org.midolab.linux;

/**
 * BPF programs on the ingress of interfaces through the clsact queueing discipline (tc-bpf(8)), the
 * way of kernels before 6.6. Such a program stays until it is taken off or the interface goes.
 */
public final class TrafficControl {

  private static final int NEW_QDISC = 36;
  private static final int DELETE_QDISC = 37;
  private static final int NEW_FILTER = 44;
  private static final int HANDLE_CLSACT = 0xFFFF_0000;
  private static final int PARENT_CLSACT = 0xFFFF_FFF1;
  private static final int PARENT_INGRESS = 0xFFFF_FFF2;
  private static final int PRIORITY_AND_ETH_P_ALL = 1 << 16 | 0x0300;
  private static final int KIND = 1;
  private static final int OPTIONS = 2;
  private static final int BPF_FD = 6;
  private static final int BPF_NAME = 7;
  private static final int BPF_FLAGS = 8;
  private static final int DIRECT_ACTION = 1;

  private final NetlinkSocket socket;

  TrafficControl(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Runs the program on every frame that comes in, in place of one that did before. */
  public void attachIngress(int ifindex, Bpf.Handle program, String name) {
    try {
      socket.change(
          "add clsact to interface " + ifindex,
          header(
                  NEW_QDISC,
                  Message.ACK | Message.CREATE | Message.EXCLUSIVE,
                  ifindex,
                  HANDLE_CLSACT,
                  PARENT_CLSACT,
                  0)
              .attribute(KIND, "clsact"));
    } catch (LinuxException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
    Message request =
        header(
            NEW_FILTER,
            Message.ACK | Message.CREATE | Message.REPLACE,
            ifindex,
            1,
            PARENT_INGRESS,
            PRIORITY_AND_ETH_P_ALL);
    request.attribute(KIND, "bpf");
    request.nested(
        OPTIONS,
        () ->
            request
                .attribute(BPF_FD, program.fd())
                .attribute(BPF_NAME, name)
                .attribute(BPF_FLAGS, DIRECT_ACTION));
    socket.change("attach " + name + " to interface " + ifindex, request);
  }

  /** Takes the discipline and with it all programs off; an interface without is fine. */
  public void detach(int ifindex) {
    try {
      socket.change(
          "take clsact off interface " + ifindex,
          header(DELETE_QDISC, Message.ACK, ifindex, HANDLE_CLSACT, PARENT_CLSACT, 0));
    } catch (LinuxException e) {
      if (!e.is(Errno.EINVAL) && !e.is(Errno.ENODEV) && !e.is(Errno.ENOENT)) {
        throw e;
      }
    }
  }

  private static Message header(
      int type, int flags, int ifindex, int handle, int parent, int info) {
    return new Message(type, flags)
        .u8(0)
        .u8(0)
        .u16(0)
        .u32(ifindex)
        .u32(handle)
        .u32(parent)
        .u32(info);
  }
}
