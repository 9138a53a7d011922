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

/** One frame under the actions of a flow, in Java. */
public final class SoftActions {

  private byte[] frame;

  public SoftActions(byte[] frame) {
    this.frame = frame.clone();
  }

  /** A copy of the frame as it is now. */
  public byte[] frame() {
    return frame.clone();
  }

  /** Applies a rewrite; the reason if that ends the frame. */
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
    boolean tcp = now.ipProto() == FlowKey.PROTO_TCP;
    if (!now.isIpv4()
        || now.fragment() == FlowKey.LATER_FRAGMENT
        || !tcp && now.ipProto() != FlowKey.PROTO_UDP) {
      return;
    }
    int ip = now.vlan() == 0 ? 14 : 18;
    int l4 = ip + (frame[ip] & 0xF) * 4;
    int checksum = l4 + (tcp ? 16 : 6);
    boolean summed = tcp || u16(checksum) != 0;
    replace(l4, set.source(), checksum, summed);
    replace(l4 + 2, set.destination(), checksum, summed);
    if (summed && !tcp && u16(checksum) == 0) {
      put16(checksum, 0xFFFF);
    }
  }

  /** Sets a word and, as RFC 1624 has it, the sum that it is part of. */
  private void replace(int at, int value, int checksum, boolean summed) {
    if (value == FlowAction.KEEP) {
      return;
    }
    if (summed) {
      int sum = (~u16(checksum) & 0xFFFF) + (~u16(at) & 0xFFFF) + value;
      sum = (sum & 0xFFFF) + (sum >>> 16);
      sum = (sum & 0xFFFF) + (sum >>> 16);
      put16(checksum, ~sum);
    }
    put16(at, value);
  }

  private int u16(int at) {
    return (frame[at] & 0xFF) << 8 | frame[at + 1] & 0xFF;
  }

  private void put16(int at, int value) {
    frame[at] = (byte) (value >> 8);
    frame[at + 1] = (byte) value;
  }
}
