package org.midolab.midonet.datapath;

/**
 * The frame by which hosts ask each other for signs of life, inside a tunnel; the layout of {@code
 * src/main/bpf/heartbeat.h}.
 */
final class Heartbeat {

  /** Tunnel key of questions and answers; ports have lower ones, flow state has the highest. */
  static final int KEY = 0xFFFFFE;

  /** The least that Ethernet carries. */
  private static final int LENGTH = 60;

  /** IEEE 802: for local experiments, and so never an instance's. */
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
