package org.midolab.midonet.cluster.auth;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates users by Keystone. Only roles in a project apply: a token for a domain, for the
 * system or without a scope grants no access.
 *
 * <p>The cluster uses Keystone's admin token for its own requests. Clients cannot use it: it has no
 * user, project or expiry, and Keystone does not validate it.
 */
final class KeystoneAuthProvider implements AuthProvider {

  private final KeystoneSettings settings;
  private final RoleNames roles;
  private final Clock clock;
  private final Keystone keystone;
  private final TokenCache cache;
  private final LookUps lookUps;

  KeystoneAuthProvider(KeystoneSettings settings, RoleNames roles, Clock clock) {
    this.settings = settings;
    this.roles = roles;
    this.clock = clock;
    this.keystone = new Keystone(settings, clock);
    this.cache = new TokenCache(clock);
    this.lookUps = new LookUps(clock);
  }

  @Override
  public String description() {
    return "Keystone at " + settings.endpoint() + " decides who is let in";
  }

  /** Users without a project log in to the cluster's project. */
  @Override
  public Optional<Token> login(String user, String password, @Nullable String project) {
    String scope = project == null || project.isBlank() ? settings.project() : project.strip();
    if (scope.isEmpty() || !isText(user) || !isText(password) || !isText(scope)) {
      return Optional.empty();
    }
    Optional<Keystone.Grant> grant = keystone.login(user, password, scope);
    grant.ifPresent(this::remember);
    return grant.map(given -> new Token(given.key(), given.expires()));
  }

  /**
   * Returns whether a text has no control characters. Names and passwords have none, and some
   * databases fail on them.
   */
  private static boolean isText(String text) {
    return !text.isEmpty() && text.chars().noneMatch(Character::isISOControl);
  }

  @Override
  public Optional<Identity> identify(String tokenKey) {
    if (!Keystone.isHeaderValue(tokenKey)) {
      return Optional.empty();
    }
    Optional<Identity> known = cache.find(tokenKey);
    if (known.isPresent() || cache.isRefused(tokenKey)) {
      return known;
    }
    return lookUps.ask(tokenKey, cache.wasBelieved(tokenKey), () -> lookUp(tokenKey));
  }

  /** Reads the cache again, since another request may have filled it in the meantime. */
  private Optional<Identity> lookUp(String tokenKey) {
    Optional<Identity> known = cache.find(tokenKey);
    if (known.isPresent() || cache.isRefused(tokenKey)) {
      return known;
    }
    Optional<Identity> identity = keystone.validate(tokenKey).flatMap(this::remember);
    if (identity.isEmpty()) {
      cache.refuse(tokenKey);
    }
    return identity;
  }

  /**
   * Caches a token's identity. Returns empty when the token has expired by the cluster's clock,
   * even if Keystone accepts it.
   */
  private Optional<Identity> remember(Keystone.Grant grant) {
    if (!clock.instant().isBefore(grant.expires())) {
      return Optional.empty();
    }
    Identity identity =
        grant.project() == null
            ? new Identity(grant.user(), "", Set.of())
            : new Identity(grant.user(), grant.project(), roles.of(grant.roles()));
    cache.put(grant.key(), identity, grant.expires());
    return Optional.of(identity);
  }

  @Override
  public List<Tenant> tenants() {
    return keystone.projects();
  }

  @Override
  public Optional<Tenant> tenant(String id) {
    return keystone.project(id);
  }

  @Override
  public void close() {
    keystone.close();
  }
}
