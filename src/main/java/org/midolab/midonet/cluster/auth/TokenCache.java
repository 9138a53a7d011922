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
 * Who lately held which token, so that not every request costs a question to the identity service.
 * A token is believed for {@link #BELIEVED} at most, which is how late its revocation is noticed,
 * and never after its own end. Tokens are known by their digest only.
 */
final class TokenCache {

  static final Duration BELIEVED = Duration.ofSeconds(60);

  private static final int CAPACITY = 10_000;

  private final Clock clock;

  private final Map<String, Known> entries =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > CAPACITY;
        }
      };

  private record Known(Identity identity, Instant until) {}

  TokenCache(Clock clock) {
    this.clock = clock;
  }

  synchronized Optional<Identity> find(String token) {
    String digest = digest(token);
    Known entry = entries.get(digest);
    if (entry == null) {
      return Optional.empty();
    }
    if (!clock.instant().isBefore(entry.until())) {
      entries.remove(digest);
      return Optional.empty();
    }
    return Optional.of(entry.identity());
  }

  synchronized void put(String token, Identity identity, Instant expires) {
    Instant believed = clock.instant().plus(BELIEVED);
    String digest = digest(token);
    entries.remove(digest);
    entries.put(digest, new Known(identity, expires.isBefore(believed) ? expires : believed));
  }

  synchronized int size() {
    return entries.size();
  }

  private static String digest(String token) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
