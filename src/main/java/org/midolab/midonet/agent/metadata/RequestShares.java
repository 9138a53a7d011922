package org.midolab.midonet.agent.metadata;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
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

  /** Of these, bodies of one instance: one that sends or reads slowly leaves the others. */
  static final int LARGE_PER_INSTANCE = 2;

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
  private record Own(Semaphore requests, Semaphore large, int users) {

    static Own unused() {
      return new Own(new Semaphore(PER_INSTANCE, true), new Semaphore(LARGE_PER_INSTANCE, true), 0);
    }

    Own with(int more) {
      return new Own(requests, large, users + more);
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

  /** Returns the number of requests of a port that hold or wait for a slot. */
  int inProgress(UUID port) {
    Own slots = own.get(port);
    return slots == null ? 0 : slots.users();
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
    return grant(port, Own::large, large);
  }

  /** Waits for a permission to ask Nova; 429 or 503 if the port gets none. */
  Grant begin(UUID port) throws InterruptedException {
    if (!rate.take(port, nanoTime.getAsLong())) {
      return refuse(port, 429);
    }
    return grant(port, Own::requests, all);
  }

  /** Waits for one of the port's own slots, and then for one of those that all ports share. */
  private Grant grant(UUID port, Function<Own, Semaphore> kind, Semaphore shared)
      throws InterruptedException {
    Semaphore slots =
        kind.apply(own.compute(port, (_, old) -> (old == null ? Own.unused() : old).with(1)));
    boolean granted = false;
    try {
      granted = take(slots) && takeShared(shared, slots);
    } finally {
      if (!granted) {
        leave(port);
      }
    }
    if (!granted) {
      return refuse(port, 503);
    }
    return new Grant(
        200,
        () -> {
          shared.release();
          slots.release();
          leave(port);
        });
  }

  private static boolean take(Semaphore slots) throws InterruptedException {
    return slots.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static boolean takeShared(Semaphore shared, Semaphore slots) throws InterruptedException {
    boolean granted = false;
    try {
      granted = take(shared);
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

  private void leave(UUID port) {
    own.computeIfPresent(port, (_, old) -> old.users == 1 ? null : old.with(-1));
  }

  /** Forgets the rates of ports that may use their whole burst again. */
  void tidy() {
    rate.forget(nanoTime.getAsLong());
  }
}
