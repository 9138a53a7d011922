package org.midolab.midonet.datapath.common;

import java.util.BitSet;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;

/**
 * Assigns port numbers, 1 to 65534, cyclically. A released number is assigned again as late as
 * possible, when no frame or flow of the earlier port is left. Not thread safe.
 */
public final class PortNumbers {

  private static final int LAST_NUMBER = Datapath.TUNNEL_PORT - 1;

  private final BitSet taken = new BitSet(LAST_NUMBER + 1);
  private int last;

  /**
   * Assigns a number.
   *
   * @throws DatapathException if {@value Datapath#MAX_PORTS} are assigned
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

  /** Records a number that an earlier agent assigned. */
  public void taken(int number) {
    taken.set(number);
    last = Math.max(last, number);
  }

  public void release(int number) {
    taken.clear(number);
  }
}
