package org.midolab.midonet.datapath.common;

import static org.midolab.midonet.datapath.common.Layout.FLOW_KEY;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;

/** Encodes flow keys and masks as {@code struct flow_key} (docs: datapath.md#flow-key). */
public final class FlowCodec {

  private static final int ETH_SRC = 8;
  private static final int ETH_DST = 14;
  private static final int IP_SRC = 32;
  private static final int IP_DST = 36;

  private FlowCodec() {}

  public static byte[] encode(FlowKey key) {
    ByteBuffer buffer = Layout.buffer(FLOW_KEY);
    buffer.putShort((short) key.inPort()).putShort((short) key.etherType()).putInt(key.tunnelKey());
    key.ethSrc().writeTo(buffer.array(), ETH_SRC);
    key.ethDst().writeTo(buffer.array(), ETH_DST);
    buffer
        .position(20)
        .putShort((short) key.vlan())
        .put((byte) key.ipProto())
        .put((byte) key.fragment())
        .put((byte) key.tos())
        .put((byte) key.ttl())
        .putShort((short) key.tpSrc())
        .putShort((short) key.tpDst())
        .putShort((short) 0)
        .putInt(key.ipSrc().bits())
        .putInt(key.ipDst().bits());
    return buffer.array();
  }

  public static FlowKey decode(byte[] bytes) {
    ByteBuffer buffer = Layout.wrap(bytes);
    return new FlowKey(
        buffer.getShort(0) & 0xFFFF,
        buffer.getInt(4),
        Mac.at(bytes, ETH_SRC),
        Mac.at(bytes, ETH_DST),
        buffer.getShort(2) & 0xFFFF,
        buffer.getShort(20) & 0xFFFF,
        bytes[22] & 0xFF,
        bytes[23] & 0xFF,
        bytes[24] & 0xFF,
        bytes[25] & 0xFF,
        new Ip4(buffer.getInt(IP_SRC)),
        new Ip4(buffer.getInt(IP_DST)),
        buffer.getShort(26) & 0xFFFF,
        buffer.getShort(28) & 0xFFFF);
  }

  /** Returns a mask as a key in which all significant bits are set. */
  public static byte[] encode(FlowMask mask) {
    ByteBuffer buffer = Layout.buffer(FLOW_KEY);
    byte[] bytes = buffer.array();
    for (FlowField field : mask.fields()) {
      switch (field) {
        case IN_PORT -> buffer.putShort(0, (short) -1);
        case ETH_TYPE -> buffer.putShort(2, (short) -1);
        case TUNNEL_KEY -> buffer.putInt(4, -1);
        case ETH_SRC -> Arrays.fill(bytes, ETH_SRC, ETH_SRC + 6, (byte) -1);
        case ETH_DST -> Arrays.fill(bytes, ETH_DST, ETH_DST + 6, (byte) -1);
        case VLAN -> buffer.putShort(20, (short) -1);
        case IP_PROTO -> bytes[22] = -1;
        case IP_FRAGMENT -> bytes[23] = -1;
        case IP_TOS -> bytes[24] = -1;
        case IP_TTL -> bytes[25] = -1;
        case TP_SRC -> buffer.putShort(26, (short) -1);
        case TP_DST -> buffer.putShort(28, (short) -1);
        case IP_SRC -> buffer.putInt(IP_SRC, prefix(mask.srcPrefix()));
        case IP_DST -> buffer.putInt(IP_DST, prefix(mask.dstPrefix()));
      }
    }
    return bytes;
  }

  public static FlowMask decodeMask(byte[] bytes) {
    ByteBuffer buffer = Layout.wrap(bytes);
    EnumSet<FlowField> fields = EnumSet.noneOf(FlowField.class);
    for (FlowField field : FlowField.values()) {
      boolean counts =
          switch (field) {
            case IN_PORT -> buffer.getShort(0) != 0;
            case ETH_TYPE -> buffer.getShort(2) != 0;
            case TUNNEL_KEY -> buffer.getInt(4) != 0;
            case ETH_SRC -> bytes[ETH_SRC] != 0;
            case ETH_DST -> bytes[ETH_DST] != 0;
            case VLAN -> buffer.getShort(20) != 0;
            case IP_PROTO -> bytes[22] != 0;
            case IP_FRAGMENT -> bytes[23] != 0;
            case IP_TOS -> bytes[24] != 0;
            case IP_TTL -> bytes[25] != 0;
            case TP_SRC -> buffer.getShort(26) != 0;
            case TP_DST -> buffer.getShort(28) != 0;
            case IP_SRC -> buffer.getInt(IP_SRC) != 0;
            case IP_DST -> buffer.getInt(IP_DST) != 0;
          };
      if (counts) {
        fields.add(field);
      }
    }
    return new FlowMask(
        fields, Integer.bitCount(buffer.getInt(IP_SRC)), Integer.bitCount(buffer.getInt(IP_DST)));
  }

  private static int prefix(int bits) {
    return bits == 0 ? 0 : -1 << 32 - bits;
  }

  /** Returns the bitwise AND of an encoded key and an encoded mask. */
  public static byte[] and(byte[] key, byte[] mask) {
    byte[] masked = new byte[FLOW_KEY];
    for (int i = 0; i < FLOW_KEY; i++) {
      masked[i] = (byte) (key[i] & mask[i]);
    }
    return masked;
  }

  /** Returns the key with all bits set to 0 that the mask does not include. */
  public static FlowKey masked(FlowKey key, FlowMask mask) {
    return decode(and(encode(key), encode(mask)));
  }
}
