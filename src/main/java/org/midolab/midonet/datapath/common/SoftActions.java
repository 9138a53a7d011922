package org.midolab.midonet.datapath.common;

import java.util.Optional;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.AnswerArp;
import org.midolab.midonet.datapath.FlowAction.DecrementTtl;
import org.midolab.midonet.datapath.FlowAction.Output;
import org.midolab.midonet.datapath.FlowAction.PopVlan;
import org.midolab.midonet.datapath.FlowAction.PushVlan;
import org.midolab.midonet.datapath.FlowAction.SetEthernet;
import org.midolab.midonet.datapath.FlowAction.SetIp;
import org.midolab.midonet.datapath.FlowAction.SetPorts;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.Ip4Header;

/** Applies the actions of a flow to one frame, in Java. */
public final class SoftActions {

  private byte[] frame;

  public SoftActions(byte[] frame) {
    this.frame = frame.clone();
  }

  /** Returns a copy of the frame in its current state. */
  public byte[] frame() {
    return frame.clone();
  }

  /**
   * Applies a rewrite.
   *
   * @return the drop reason if the rewrite failed
   * @throws IllegalArgumentException if the action is an output
   */
  public Optional<DropReason> rewrite(FlowAction action) {
    FlowKey now = FrameParser.parse(frame, 1, 0);
    switch (action) {
      case SetEthernet(Mac source, Mac destination) ->
          FrameRewriter.setEthernet(
              frame,
              source == null ? now.ethSrc() : source,
              destination == null ? now.ethDst() : destination);
      case SetIp set -> {
        if (!now.isIpv4()) {
          return Optional.of(DropReason.ACTION_FAILED);
        }
        FrameRewriter.setIp(
            frame,
            set.source() == null ? now.ipSrc() : set.source(),
            set.destination() == null ? now.ipDst() : set.destination());
      }
      case SetPorts set -> setPorts(now, set);
      case DecrementTtl(int hops) -> {
        if (!now.isIpv4()) {
          return Optional.of(DropReason.ACTION_FAILED);
        }
        Optional<Ip4Header.Fault> fault = Ip4Header.fault(frame);
        if (fault.isPresent()) {
          return Optional.of(
              fault.get() == Ip4Header.Fault.LENGTH
                  ? DropReason.BAD_IP_LENGTH
                  : DropReason.BAD_IP_CHECKSUM);
        }
        if (now.ttl() <= hops) {
          return Optional.of(DropReason.TTL_EXCEEDED);
        }
        FrameRewriter.setTtl(frame, now.ttl() - hops);
      }
      case PushVlan(int id) -> frame = FrameRewriter.pushVlan(FrameRewriter.popVlan(frame), id);
      case PopVlan() -> frame = FrameRewriter.popVlan(frame);
      case AnswerArp(Mac owner) -> {
        if (!now.isArp() || now.ipProto() != FlowKey.ARP_REQUEST) {
          return Optional.of(DropReason.ACTION_FAILED);
        }
        FrameRewriter.answerArp(frame, owner);
      }
      case Output _, Tunnel _ -> throw new IllegalArgumentException(action + " is no rewrite");
    }
    return Optional.empty();
  }

  private void setPorts(FlowKey now, SetPorts set) {
    if (!now.isIpv4()
        || now.fragment() == FlowKey.LATER_FRAGMENT
        || now.ipProto() != FlowKey.PROTO_TCP && now.ipProto() != FlowKey.PROTO_UDP) {
      return;
    }
    FrameRewriter.setPorts(
        frame,
        set.source() == FlowAction.KEEP ? now.tpSrc() : set.source(),
        set.destination() == FlowAction.KEEP ? now.tpDst() : set.destination());
  }
}
