package org.midolab.midonet.cluster.rest;

import java.util.concurrent.Semaphore;

/**
 * Limits the requests that are processed at the same time. A request takes its slot after its token
 * was accepted and its body was read, so that a client that sends slowly holds a connection, but no
 * slot. A client with a good token that reads its answer slowly holds one until it has read it.
 */
final class Slots {

  private final int most;
  private final Semaphore free;
  private final LimitLog log;

  Slots(int most) {
    this.most = most;
    this.free = new Semaphore(most);
    this.log =
        new LimitLog(
            "cluster.rest_api.max_thread_pool_size: "
                + most
                + " requests are processed, further ones get 503");
  }

  /** Returns the slot of a request, which is not taken yet. */
  Slot slot() {
    return new Slot();
  }

  /** The slot of one request; used by one thread. */
  final class Slot implements AutoCloseable {

    private boolean taken;

    /**
     * Takes the slot.
     *
     * @throws ApiException 503 when all slots are taken
     */
    void take() {
      if (!free.tryAcquire()) {
        log.reached();
        throw new ApiException(
            503,
            "the cluster processes " + most + " requests, which is its limit; try again",
            "Retry-After",
            "1");
      }
      taken = true;
    }

    @Override
    public void close() {
      if (taken) {
        free.release();
      }
    }
  }
}
