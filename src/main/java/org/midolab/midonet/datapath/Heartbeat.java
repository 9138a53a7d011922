package org.midolab.midonet.datapath;

/**
 * The heartbeat question that a host sends to another through a tunnel (docs:
 * datapath.md#control-keys). It has the layout of {@code src/main/bpf/heartbeat.h}.
 */
final class Heartbeat {

  /**
   * Tunnel key of questions and answers. Keys of ports are lower; flow state has the highest key.
   */
  static final int KEY = 0xFFFFFE;

  /** Minimum length of an Ethernet frame without its checksum, in bytes. */
  private static final int LENGTH = 60;

  /** IEEE 802 local experimental EtherType. */
  private static final int ETHERTYPE = 0x88B5;

  private static final int KIND_OFFSET = 14;
  private static final byte QUESTION = 1;

  private Heartbeat() {}

  static byte[] question() {
    byte[] frame = new byte[LENGTH];
    frame[12] = (byte) (ETHERTYPE >> 8);
    frame[13] = (byte) ETHERTYPE;
    frame[KIND_OFFSET] = QUESTION;
    return frame;
  }
}
