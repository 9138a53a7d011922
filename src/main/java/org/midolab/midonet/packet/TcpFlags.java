package org.midolab.midonet.packet;

/**
 * The flags by which the agent recognizes the beginning and the end of TCP connections: {@link
 * TcpSegment#FIN}, {@link TcpSegment#SYN} and {@link TcpSegment#RST} (docs:
 * datapath.md#ends-of-connections).
 */
public final class TcpFlags {

  private static final int FLAGS = 13;
  private static final int WATCHED = TcpSegment.FIN | TcpSegment.SYN | TcpSegment.RST;

  private TcpFlags() {}

  /**
   * Returns which of the flags a frame has; 0 if it is not TCP over IPv4 or has no TCP header.
   *
   * @param key the frame's fields
   */
  public static int of(byte[] frame, FlowKey key) {
    if (!key.isIpv4()
        || key.ipProto() != FlowKey.PROTO_TCP
        || key.fragment() == FlowKey.LATER_FRAGMENT) {
      return 0;
    }
    int ip = Bytes.payloadOffset(frame);
    return Bytes.u8(frame, ip + Bytes.ipHeaderLength(frame, ip) + FLAGS) & WATCHED;
  }

  /**
   * Returns what a flow has seen after one more packet: FIN and RST since the last SYN. A packet
   * without RST after one with RST shows that the connection goes on; the receiver has ignored the
   * reset. SYN in the result means that an earlier FIN or RST no longer counts.
   *
   * @param seen what the flow had seen before, 0 for nothing
   * @param flags of the packet
   */
  public static int seen(int seen, int flags) {
    if ((flags & TcpSegment.SYN) != 0) {
      return seen == 0 ? 0 : TcpSegment.SYN;
    }
    int now = seen | flags & (TcpSegment.FIN | TcpSegment.RST);
    return (seen & ~flags & TcpSegment.RST) != 0 ? now & ~TcpSegment.RST | TcpSegment.SYN : now;
  }
}
