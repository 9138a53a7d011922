package org.midolab.linux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Attaches BPF programs to the ingress of interfaces through the clsact queueing discipline
 * (tc-bpf(8)). This is for kernels before 6.6, which have no TCX. A program stays attached until it
 * is detached or the interface is deleted.
 */
public final class TrafficControl {

  private static final int NEW_QDISC = 36;
  private static final int DELETE_QDISC = 37;
  private static final int NEW_FILTER = 44;
  private static final int DELETE_FILTER = 45;
  private static final int GET_FILTER = 46;
  private static final int HANDLE_CLSACT = 0xFFFF_0000;
  private static final int PARENT_CLSACT = 0xFFFF_FFF1;
  private static final int PARENT_INGRESS = 0xFFFF_FFF2;
  private static final int PARENT_EGRESS = 0xFFFF_FFF3;
  private static final int PRIORITY_AND_ETH_P_ALL = 1 << 16 | 0x0300;
  private static final int KIND = 1;
  private static final int OPTIONS = 2;
  private static final int BPF_FD = 6;
  private static final int BPF_NAME = 7;
  private static final int BPF_FLAGS = 8;
  private static final int DIRECT_ACTION = 1;

  /** Handle of our filters. The kernel numbers filters without a handle from 1 on. */
  private static final int HANDLE = 0x6D6C;

  /** Prefix of the names of our programs. */
  private static final String OURS = "midolab_";

  private final NetlinkSocket socket;

  TrafficControl(NetlinkSocket socket) {
    this.socket = socket;
  }

  /**
   * A traffic control filter of an interface.
   *
   * @param info priority and protocol, packed in one word as in {@code tcm_info}
   * @param name of its BPF program; empty for other kinds of filter
   */
  private record Filter(int parent, int handle, int info, String name) {

    static Filter read(ByteBuffer content) {
      Attributes attributes =
          Attributes.read(content.duplicate().order(content.order()).position(20));
      return new Filter(
          content.getInt(12),
          content.getInt(8),
          content.getInt(16),
          attributes.nested(OPTIONS).text(BPF_NAME));
    }

    boolean isOurs() {
      return parent == PARENT_INGRESS && info == PRIORITY_AND_ETH_P_ALL && name.startsWith(OURS);
    }
  }

  /**
   * Attaches the program, so that it runs on every received frame before filters of lower priority.
   * Replaces a program of ours that is attached already.
   *
   * @param name of the program, which starts with {@code midolab_}
   */
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
            HANDLE,
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
    filters(ifindex, PARENT_INGRESS).stream()
        .filter(filter -> filter.isOurs() && filter.handle() != HANDLE)
        .forEach(
            filter -> delete(ifindex, filter)); // of an earlier agent version, which set no handle
  }

  /** Reports whether a program of this name is attached. */
  public boolean isAttached(int ifindex, String name) {
    return filters(ifindex, PARENT_INGRESS).stream()
        .anyMatch(filter -> filter.isOurs() && filter.name().equals(name));
  }

  /**
   * Detaches our programs. Removes the queueing discipline, too, if no other filter uses it. Does
   * nothing if there is none.
   */
  public void detach(int ifindex) {
    filters(ifindex, PARENT_INGRESS).stream()
        .filter(Filter::isOurs)
        .forEach(filter -> delete(ifindex, filter));
    if (filters(ifindex, PARENT_INGRESS).isEmpty() && filters(ifindex, PARENT_EGRESS).isEmpty()) {
      unlessGone(
          () ->
              socket.change(
                  "remove clsact from interface " + ifindex,
                  header(DELETE_QDISC, Message.ACK, ifindex, HANDLE_CLSACT, PARENT_CLSACT, 0)));
    }
  }

  private List<Filter> filters(int ifindex, int parent) {
    List<Filter> filters = new ArrayList<>();
    unlessGone(
        () ->
            socket
                .exchange(
                    "list the filters of interface " + ifindex,
                    header(GET_FILTER, Message.DUMP, ifindex, 0, parent, 0))
                .stream()
                .filter(answer -> answer.type() == NEW_FILTER)
                .map(answer -> Filter.read(answer.content()))
                .filter(
                    filter -> filter.handle() != 0) // handle 0 stands for the priority as a whole
                .forEach(filters::add));
    return filters;
  }

  private void delete(int ifindex, Filter filter) {
    unlessGone(
        () ->
            socket.change(
                "detach " + filter.name() + " from interface " + ifindex,
                header(
                        DELETE_FILTER,
                        Message.ACK,
                        ifindex,
                        filter.handle(),
                        filter.parent(),
                        filter.info())
                    .attribute(KIND, "bpf")));
  }

  private static void unlessGone(Runnable work) {
    try {
      work.run();
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
