package org.midolab.midonet.agent.flow;

import java.time.Duration;
import org.midolab.midonet.packet.TcpSegment;

/** What this host has seen of the end of a TCP connection, in each direction. Thread safe. */
final class TcpEnd {

  private static final int END = TcpSegment.FIN | TcpSegment.RST;

  private volatile int forward;
  private volatile int back;

  /**
   * Records what the flow of one direction has seen.
   *
   * @param flags see {@link org.midolab.midonet.packet.TcpFlags#seen}
   */
  void seen(boolean isForward, int flags) {
    if (isForward) {
      forward = flags & END;
    } else {
      back = flags & END;
    }
  }

  boolean isSeen() {
    return (forward | back) != 0;
  }

  /**
   * Returns the lifetime of the connection.
   *
   * @param open its lifetime while nothing was seen
   * @param closing its longest lifetime after a FIN
   * @param reset its longest lifetime after a reset
   */
  Duration limit(Duration open, Duration closing, Duration reset) {
    int seen = forward | back;
    Duration most = (seen & TcpSegment.RST) != 0 ? reset : closing;
    return seen == 0 || open.compareTo(most) < 0 ? open : most;
  }
}
