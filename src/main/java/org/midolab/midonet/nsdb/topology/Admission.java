package org.midolab.midonet.nsdb.topology;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.midolab.midonet.nsdb.BusyException;

/**
 * Bounds what lists of everything hold in memory: the ids for as long as a list is read, which its
 * reader decides, and several times as much while they come from ZooKeeper. Small lists wait for
 * nobody.
 */
final class Admission {

  /** Ids that all lists together hold: 36 bytes each. */
  private static final int IDS = 1_000_000;

  /** Up to so many ids a list is small. */
  private static final int FEW = 1000;

  /** Answers of ZooKeeper, of up to 4 MiB, that are taken apart at a time. */
  private static final int GATHERING = 2;

  private final Semaphore ids = new Semaphore(IDS, true);
  private final Semaphore gathering = new Semaphore(GATHERING, true);

  /**
   * Waits until there is room.
   *
   * @param count of the ids that are expected; more than all lists may hold count as so many
   * @throws BusyException when there is none in time
   */
  Grant take(int count, Duration patience) {
    int permits = count <= FEW ? 0 : Math.min(count, IDS);
    if (permits > 0) {
      acquire(ids, permits, patience);
    }
    return new Grant(permits, patience);
  }

  private static void acquire(Semaphore from, int permits, Duration patience) {
    try {
      if (!from.tryAcquire(permits, patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BusyException(
            "others read such long lists that there was no room for another within "
                + patience.toSeconds()
                + " s; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BusyException("interrupted while waiting for room for a list");
    }
  }

  /** Room for one list; given back once, however often it is closed. */
  final class Grant implements AutoCloseable {

    private final int permits;
    private final Duration patience;
    private final AtomicBoolean open = new AtomicBoolean(true);

    private Grant(int permits, Duration patience) {
      this.permits = permits;
      this.patience = patience;
    }

    List<UUID> gather(Supplier<List<UUID>> work) {
      if (permits == 0) {
        return work.get();
      }
      acquire(gathering, 1, patience);
      try {
        return work.get();
      } finally {
        gathering.release();
      }
    }

    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        ids.release(permits);
      }
    }
  }
}
