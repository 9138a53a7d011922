package org.midolab.midonet.packet;

import org.midolab.midonet.model.Ip4;

/** Reads and writes big-endian numbers in a frame, and finds its network header. */
final class Bytes {

  static final int ETHERNET_LENGTH = 14;
  static final int ETHERTYPE_VLAN = 0x8100;
  static final int ETHERTYPE_SERVICE_VLAN = 0x88A8;

  private Bytes() {}

  static int u8(byte[] bytes, int offset) {
    return bytes[offset] & 0xFF;
  }

  static int u16(byte[] bytes, int offset) {
    return (bytes[offset] & 0xFF) << 8 | bytes[offset + 1] & 0xFF;
  }

  static int i32(byte[] bytes, int offset) {
    return u16(bytes, offset) << 16 | u16(bytes, offset + 2);
  }

  static Ip4 ip4(byte[] bytes, int offset) {
    return new Ip4(i32(bytes, offset));
  }

  static void put16(byte[] bytes, int offset, int value) {
    bytes[offset] = (byte) (value >>> 8);
    bytes[offset + 1] = (byte) value;
  }

  static void put32(byte[] bytes, int offset, int value) {
    put16(bytes, offset, value >>> 16);
    put16(bytes, offset + 2, value);
  }

  static boolean isTagged(byte[] frame) {
    int type = u16(frame, 12);
    return type == ETHERTYPE_VLAN || type == ETHERTYPE_SERVICE_VLAN;
  }

  /**
   * Returns the offset of the first byte after the Ethernet header and its VLAN tag, if it has one.
   */
  static int payloadOffset(byte[] frame) {
    return isTagged(frame) ? ETHERNET_LENGTH + 4 : ETHERNET_LENGTH;
  }

  static int ipHeaderLength(byte[] frame, int ip) {
    return (frame[ip] & 0x0F) * 4;
  }
}
