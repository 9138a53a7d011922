package org.midolab.midonet.cluster.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MidoNet's default: accepts all users as admin. Any credentials get the token {@code 00000000},
 * which all clusters accept without shared state. If {@code cluster.auth.mock.admin_password} is
 * set, which MidoNet 5 does not have, only that password is accepted.
 */
final class MockAuthProvider implements AuthProvider {

  private static final String TOKEN = "00000000";
  private static final Tenant TENANT = new Tenant("admin", "admin", "everybody", true);
  private static final Identity ADMIN =
      new Identity("admin", TENANT.id(), Set.of(Identity.Role.ADMIN));
  private static final Duration LIFE = Duration.ofHours(24);

  private final Clock clock;
  private final String wanted;

  /**
   * @param wanted the only password that is accepted; if empty, any
   */
  MockAuthProvider(Clock clock, String wanted) {
    this.clock = clock;
    this.wanted = wanted;
  }

  @Override
  public String description() {
    return wanted.isEmpty()
        ? "Mock provider: any credentials are accepted as admin"
        : "Mock provider: whoever knows cluster.auth.mock.admin_password is accepted as admin";
  }

  @Override
  public Optional<Token> login(String user, String password, @Nullable String project) {
    boolean known =
        wanted.isEmpty()
            || MessageDigest.isEqual(
                wanted.getBytes(StandardCharsets.UTF_8), password.getBytes(StandardCharsets.UTF_8));
    return known ? Optional.of(new Token(TOKEN, clock.instant().plus(LIFE))) : Optional.empty();
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
