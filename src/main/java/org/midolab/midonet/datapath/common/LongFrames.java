package org.midolab.midonet.datapath.common;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.IcmpPacket;

/**
 * Treats frames that are too long for an output: a GRE tunnel (docs: datapath.md#gre), or a port
 * with a smaller MTU. The outer packet of GRE is not fragmented, because a later fragment does not
 * contain the tunnel key. An inner IPv4 packet that may be fragmented is fragmented before the
 * output, and its receiver reassembles it. For a packet with Don't Fragment, the sender gets an
 * ICMP error with the possible length (RFC 1191 §4). Frames of other protocols are dropped.
 */
public final class LongFrames {

  private static final int ETHERNET = 14;
  private static final int TAG = 4;
  private static final int DONT_FRAGMENT = 0x4000;
  private static final int MORE_FRAGMENTS = 0x2000;
  private static final int OFFSET = 0x1FFF;
  private static final int COPIED_OPTION = 0x80;

  private LongFrames() {}

  /** Returns whether the frame does not fit into one of the outputs. */
  public static boolean isTooLong(byte[] frame, List<FlowAction> actions, FrameLimits limits) {
    return !limits.tooSmall(frame, actions).isEmpty();
  }

  /**
   * Sends a frame for which {@link #isTooLong} is true.
   *
   * @param send receives each frame to send, with its actions
   * @return the outputs through which the frame could not be sent
   */
  static List<FlowAction> send(
      byte[] frame,
      List<FlowAction> actions,
      FrameLimits limits,
      BiConsumer<byte[], List<FlowAction>> send) {
    List<FlowAction> small = limits.tooSmall(frame, actions);
    List<FlowAction> elsewhere = actions.stream().filter(each -> !small.contains(each)).toList();
    if (elsewhere.stream().anyMatch(FlowAction::isOutput)) {
      send.accept(frame, elsewhere);
    }
    if (!isIpv4(frame) || mustNotBeFragmented(frame)) {
      return small;
    }
    List<FlowAction> toSmall =
        actions.stream().filter(each -> !each.isOutput() || small.contains(each)).toList();
    for (byte[] fragment : fragments(frame, smallest(frame, actions, small, limits))) {
      send.accept(fragment, toSmall);
    }
    return List.of();
  }

  private static int smallest(
      byte[] frame, List<FlowAction> actions, List<FlowAction> outputs, FrameLimits limits) {
    return outputs.stream()
        .mapToInt(output -> limits.limit(frame, actions, output))
        .min()
        .orElseThrow();
  }

  /**
   * Returns the ICMP error for the sender of a lost frame, or null if none may be sent.
   *
   * @param limit length of the longest frame that can be sent, in bytes
   */
  static byte @Nullable [] answer(byte[] frame, int limit) {
    boolean first = isIpv4(frame) && (u16(frame, ip(frame) + 6) & OFFSET) == 0;
    boolean toMany = (frame[0] & 1) != 0 || isIpv4(frame) && (frame[ip(frame) + 16] & 0xFF) >= 224;
    boolean error =
        first
            && frame[ip(frame) + 9] == FlowKey.PROTO_ICMP
            && IcmpPacket.isError(frame[ip(frame) + (frame[ip(frame)] & 0xF) * 4] & 0xFF);
    // RFC 1122 §3.2.2: no error about an ICMP error, a later fragment, a broadcast or a multicast.
    return first && !toMany && !error
        ? IcmpPacket.fragmentationNeeded(frame, limit - ip(frame))
        : null;
  }

  private static boolean isIpv4(byte[] frame) {
    int ip = ip(frame);
    return frame.length >= ip + 20 && u16(frame, ip - 2) == FlowKey.ETHERTYPE_IPV4;
  }

  private static boolean mustNotBeFragmented(byte[] frame) {
    return (u16(frame, ip(frame) + 6) & DONT_FRAGMENT) != 0;
  }

  private static int ip(byte[] frame) {
    int type = u16(frame, 12);
    return type == 0x8100 || type == 0x88A8 ? ETHERNET + TAG : ETHERNET;
  }

  /** Returns the fragments of an IPv4 frame, each of at most {@code limit} bytes (RFC 791 §3.2). */
  static List<byte[]> fragments(byte[] frame, int limit) {
    int ip = ip(frame);
    int header = (frame[ip] & 0xF) * 4;
    int end = Math.min(frame.length, ip + u16(frame, ip + 2));
    int before = u16(frame, ip + 6);
    List<byte[]> fragments = new ArrayList<>();
    int from = ip + header;
    while (from < end) {
      byte[] head = fragments.isEmpty() ? Arrays.copyOf(frame, ip + header) : later(frame, ip);
      int room = Math.max(8, limit - head.length & ~7);
      int length = Math.min(room, end - from);
      boolean more = from + length < end || (before & MORE_FRAGMENTS) != 0;
      byte[] fragment = Arrays.copyOf(head, head.length + length);
      System.arraycopy(frame, from, fragment, head.length, length);
      int offset = (before & OFFSET) + (from - ip - header) / 8;
      put16(fragment, ip + 2, fragment.length - ip);
      put16(fragment, ip + 6, offset | (more ? MORE_FRAGMENTS : 0));
      put16(fragment, ip + 10, 0);
      put16(fragment, ip + 10, checksum(fragment, ip, head.length));
      fragments.add(fragment);
      from += length;
    }
    return fragments;
  }

  /**
   * Returns the headers of later fragments, with only the options whose copied flag is set (RFC 791
   * §3.1).
   */
  private static byte[] later(byte[] frame, int ip) {
    int header = (frame[ip] & 0xF) * 4;
    byte[] head = Arrays.copyOf(frame, ip + header);
    int to = ip + 20;
    int at = to;
    while (at < ip + header && frame[at] != 0) {
      int length = frame[at] == 1 || at + 1 == ip + header ? 1 : Math.max(2, frame[at + 1] & 0xFF);
      if ((frame[at] & COPIED_OPTION) != 0 && at + length <= ip + header) {
        System.arraycopy(frame, at, head, to, length);
        to += length;
      }
      at += length;
    }
    while ((to - ip) % 4 != 0) {
      head[to++] = 0;
    }
    head[ip] = (byte) (0x40 | (to - ip) / 4);
    return Arrays.copyOf(head, to);
  }

  private static int checksum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i += 2) {
      sum += u16(bytes, i);
    }
    sum = (sum & 0xFFFF) + (sum >>> 16);
    sum = (sum & 0xFFFF) + (sum >>> 16);
    return ~sum & 0xFFFF;
  }

  private static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }
}
