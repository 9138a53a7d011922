package org.midolab.midonet.datapath;

import java.util.BitSet;

/**
 * Numbers of ports, 1 to 65534, given out in a circle: one that was released comes back as late as
 * possible, when nothing that meant the earlier port can be under way any more. Not thread safe.
 */
final class PortNumbers {

  /**
   * Ports at once: twice the 2,000 that a host is made for. The kernel's maps have as much room.
   */
  static final int MOST = 4096;

  private static final int LAST_NUMBER = Datapath.TUNNEL_PORT - 1;

  private final BitSet taken = new BitSet(LAST_NUMBER + 1);
  private int last;

  /**
   * @throws DatapathException when {@value #MOST} are taken
   */
  int take() {
    if (taken.cardinality() >= MOST) {
      throw new DatapathException(
          "all "
              + MOST
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
  void taken(int number) {
    taken.set(number);
    last = Math.max(last, number);
  }

  void release(int number) {
    taken.clear(number);
  }
}
