package org.midolab.midonet.cluster.auth;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * MidoNet's default: lets everybody in as admin. Any credentials get the one token {@code
 * 00000000}, which every cluster knows without sharing anything.
 */
final class MockAuthProvider implements AuthProvider {

  private static final String TOKEN = "00000000";
  private static final Tenant TENANT = new Tenant("admin", "admin", "everybody", true);
  private static final Identity ADMIN =
      new Identity("admin", TENANT.id(), Set.of(Identity.Role.ADMIN));
  private static final Duration LIFE = Duration.ofHours(24);

  private final Clock clock;

  MockAuthProvider(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String description() {
    return "Mock provider: any credentials are accepted as admin";
  }

  @Override
  public Optional<Token> login(String user, String password, String project) {
    return Optional.of(new Token(TOKEN, clock.instant().plus(LIFE)));
  }

  @Override
  public Optional<Identity> identify(String tokenKey) {
    return TOKEN.equals(tokenKey) ? Optional.of(ADMIN) : Optional.empty();
  }

  @Override
  public List<Tenant> tenants() {
    return List.of(TENANT);
  }
}
