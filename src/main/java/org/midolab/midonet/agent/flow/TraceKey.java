package org.midolab.midonet.agent.flow;

import java.nio.ByteBuffer;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowKeyBuilder;

/**
 * The addresses by which the next host recognizes a traced frame.
 *
 * @param key with these addresses only; all other fields are 0
 */
record TraceKey(FlowKey key) {

  /** Bytes in a message. */
  static final int LENGTH = 27;

  static TraceKey of(FlowKey key) {
    return new TraceKey(
        FlowKeyBuilder.builder()
            .ethSrc(key.ethSrc())
            .ethDst(key.ethDst())
            .etherType(key.etherType())
            .ipProto(key.ipProto())
            .ipSrc(key.ipSrc())
            .ipDst(key.ipDst())
            .tpSrc(key.tpSrc())
            .tpDst(key.tpDst())
            .build());
  }

  /** Returns the key after an action of the datapath. */
  TraceKey after(FlowAction action) {
    return switch (action) {
      case FlowAction.SetEthernet(Mac source, Mac destination) ->
          new TraceKey(
              key.withEthSrc(or(source, key.ethSrc())).withEthDst(or(destination, key.ethDst())));
      case FlowAction.SetIp(Ip4 source, Ip4 destination) ->
          new TraceKey(
              key.withIpSrc(or(source, key.ipSrc())).withIpDst(or(destination, key.ipDst())));
      case FlowAction.SetPorts(int source, int destination) ->
          new TraceKey(
              key.withTpSrc(source == FlowAction.KEEP ? key.tpSrc() : source)
                  .withTpDst(destination == FlowAction.KEEP ? key.tpDst() : destination));
      default -> this;
    };
  }

  private static <T> T or(T changed, T kept) {
    return changed == null ? kept : changed;
  }

  void put(ByteBuffer payload) {
    put(payload, key.ethSrc());
    put(payload, key.ethDst());
    payload.putShort((short) key.etherType()).put((byte) key.ipProto());
    payload.putInt(key.ipSrc().bits()).putInt(key.ipDst().bits());
    payload.putShort((short) key.tpSrc()).putShort((short) key.tpDst());
  }

  static TraceKey from(ByteBuffer payload) {
    return new TraceKey(
        FlowKeyBuilder.builder()
            .ethSrc(mac(payload))
            .ethDst(mac(payload))
            .etherType(payload.getShort() & 0xFFFF)
            .ipProto(payload.get() & 0xFF)
            .ipSrc(new Ip4(payload.getInt()))
            .ipDst(new Ip4(payload.getInt()))
            .tpSrc(payload.getShort() & 0xFFFF)
            .tpDst(payload.getShort() & 0xFFFF)
            .build());
  }

  private static void put(ByteBuffer payload, Mac mac) {
    payload.putShort((short) (mac.bits() >> 32)).putInt((int) mac.bits());
  }

  private static Mac mac(ByteBuffer payload) {
    return new Mac((payload.getShort() & 0xFFFFL) << 32 | payload.getInt() & 0xFFFF_FFFFL);
  }
}
