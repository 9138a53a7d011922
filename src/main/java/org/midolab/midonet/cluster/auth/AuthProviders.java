package org.midolab.midonet.cluster.auth;

import java.time.Clock;

/** Creates the provider that the configuration selects. */
public final class AuthProviders {

  private AuthProviders() {}

  /**
   * Creates the provider. It sends no request yet, since the identity service may start later than
   * the cluster.
   */
  public static AuthProvider of(AuthSettings settings, Clock clock) {
    return switch (settings.provider()) {
      case MOCK -> new MockAuthProvider(clock, settings.mockPassword());
      case KEYSTONE ->
          new KeystoneAuthProvider(settings.keystone().orElseThrow(), settings.roles(), clock);
    };
  }
}
