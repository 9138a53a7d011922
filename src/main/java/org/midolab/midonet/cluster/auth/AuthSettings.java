package org.midolab.midonet.cluster.auth;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Optional;
import org.midolab.midonet.conf.Configuration;

/**
 * Settings of the keys {@code cluster.auth.*} (docs: contract.md#authentication).
 *
 * @param provider the provider that {@code cluster.auth.provider_class} selects
 * @param keystone settings of Keystone; empty for other providers, for which these keys are not
 *     checked
 * @param mockPassword the only password that the mock provider accepts; if empty, it accepts any
 */
@RecordBuilder
public record AuthSettings(
    Provider provider, RoleNames roles, Optional<KeystoneSettings> keystone, String mockPassword)
    implements AuthSettingsBuilder.With {

  /** MidoNet's default. */
  static final String MOCK = "org.midonet.cluster.auth.MockAuthService";

  /** The guide's name, which dates from Keystone's API v2.0. */
  static final String KEYSTONE_V2 = "org.midonet.cluster.auth.keystone.v2_0.KeystoneService";

  /** The later name, since MidoNet 5.2. */
  static final String KEYSTONE = "org.midonet.cluster.auth.keystone.KeystoneService";

  /** The authentication providers. */
  public enum Provider {
    MOCK,
    KEYSTONE
  }

  /** Returns settings of the mock provider, which accepts all users. */
  public static AuthSettings mock() {
    return new AuthSettings(Provider.MOCK, new RoleNames("", "", ""), Optional.empty(), "");
  }

  /** Returns settings of Keystone with the names of its roles. */
  public static AuthSettings keystone(RoleNames roles, KeystoneSettings keystone) {
    return new AuthSettings(Provider.KEYSTONE, roles, Optional.of(keystone), "");
  }

  public AuthSettings {
    if (provider == Provider.KEYSTONE && roles.admin().isEmpty()) {
      throw new IllegalArgumentException(
          "cluster.auth.admin_role is empty, so that nobody would get in; set it to the role of"
              + " Keystone that is an administrator here, such as admin");
    }
  }

  /**
   * @throws IllegalArgumentException when the provider is unknown, or a required setting is missing
   */
  public static AuthSettings from(Configuration configuration) {
    String name = configuration.string("cluster.auth.provider_class").strip();
    RoleNames roles =
        new RoleNames(
            configuration.string("cluster.auth.admin_role"),
            configuration.string("cluster.auth.tenant_admin_role"),
            configuration.string("cluster.auth.tenant_user_role"));
    return switch (name) {
      case MOCK ->
          new AuthSettings(
              Provider.MOCK,
              roles,
              Optional.empty(),
              configuration.string("cluster.auth.mock.admin_password").strip());
      case KEYSTONE, KEYSTONE_V2 -> keystone(roles, KeystoneSettings.from(configuration));
      default ->
          throw new IllegalArgumentException(
              "cluster.auth.provider_class is '%s', which is no provider of this cluster; set it to %s or %s"
                  .formatted(name, MOCK, KEYSTONE));
    };
  }
}
