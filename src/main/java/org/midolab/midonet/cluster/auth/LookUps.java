package org.midolab.midonet.cluster.auth;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Bounds what people without a right token make the cluster ask Keystone. Of those who show the
 * same token at the same time one asks, and the others wait for its answer. Tokens that were never
 * right are asked about at a bounded rate; one that was right before is asked about at once, so
 * that its user is served whatever others send.
 */
final class LookUps {

  /**
   * Most questions per second about tokens that were never right. Keystone answers some hundreds a
   * second, and OpenStack's services need most of them.
   */
  static final int PER_SECOND = 50;

  /** Most at once after a quiet time: all clients of a cloud that starts again. */
  static final int BURST = 200;

  private static final long NANOS_EACH = Duration.ofSeconds(1).toNanos() / PER_SECOND;

  private final Clock clock;
  private final ConcurrentMap<String, CompletableFuture<Optional<Identity>>> running =
      new ConcurrentHashMap<>();

  /** The time up to which questions have been spent; lags behind the clock by the burst at most. */
  private Instant spent;

  /** Questions that were not asked because there were too many; told with each that is not. */
  private long refused;

  LookUps(Clock clock) {
    this.clock = clock;
    this.spent = Instant.MIN;
  }

  /**
   * @param rightBefore whether the token was right when it was last asked about
   * @throws AuthUnavailableException when too many tokens that were never right were shown
   */
  Optional<Identity> ask(String token, boolean rightBefore, Supplier<Optional<Identity>> question) {
    String digest = TokenCache.digest(token);
    CompletableFuture<Optional<Identity>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Identity>> earlier = running.putIfAbsent(digest, mine);
    if (earlier != null) {
      return await(earlier);
    }
    try {
      if (!rightBefore) {
        spend();
      }
      mine.complete(question.get());
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
    } finally {
      running.remove(digest);
    }
    return await(mine);
  }

  private static Optional<Identity> await(CompletableFuture<Optional<Identity>> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof AuthUnavailableException away
          ? new AuthUnavailableException(away.getMessage(), away)
          : e;
    }
  }

  private synchronized void spend() {
    Instant now = clock.instant();
    Instant earliest = now.minusNanos(NANOS_EACH * BURST);
    Instant next = (spent.isBefore(earliest) ? earliest : spent).plusNanos(NANOS_EACH);
    if (next.isAfter(now)) {
      refused++;
      throw new AuthUnavailableException(
          "more than %d unknown tokens a second were shown; %d were not asked about so far"
              .formatted(PER_SECOND, refused));
    }
    spent = next;
  }
}
