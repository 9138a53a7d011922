package org.midolab.midonet.datapath.common;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.AnswerArp;
import org.midolab.midonet.datapath.FlowAction.DecrementTtl;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.datapath.FlowAction.Output;
import org.midolab.midonet.datapath.FlowAction.PopVlan;
import org.midolab.midonet.datapath.FlowAction.PushVlan;
import org.midolab.midonet.datapath.FlowAction.SetEthernet;
import org.midolab.midonet.datapath.FlowAction.SetIp;
import org.midolab.midonet.datapath.FlowAction.SetPorts;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.DropReason;

/**
 * Encodes actions as {@code struct action_list} (docs: datapath.md#actions). All actions but the
 * last of a long list are in batches. Rewrites after the last output are left out. Adjacent outputs
 * are sorted by cost: a tunnel that changes the frame in place is last, because only the last
 * output needs no copy.
 */
public final class ActionCodec {

  private static final int SET_ETHERNET = 1;
  private static final int SET_IP = 2;
  private static final int SET_PORTS = 3;
  private static final int DECREMENT_TTL = 4;
  private static final int PUSH_VLAN = 5;
  private static final int POP_VLAN = 6;
  private static final int ANSWER_ARP = 7;
  private static final int OUTPUT = 8;
  private static final int VXLAN = 9;
  private static final int GRE = 10;
  private static final int BATCH = 11;

  /** Flag of a list: the frame leaves by GRE. */
  private static final int LIST_GRE = 1;

  /** Flag of a list: the frame gets a tag that it may not have had before. */
  private static final int LIST_TAGS = 2;

  private static final int SOURCE = 1;
  private static final int DESTINATION = 2;
  private static final int LAST = 4;

  /** Flag of a list: the last output is a port with a small MTU. */
  private static final int LIST_SHORT = 4;

  private ActionCodec() {}

  /**
   * Writes a list without batches.
   *
   * @param dropReason drop reason of an empty list; may be null
   * @param small whether the last output is a port with an MTU that packets may exceed
   * @throws DatapathException if there are more than {@value Layout#LIST_ACTIONS} actions
   */
  public static void encode(
      List<FlowAction> actions, @Nullable DropReason dropReason, boolean small, ByteBuffer to) {
    List<FlowAction> useful = useful(actions);
    if (useful.size() > Layout.LIST_ACTIONS) {
      throw tooMany(useful);
    }
    int start = head(useful, useful.size(), dropReason, small, to);
    for (int i = 0; i < useful.size(); i++) {
      to.position(start + 8 + i * Layout.ACTION);
      encode(useful.get(i), i == useful.size() - 1 ? LAST : 0, to);
    }
    to.position(start + Layout.ACTION_LIST);
  }

  /**
   * Writes a list that consists of batches and the last output.
   *
   * @param small whether the last output is a port with an MTU that packets may exceed
   */
  public static void encodeLong(
      List<FlowAction> useful, List<Integer> batches, boolean small, ByteBuffer to) {
    int start = head(useful, batches.size() + 1, null, small, to);
    for (int id : batches) {
      int at = to.position();
      head(to, BATCH, 0, 0);
      to.putInt(id).position(at + Layout.ACTION);
    }
    encode(useful.getLast(), LAST, to);
    to.position(start + Layout.ACTION_LIST);
  }

  /** Returns actions as {@code struct batch}. */
  public static byte[] batch(List<FlowAction> actions) {
    ByteBuffer to = Layout.buffer(Layout.BATCH).putInt(actions.size()).putInt(0);
    for (int i = 0; i < actions.size(); i++) {
      encode(actions.get(i), 0, to.position(8 + i * Layout.ACTION));
    }
    return to.array();
  }

  private static int head(
      List<FlowAction> useful,
      int count,
      @Nullable DropReason dropReason,
      boolean small,
      ByteBuffer to) {
    int start = to.position();
    to.putInt(count);
    to.putShort((short) (dropReason == null ? DropReason.UNSPECIFIED : dropReason).ordinal());
    int gre = useful.stream().anyMatch(FlowAction::isGre) ? LIST_GRE : 0;
    int tags = useful.stream().anyMatch(a -> a instanceof PushVlan) ? LIST_TAGS : 0;
    to.putShort((short) (gre | tags | (small ? LIST_SHORT : 0)));
    return start;
  }

  private static DatapathException tooMany(List<FlowAction> useful) {
    return new DatapathException(
        "a flow has at most " + Datapath.MAX_ACTIONS + " actions, not " + useful.size());
  }

  /**
   * Divides all actions but the last into batches. Two floods of one network differ only by the
   * in-port. With one batch for each range of port numbers, their lists differ in few batches and
   * share the others.
   *
   * @throws DatapathException if there are more than {@value Datapath#MAX_ACTIONS} actions
   */
  public static List<List<FlowAction>> batches(List<FlowAction> useful) {
    if (useful.size() > Datapath.MAX_ACTIONS) {
      throw tooMany(useful);
    }
    List<FlowAction> body = useful.subList(0, useful.size() - 1);
    List<List<FlowAction>> byRange = new ArrayList<>();
    int range = -1;
    for (FlowAction action : body) {
      int next = action instanceof Output(int port) ? port / Layout.BATCH_ACTIONS : -1;
      if (byRange.isEmpty() || next != range || byRange.getLast().size() == Layout.BATCH_ACTIONS) {
        byRange.add(new ArrayList<>());
      }
      range = next;
      byRange.getLast().add(action);
    }
    if (byRange.size() < Layout.LIST_ACTIONS) {
      return byRange;
    }
    List<List<FlowAction>> dense = new ArrayList<>();
    for (int from = 0; from < body.size(); from += Layout.BATCH_ACTIONS) {
      dense.add(body.subList(from, Math.min(from + Layout.BATCH_ACTIONS, body.size())));
    }
    return dense;
  }

  /** Returns the actions that have an effect, in the order of least cost. */
  public static List<FlowAction> useful(List<FlowAction> actions) {
    List<FlowAction> useful = new ArrayList<>();
    List<FlowAction> rewrites = new ArrayList<>();
    List<FlowAction> outputs = new ArrayList<>();
    for (FlowAction action : actions) {
      if (cost(action) == 0) {
        flush(outputs, useful);
        rewrites.add(action);
      } else {
        useful.addAll(rewrites);
        rewrites.clear();
        outputs.add(action);
      }
    }
    flush(outputs, useful);
    return useful;
  }

  private static void flush(List<FlowAction> outputs, List<FlowAction> useful) {
    outputs.sort(
        Comparator.comparingInt(ActionCodec::cost)
            .thenComparingInt(action -> action instanceof Output(int port) ? port : 0));
    useful.addAll(outputs);
    outputs.clear();
  }

  private static int cost(FlowAction action) {
    return switch (action) {
      case Output _ -> 1;
      case Tunnel tunnel -> tunnel.encapsulation() == Encapsulation.VXLAN ? 2 : 3;
      default -> 0;
    };
  }

  private static void encode(FlowAction action, int last, ByteBuffer to) {
    switch (action) {
      case SetEthernet(Mac source, Mac destination) -> {
        int start = to.position();
        head(to, SET_ETHERNET, sides(source != null, destination != null), 0);
        write(source, to.array(), start + 4);
        write(destination, to.array(), start + 10);
      }
      case AnswerArp(Mac owner) -> {
        int start = to.position();
        head(to, ANSWER_ARP, SOURCE, 0);
        write(owner, to.array(), start + 4);
      }
      case SetIp(Ip4 source, Ip4 destination) -> {
        head(to, SET_IP, sides(source != null, destination != null), 0);
        to.putInt(source == null ? 0 : source.bits());
        to.putInt(destination == null ? 0 : destination.bits());
      }
      case SetPorts(int source, int destination) -> {
        head(to, SET_PORTS, sides(source != FlowAction.KEEP, destination != FlowAction.KEEP), 0);
        to.putInt(source).putInt(destination);
      }
      case DecrementTtl(int hops) -> head(to, DECREMENT_TTL, 0, hops);
      case PushVlan(int id) -> head(to, PUSH_VLAN, 0, id);
      case PopVlan() -> head(to, POP_VLAN, 0, 0);
      case Output(int port) -> head(to, OUTPUT, last, port);
      case Tunnel(Encapsulation encapsulation, int key, Ip4 local, Ip4 remote) -> {
        head(to, encapsulation == Encapsulation.VXLAN ? VXLAN : GRE, last, 0);
        to.putInt(key).putInt(local.bits()).putInt(remote.bits());
      }
    }
  }

  private static void head(ByteBuffer to, int type, int flags, int number) {
    to.put((byte) type).put((byte) flags).putShort((short) number);
  }

  private static int sides(boolean source, boolean destination) {
    return (source ? SOURCE : 0) | (destination ? DESTINATION : 0);
  }

  private static void write(@Nullable Mac mac, byte[] bytes, int offset) {
    if (mac != null) {
      mac.writeTo(bytes, offset);
    }
  }

  /**
   * A decoded list.
   *
   * @param dropReason null if there are actions
   */
  public record Decoded(List<FlowAction> actions, @Nullable DropReason dropReason) {}

  /**
   * Reads a list at the buffer's position.
   *
   * @param batches returns the actions of the batch with a number
   */
  public static Decoded decode(ByteBuffer from, IntFunction<List<FlowAction>> batches) {
    int start = from.position();
    int count = Math.min(from.getInt(start), Layout.LIST_ACTIONS);
    List<FlowAction> actions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = start + 8 + i * Layout.ACTION;
      if (from.get(at) == BATCH) {
        actions.addAll(batches.apply(from.getInt(at + 4)));
      } else {
        actions.add(decode(from, at));
      }
    }
    int reason = from.getShort(start + 4);
    return new Decoded(List.copyOf(actions), count > 0 ? null : DropReason.values()[reason]);
  }

  /** Returns the numbers of the batches in a list. */
  public static List<Integer> batchesOf(ByteBuffer from) {
    int start = from.position();
    int count = Math.min(from.getInt(start), Layout.LIST_ACTIONS);
    return IntStream.range(0, count)
        .map(i -> start + 8 + i * Layout.ACTION)
        .filter(at -> from.get(at) == BATCH)
        .mapToObj(at -> from.getInt(at + 4))
        .toList();
  }

  /** Decodes a {@code struct batch}. */
  public static List<FlowAction> batch(byte[] bytes) {
    ByteBuffer from = Layout.wrap(bytes);
    return IntStream.range(0, from.getInt(0))
        .mapToObj(i -> decode(from, 8 + i * Layout.ACTION))
        .toList();
  }

  private static FlowAction decode(ByteBuffer from, int at) {
    int flags = from.get(at + 1);
    int number = from.getShort(at + 2) & 0xFFFF;
    int a = from.getInt(at + 4);
    int b = from.getInt(at + 8);
    int c = from.getInt(at + 12);
    boolean source = (flags & SOURCE) != 0;
    boolean destination = (flags & DESTINATION) != 0;
    return switch (from.get(at)) {
      case SET_ETHERNET ->
          new SetEthernet(
              source ? Mac.at(from.array(), at + 4) : null,
              destination ? Mac.at(from.array(), at + 10) : null);
      case SET_IP -> new SetIp(source ? new Ip4(a) : null, destination ? new Ip4(b) : null);
      case SET_PORTS ->
          new SetPorts(source ? a : FlowAction.KEEP, destination ? b : FlowAction.KEEP);
      case DECREMENT_TTL -> new DecrementTtl(number);
      case PUSH_VLAN -> new PushVlan(number);
      case POP_VLAN -> new PopVlan();
      case ANSWER_ARP -> new AnswerArp(Mac.at(from.array(), at + 4));
      case OUTPUT -> new Output(number);
      case VXLAN -> new Tunnel(Encapsulation.VXLAN, a, new Ip4(b), new Ip4(c));
      case GRE -> new Tunnel(Encapsulation.GRE, a, new Ip4(b), new Ip4(c));
      default -> throw new DatapathException("the kernel's table holds an unknown action");
    };
  }
}
