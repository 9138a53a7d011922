package org.midolab.midonet.datapath.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.Output;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.Segmentation;

/**
 * Prepares frames that the agent sends for the kernel's program: completes checksums, segments GSO
 * frames, fragments frames that are too long for an output, and splits action lists that are too
 * long for a slot.
 */
public final class Sender {

  /** Sends a prepared frame. */
  @FunctionalInterface
  public interface Way {
    void send(byte[] frame, int inPort, List<FlowAction> actions);
  }

  private final Way way;
  private final FrameLimits limits;
  private final BiConsumer<Integer, DropReason> dropped;
  private final Supplier<Datapath.LongPackets> longPackets;

  /**
   * @param limits of the outputs
   * @param dropped receives the in-port and the reason of each packet that is lost here
   * @param longPackets returns the listener for packets that are too long for a port
   */
  public Sender(
      Way way,
      FrameLimits limits,
      BiConsumer<Integer, DropReason> dropped,
      Supplier<Datapath.LongPackets> longPackets) {
    this.way = way;
    this.limits = limits;
    this.dropped = dropped;
    this.longPackets = longPackets;
  }

  public void execute(byte[] frame, int inPort, List<FlowAction> actions) {
    byte[] whole = frame.clone();
    Segmentation.finishChecksum(whole);
    answerTooLong(whole, inPort, actions, send(whole, inPort, actions));
  }

  public void execute(Datapath.Upcall upcall, List<FlowAction> actions) {
    int inPort = upcall.key().inPort();
    if (upcall.segmentSize() == 0) {
      execute(upcall.frame(), inPort, actions);
      return;
    }
    boolean answered = false;
    for (byte[] packet : Segmentation.cut(upcall.frame(), upcall.segmentSize())) {
      List<FlowAction> lost = send(packet, inPort, actions);
      if (!answered) { // one error is enough, since the sender passed them as one frame
        answered = !lost.isEmpty();
        answerTooLong(packet, inPort, actions, lost);
      }
    }
  }

  /** Sends a packet. Returns the outputs through which it could not be sent: it is too long. */
  private List<FlowAction> send(byte[] frame, int inPort, List<FlowAction> actions) {
    if (!LongFrames.isTooLong(frame, actions, limits)) {
      pass(frame, inPort, actions);
      return List.of();
    }
    List<FlowAction> lost =
        LongFrames.send(frame, actions, limits, (part, some) -> pass(part, inPort, some));
    if (!lost.isEmpty()) {
      dropped.accept(inPort, DropReason.TOO_LONG);
    }
    return lost;
  }

  /**
   * Answers for a tunnel by the in-port. For a port, the error is that of a next hop behind it
   * about the packet as it would have left, so that devices on the way back translate it.
   */
  private void answerTooLong(
      byte[] frame, int inPort, List<FlowAction> actions, List<FlowAction> lost) {
    for (FlowAction output : lost) {
      int limit = limits.limit(frame, actions, output);
      if (output instanceof Output(int port)) {
        byte[] error = LongFrames.answer(asItLeaves(frame, actions, output), limit);
        if (error != null) {
          longPackets.get().tooLong(inPort, port, error);
          return;
        }
      } else if (inPort != Datapath.TUNNEL_PORT) {
        byte[] error = LongFrames.answer(frame, limit);
        if (error != null) {
          way.send(error, inPort, List.of(new Output(inPort)));
          return;
        }
      }
    }
  }

  private static byte[] asItLeaves(byte[] frame, List<FlowAction> actions, FlowAction output) {
    SoftActions soft = new SoftActions(frame);
    for (FlowAction action : actions.subList(0, actions.indexOf(output))) {
      if (!action.isOutput()) {
        soft.rewrite(action);
      }
    }
    return soft.frame();
  }

  /**
   * Sends a frame. If it has more actions than a slot holds, sends it several times and does the
   * rewrites here.
   */
  private void pass(byte[] frame, int inPort, List<FlowAction> actions) {
    List<FlowAction> useful = ActionCodec.useful(actions);
    if (useful.size() <= Layout.LIST_ACTIONS) {
      way.send(frame, inPort, useful);
      return;
    }
    SoftActions soft = new SoftActions(frame);
    List<FlowAction> outputs = new ArrayList<>();
    for (FlowAction action : useful) {
      if (action.isOutput()) {
        outputs.add(action);
      }
      if (!outputs.isEmpty() && (!action.isOutput() || outputs.size() == Layout.LIST_ACTIONS)) {
        way.send(soft.frame(), inPort, List.copyOf(outputs));
        outputs.clear();
      }
      if (!action.isOutput()) {
        Optional<DropReason> failed = soft.rewrite(action);
        if (failed.isPresent()) {
          dropped.accept(inPort, failed.get());
          return;
        }
      }
    }
    if (!outputs.isEmpty()) {
      way.send(soft.frame(), inPort, outputs);
    }
  }
}
