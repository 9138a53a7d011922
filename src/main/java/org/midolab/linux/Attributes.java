package org.midolab.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of a received netlink message, by type. The flags in the type field are masked
 * out.
 */
record Attributes(Map<Integer, ByteBuffer> values) {

  private static final int TYPE_MASK = 0x3FFF;

  /** Parses from the buffer's position to its limit. Stops at a truncated attribute. */
  static Attributes read(ByteBuffer from) {
    ByteBuffer buffer = from.slice().order(ByteOrder.nativeOrder());
    Map<Integer, ByteBuffer> values = new LinkedHashMap<>();
    while (buffer.remaining() >= 4) {
      int start = buffer.position();
      int length = buffer.getShort(start) & 0xFFFF;
      if (length < 4 || length > buffer.remaining()) {
        break;
      }
      int type = buffer.getShort(start + 2) & TYPE_MASK;
      values.put(type, buffer.slice(start + 4, length - 4).order(ByteOrder.nativeOrder()));
      buffer.position(Math.min(start + (length + 3 & ~3), buffer.limit()));
    }
    return new Attributes(values);
  }

  Optional<ByteBuffer> find(int type) {
    return Optional.ofNullable(values.get(type));
  }

  int u32(int type, int otherwise) {
    return find(type).filter(b -> b.remaining() >= 4).map(b -> b.getInt(0)).orElse(otherwise);
  }

  int u8(int type, int otherwise) {
    return find(type).filter(b -> b.remaining() >= 1).map(b -> b.get(0) & 0xFF).orElse(otherwise);
  }

  /**
   * Returns the text before the terminating zero byte, or an empty string if the attribute is
   * missing.
   */
  String text(int type) {
    return find(type)
        .map(b -> StandardCharsets.UTF_8.decode(b.duplicate()).toString())
        .map(s -> s.indexOf('\0') < 0 ? s : s.substring(0, s.indexOf('\0')))
        .orElse("");
  }

  byte[] bytes(int type) {
    return find(type)
        .map(
            b -> {
              byte[] bytes = new byte[b.remaining()];
              b.duplicate().get(bytes);
              return bytes;
            })
        .orElse(new byte[0]);
  }

  Optional<InetAddress> address(int type) {
    byte[] bytes = bytes(type);
    if (bytes.length != 4 && bytes.length != 16) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Returns the octets in lower-case hex joined by colons, or an empty string if the attribute is
   * missing.
   */
  String mac(int type) {
    return HexFormat.ofDelimiter(":").formatHex(bytes(type));
  }

  Attributes nested(int type) {
    return find(type).map(Attributes::read).orElse(new Attributes(Map.of()));
  }
}
