package org.midolab.midonet.cluster.auth;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets in whom Keystone vouches for. Roles count in a project only: a token for a domain, for the
 * system or for nothing opens nothing here.
 *
 * <p>Keystone's admin token is what the cluster asks with. It is not a token that a client can
 * show: it has no user, no project and no end, and Keystone itself does not know it as one.
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

  /** Users who name no project log in to the cluster's own. */
  @Override
  public Optional<Token> login(String user, String password, String project) {
    String scope = project == null || project.isBlank() ? settings.project() : project.strip();
    if (scope.isEmpty() || !isText(user) || !isText(password) || !isText(scope)) {
      return Optional.empty();
    }
    Optional<Keystone.Grant> grant = keystone.login(user, password, scope);
    grant.ifPresent(this::remember);
    return grant.map(given -> new Token(given.key(), given.expires()));
  }

  /** No name or password holds a control character; some databases choke on them. */
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

  /** Looks into the cache once more: somebody else may have asked a moment ago. */
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

  /** Empty when the token has ended by our own clock, whatever Keystone's says. */
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
