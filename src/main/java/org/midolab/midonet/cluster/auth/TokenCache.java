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
 * Who lately held which token, and which were refused, so that not every request costs a question
 * to the identity service. A token is believed for {@link #BELIEVED} at most, which is how late its
 * revocation is noticed, and never after its own end. Tokens are known by their digest only.
 */
final class TokenCache {

  static final Duration BELIEVED = Duration.ofSeconds(60);

  /**
   * How long a refused token is refused without a question. A token that Keystone does not know is
   * not made later, but its databases may lag behind each other for some seconds.
   */
  static final Duration REFUSED = Duration.ofSeconds(10);

  /** Most tokens of each sort, about 200 bytes each; the eldest is forgotten first. */
  static final int CAPACITY = 10_000;

  private final Clock clock;
  private final Map<String, Known> entries = bounded();

  /** Kept apart, so that a flood of wrong tokens makes no right one forgotten. */
  private final Map<String, Instant> refused = bounded();

  /**
   * @param until when it is asked about again
   * @param end of the token itself
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

  /** Whether the token was right when it was last asked about, however long ago. */
  synchronized boolean wasBelieved(String token) {
    return entries.containsKey(digest(token));
  }

  /** Whether the token was refused a moment ago. */
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
