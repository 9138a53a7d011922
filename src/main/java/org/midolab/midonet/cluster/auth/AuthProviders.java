package org.midolab.midonet.cluster.auth;

import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the provider that the configuration names. */
public final class AuthProviders {

  private static final Logger LOG = LoggerFactory.getLogger(AuthProviders.class);

  private static final String MOCK = "org.midonet.cluster.auth.MockAuthService";

  private AuthProviders() {}

  /**
   * @param providerClass the value of {@code cluster.auth.provider_class}: MidoNet's class names,
   *     Keystone's in its 5.0 form ({@code ….keystone.v2_0.KeystoneService}) and in its later one
   * @throws IllegalArgumentException when no such provider exists
   */
  public static AuthProvider named(String providerClass, Clock clock) {
    return switch (providerClass) {
      case MOCK ->
          new MockAuthProvider(clock, "Mock provider: any credentials are accepted as admin");
      case "org.midonet.cluster.auth.keystone.v2_0.KeystoneService",
          "org.midonet.cluster.auth.keystone.KeystoneService" -> {
        String description =
            "Keystone login is not built yet; the Mock provider serves, which accepts any"
                + " credentials as admin";
        LOG.warn("{}", description);
        yield new MockAuthProvider(clock, description);
      }
      default ->
          throw new IllegalArgumentException(
              "cluster.auth.provider_class is '"
                  + providerClass
                  + "', which is no provider of this cluster; set it to "
                  + MOCK
                  + " or org.midonet.cluster.auth.keystone.v2_0.KeystoneService");
    };
  }
}
