package org.midolab.midonet.datapath.common;

import java.util.BitSet;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;

/**
 * Numbers of ports, 1 to 65534, given out in a circle: one that was released comes back as late as
 * possible, when nothing that meant the earlier port can be under way any more. Not thread safe.
 */
public final class PortNumbers {

  private static final int LAST_NUMBER = Datapath.TUNNEL_PORT - 1;

  private final BitSet taken = new BitSet(LAST_NUMBER + 1);
  private int last;

  /**
   * @throws DatapathException when {@value Datapath#MAX_PORTS} are taken
   */
  public int take() {
    if (taken.cardinality() >= Datapath.MAX_PORTS) {
      throw new DatapathException(
          "all "
              + Datapath.MAX_PORTS
              + " ports of the datapath are in use; unbind a port of this host before the next can come");
    }
    int next = taken.nextClearBit(last + 1);
    if (next > LAST_NUMBER) {
      next = taken.nextClearBit(1);
    }
    taken.set(next);
    last = next;
    return next;
  }

  /** The number is in use, as an earlier agent left it. */
  public void taken(int number) {
    taken.set(number);
    last = Math.max(last, number);
  }

  public void release(int number) {
    taken.clear(number);
  }
}
