package org.midolab.midonet.datapath.common;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.Segmentation;

/**
 * Prepares frames that the agent sends for the kernel's program: completes checksums, segments GSO
 * frames, fragments frames that are too long for a tunnel, and splits action lists that are too
 * long for a slot.
 */
public final class Sender {

  /** Sends a prepared frame. */
  @FunctionalInterface
  public interface Way {
    void send(byte[] frame, int inPort, List<FlowAction> actions);
  }

  private final Way way;
  private final IntSupplier tunnelRoom;
  private final BiConsumer<Integer, DropReason> dropped;

  /**
   * @param tunnelRoom returns the length of the longest frame that fits into GRE, in bytes
   * @param dropped receives the in-port and the reason of each packet that is lost here
   */
  public Sender(Way way, IntSupplier tunnelRoom, BiConsumer<Integer, DropReason> dropped) {
    this.way = way;
    this.tunnelRoom = tunnelRoom;
    this.dropped = dropped;
  }

  public void execute(byte[] frame, int inPort, List<FlowAction> actions) {
    byte[] whole = frame.clone();
    Segmentation.finishChecksum(whole);
    if (send(whole, inPort, actions)) {
      answerTooLong(whole, inPort, actions);
    }
  }

  public void execute(Datapath.Upcall upcall, List<FlowAction> actions) {
    int inPort = upcall.key().inPort();
    if (upcall.segmentSize() == 0) {
      execute(upcall.frame(), inPort, actions);
      return;
    }
    boolean lost = false;
    for (byte[] packet : Segmentation.cut(upcall.frame(), upcall.segmentSize())) {
      if (send(packet, inPort, actions) && !lost) {
        lost = true; // one error is enough, since the sender passed them as one frame
        answerTooLong(packet, inPort, actions);
      }
    }
  }

  /**
   * Sends a packet. Returns whether it could not be sent through a tunnel because it was too long.
   */
  private boolean send(byte[] frame, int inPort, List<FlowAction> actions) {
    int room = tunnelRoom.getAsInt();
    if (!LongFrames.isTooLong(frame, actions, room)) {
      pass(frame, inPort, actions);
      return false;
    }
    boolean lost = LongFrames.send(frame, actions, room, (part, some) -> pass(part, inPort, some));
    if (lost) {
      dropped.accept(inPort, DropReason.TOO_LONG);
    }
    return lost;
  }

  private void answerTooLong(byte[] frame, int inPort, List<FlowAction> actions) {
    byte[] answer = LongFrames.answer(frame, actions, tunnelRoom.getAsInt());
    if (answer != null && inPort != Datapath.TUNNEL_PORT) {
      way.send(answer, inPort, List.of(new FlowAction.Output(inPort)));
    }
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
