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
 * Bounds the memory that lists of all objects of a class use. A list holds its ids until its reader
 * has finished, and needs several times as much memory while ZooKeeper's answer is parsed. Small
 * lists never wait.
 */
final class Admission {

  /** Maximum number of ids that all lists together hold, at 36 bytes each. */
  private static final int IDS = 1_000_000;

  /** Maximum number of ids of a small list. */
  private static final int FEW = 1000;

  /** Maximum number of answers of ZooKeeper, up to 4 MiB each, that are parsed at the same time. */
  private static final int GATHERING = 2;

  private final Semaphore ids = new Semaphore(IDS, true);
  private final Semaphore gathering = new Semaphore(GATHERING, true);

  /**
   * Waits until there is room for a list.
   *
   * @param count expected number of ids; values above the maximum of all lists count as that
   *     maximum
   * @throws BusyException if there is no room within {@code patience}
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

  /** Room for one list. It is released by the first close; closing it again has no effect. */
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
