package org.midolab.midonet.agent.flow;

import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.midolab.midonet.packet.TcpSegment;

/** What this host has seen of the end of a TCP connection, in each direction. Thread safe. */
final class TcpEnd {

  private static final int END = TcpSegment.FIN | TcpSegment.RST;

  private volatile int forward;
  private volatile int back;

  /**
   * Records what was seen in one direction.
   *
   * @param seen from the FIN and RST that were seen before to those that count now
   */
  synchronized void seen(boolean isForward, IntUnaryOperator seen) {
    if (isForward) {
      forward = seen.applyAsInt(forward) & END;
    } else {
      back = seen.applyAsInt(back) & END;
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
