package org.midolab.midonet.cluster.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Caches the identities of recent tokens, and refused tokens, so that not every request needs a
 * look-up at the identity service. A valid token is cached for {@link #BELIEVED} at most, which is
 * the longest delay until a revocation takes effect, and never beyond its expiry. Only digests of
 * tokens are stored.
 */
final class TokenCache {

  static final Duration BELIEVED = Duration.ofSeconds(60);

  /**
   * How long a refused token is refused without a new look-up. An unknown token does not become
   * valid later, but replicas of Keystone's database may lag for some seconds.
   */
  static final Duration REFUSED = Duration.ofSeconds(10);

  /**
   * Most valid and most refused tokens, about 200 bytes each; the oldest entry is evicted first.
   */
  static final int CAPACITY = 10_000;

  private final Clock clock;
  private final Map<String, Known> entries = bounded();

  /** Separate from valid tokens, so that many invalid tokens do not evict valid ones. */
  private final Map<String, Instant> refused = bounded();

  /**
   * @param until when it is looked up again
   * @param end expiry of the token
   */
  private record Known(Identity identity, Instant until, Instant end) {}

  private static <V> Map<String, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > CAPACITY;
      }
    };
  }

  TokenCache(Clock clock) {
    this.clock = clock;
  }

  synchronized Optional<Identity> find(String token) {
    String digest = digest(token);
    Known entry = entries.get(digest);
    if (entry == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (!now.isBefore(entry.end())) {
      entries.remove(digest);
    }
    return now.isBefore(entry.until()) ? Optional.of(entry.identity()) : Optional.empty();
  }

  /** Returns whether the token was valid at its last look-up, however long ago. */
  synchronized boolean wasBelieved(String token) {
    return entries.containsKey(digest(token));
  }

  /** Returns whether the token was refused recently. */
  synchronized boolean isRefused(String token) {
    Instant until = refused.get(digest(token));
    return until != null && clock.instant().isBefore(until);
  }

  synchronized void refuse(String token) {
    String digest = digest(token);
    entries.remove(digest);
    refused.remove(digest);
    refused.put(digest, clock.instant().plus(REFUSED));
  }

  synchronized void put(String token, Identity identity, Instant expires) {
    Instant believed = clock.instant().plus(BELIEVED);
    String digest = digest(token);
    entries.remove(digest);
    refused.remove(digest);
    entries.put(
        digest, new Known(identity, expires.isBefore(believed) ? expires : believed, expires));
  }

  synchronized int size() {
    return entries.size() + refused.size();
  }

  static String digest(String token) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
