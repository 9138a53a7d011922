package org.midolab.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds a netlink message: its header, the fixed part of the family, and attributes (netlink(7)).
 * Numbers are in host byte order; attributes are padded to four bytes.
 */
final class Message {

  static final int REQUEST = 0x1;
  static final int ACK = 0x4;
  static final int DUMP = 0x300;
  static final int REPLACE = 0x100;
  static final int EXCLUSIVE = 0x200;
  static final int CREATE = 0x400;

  private static final int NESTED = 0x8000;

  private ByteBuffer buffer = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());

  Message(int type, int flags) {
    buffer.putInt(0).putShort((short) type).putShort((short) (flags | REQUEST)).putInt(0).putInt(0);
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
      buffer =
          ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size))
              .order(ByteOrder.nativeOrder())
              .position(buffer.position());
    }
    return buffer;
  }

  Message u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  Message u16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  Message u32(int value) {
    room(4).putInt(value);
    return this;
  }

  private Message raw(byte[] bytes) {
    room(bytes.length).put(bytes);
    return this;
  }

  private void pad() {
    while ((buffer.position() & 3) != 0) {
      room(1).put((byte) 0);
    }
  }

  Message attribute(int type, byte[] value) {
    u16(4 + value.length).u16(type).raw(value).pad();
    return this;
  }

  Message attribute(int type, int value) {
    return u16(8).u16(type).u32(value);
  }

  Message attributeByte(int type, int value) {
    return attribute(type, new byte[] {(byte) value});
  }

  /** Adds an attribute of 16 bits in network byte order. */
  Message attributeBigEndian(int type, int value) {
    return attribute(type, new byte[] {(byte) (value >> 8), (byte) value});
  }

  /** Adds a text attribute with its terminating zero byte. */
  Message attribute(int type, String value) {
    return attribute(type, (value + "\0").getBytes(StandardCharsets.UTF_8));
  }

  /** Adds an attribute that contains the attributes that {@code content} adds. */
  Message nested(int type, Runnable content) {
    int start = buffer.position();
    u16(0).u16(type | NESTED);
    content.run();
    buffer.putShort(start, (short) (buffer.position() - start));
    return this;
  }

  byte[] finish(int sequence) {
    buffer.putInt(0, buffer.position()).putInt(8, sequence);
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
