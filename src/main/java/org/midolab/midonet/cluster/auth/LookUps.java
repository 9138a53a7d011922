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
 * Limits the requests to Keystone that clients with invalid tokens cause. Of concurrent requests
 * with the same token one is looked up, and the others wait for its result. Tokens that were never
 * valid are looked up at a limited rate. A token that was valid before is looked up at once, so
 * that its user is not affected by the invalid tokens of others.
 */
final class LookUps {

  /**
   * Most look-ups per second of tokens that were never valid. Keystone answers some hundreds per
   * second, and OpenStack's services need most of them.
   */
  static final int PER_SECOND = 50;

  /**
   * Most look-ups in a burst after an idle time, for example from all clients of a cloud that
   * restarts.
   */
  static final int BURST = 200;

  private static final long NANOS_EACH = Duration.ofSeconds(1).toNanos() / PER_SECOND;

  private final Clock clock;
  private final ConcurrentMap<String, CompletableFuture<Optional<Identity>>> running =
      new ConcurrentHashMap<>();

  /** The time up to which look-ups were used; it is behind the clock by the burst at most. */
  private Instant spent;

  /** Number of refused look-ups; each refusal reports it. */
  private long refused;

  LookUps(Clock clock) {
    this.clock = clock;
    this.spent = Instant.MIN;
  }

  /**
   * @param rightBefore whether the token was valid at its last look-up
   * @throws AuthUnavailableException when there are too many tokens that were never valid
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
          ? new AuthUnavailableException(String.valueOf(away.getMessage()), away)
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
