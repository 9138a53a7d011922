package org.midolab.midonet.cluster.auth;

import java.time.Clock;

/** Chooses the provider that the configuration names. */
public final class AuthProviders {

  private AuthProviders() {}

  /** Asks nobody yet: the identity service may come up later than the cluster. */
  public static AuthProvider of(AuthSettings settings, Clock clock) {
    return switch (settings.provider()) {
      case MOCK -> new MockAuthProvider(clock, settings.mockPassword());
      case KEYSTONE ->
          new KeystoneAuthProvider(settings.keystone().orElseThrow(), settings.roles(), clock);
    };
  }
}
