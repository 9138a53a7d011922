package org.midolab.midonet.agent.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.FrameRewriter;

/** Applies actions to a frame as a datapath does. */
final class ActionRunner {

  /** Stands for the metadata proxy among the ports of an answer. */
  static final UUID METADATA_PROXY = new UUID(0, 9697);

  private ActionRunner() {}

  /**
   * Returns the frames that leave, by port. Frames to a BGP namespace are listed under its port.
   */
  static Map<UUID, byte[]> run(Effect.Transmit transmit) {
    return run(transmit.frame(), transmit.actions());
  }

  static Map<UUID, byte[]> run(byte[] in, Iterable<SimAction> actions) {
    Map<UUID, byte[]> out = new HashMap<>();
    byte[] frame = in.clone();
    for (SimAction action : actions) {
      FlowKey key = FrameParser.parse(frame, 1, 0);
      switch (action) {
        case SimAction.SetEthernet(Mac source, Mac destination) ->
            FrameRewriter.setEthernet(
                frame,
                source == null ? key.ethSrc() : source,
                destination == null ? key.ethDst() : destination);
        case SimAction.SetIp(Ip4 source, Ip4 destination) ->
            FrameRewriter.setIp(
                frame,
                source == null ? key.ipSrc() : source,
                destination == null ? key.ipDst() : destination);
        case SimAction.SetPorts(Integer source, Integer destination) -> {
          if (key.isIpv4() && (key.ipProto() == 6 || key.ipProto() == 17)) {
            FrameRewriter.setPorts(
                frame,
                source == null ? key.tpSrc() : source,
                destination == null ? key.tpDst() : destination);
          }
        }
        case SimAction.DecrementTtl(int hops) -> FrameRewriter.setTtl(frame, key.ttl() - hops);
        case SimAction.PushVlan(int vlan) -> frame = FrameRewriter.pushVlan(frame, vlan);
        case SimAction.PopVlan() -> frame = FrameRewriter.popVlan(frame);
        case SimAction.AnswerArp(Mac owner) -> FrameRewriter.answerArp(frame, owner);
        case SimAction.Emit(UUID port) -> out.put(port, frame.clone());
        case SimAction.ToBgpNamespace(UUID port) -> out.put(port, frame.clone());
        case SimAction.ToMetadataProxy() -> out.put(METADATA_PROXY, frame.clone());
      }
    }
    return out;
  }
}
