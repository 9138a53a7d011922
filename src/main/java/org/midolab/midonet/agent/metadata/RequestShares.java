package org.midolab.midonet.agent.metadata;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.midolab.midonet.agent.flow.Shares;

/** What the instance of one port may ask, so that it cannot keep others from asking. */
final class RequestShares {

  /** Requests a second of one instance in the long run; each costs Nova a look-up. */
  static final int RATE = 20;

  /** Requests that an instance may send at once: cloud-init reads some dozens of documents. */
  static final int BURST = 200;

  /** Requests of one instance that are processed at the same time. */
  static final int PER_INSTANCE = 2;

  /** Requests in all that Nova is asked at the same time, each with up to 2 MiB of bodies. */
  static final int AT_ONCE = 16;

  /**
   * Bytes of a body that is received and sent without a slot for large bodies. With {@link
   * ProxyConnections#MOST} connections these take 64 MiB.
   */
  static final int SMALL = 64 << 10;

  /** Larger bodies that are received or sent at the same time, each of up to 1 MiB. */
  static final int LARGE_AT_ONCE = 8;

  /** Longest wait for the own requests, and those of others, before this one. */
  static final Duration WAIT = Duration.ofSeconds(5);

  private final Shares<UUID> rate = new Shares<>(RATE, BURST);
  private final Map<UUID, Own> own = new ConcurrentHashMap<>();
  private final Semaphore all = new Semaphore(AT_ONCE, true);
  private final Semaphore large = new Semaphore(LARGE_AT_ONCE, true);
  private final Consumer<UUID> refused;
  private final LongSupplier nanoTime;

  /**
   * @param refused receives the port of each refused request
   */
  RequestShares(Consumer<UUID> refused, LongSupplier nanoTime) {
    this.refused = refused;
    this.nanoTime = nanoTime;
  }

  /**
   * The slots of one port.
   *
   * @param users number of requests that hold or wait for a slot
   */
  private record Own(Semaphore slots, int users) {

    Own with(int more) {
      return new Own(slots, users + more);
    }
  }

  /**
   * A permission, to be closed when it is no longer used.
   *
   * @param status 200, or the status to refuse the request with
   */
  record Grant(int status, Runnable release) implements AutoCloseable {

    boolean isGiven() {
      return status == 200;
    }

    @Override
    public void close() {
      release.run();
    }
  }

  /**
   * Waits for a permission to receive or send a body; 503 if the port gets none. It is apart from
   * {@link #begin}: clients that send or read slowly delay only other large bodies.
   *
   * @param bytes length of the body
   */
  Grant body(UUID port, long bytes) throws InterruptedException {
    if (bytes <= SMALL) {
      return new Grant(200, () -> {});
    }
    return take(large) ? new Grant(200, large::release) : refuse(port, 503);
  }

  /** Waits for a permission to ask Nova; 429 or 503 if the port gets none. */
  Grant begin(UUID port) throws InterruptedException {
    if (!rate.take(port, nanoTime.getAsLong())) {
      return refuse(port, 429);
    }
    Semaphore slots =
        own.compute(
                port,
                (_, old) ->
                    (old == null ? new Own(new Semaphore(PER_INSTANCE, true), 0) : old).with(1))
            .slots;
    boolean granted = false;
    try {
      granted = take(slots) && takeOfAll(slots);
    } finally {
      if (!granted) {
        leave(port);
      }
    }
    return granted ? new Grant(200, () -> end(port, slots)) : refuse(port, 503);
  }

  private static boolean take(Semaphore slots) throws InterruptedException {
    return slots.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean takeOfAll(Semaphore slots) throws InterruptedException {
    boolean granted = false;
    try {
      granted = take(all);
    } finally {
      if (!granted) {
        slots.release();
      }
    }
    return granted;
  }

  private Grant refuse(UUID port, int status) {
    refused.accept(port);
    return new Grant(status, () -> {});
  }

  private void end(UUID port, Semaphore slots) {
    all.release();
    slots.release();
    leave(port);
  }

  private void leave(UUID port) {
    own.computeIfPresent(port, (_, old) -> old.users == 1 ? null : old.with(-1));
  }

  /** Forgets the rates of ports that may use their whole burst again. */
  void tidy() {
    rate.forget(nanoTime.getAsLong());
  }
}
