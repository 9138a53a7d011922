package org.midolab.midonet.cluster.auth;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Access to an identity service. When the service is unavailable, every method that needs it throws
 * {@link AuthUnavailableException}, so no request is accepted without authentication.
 */
public interface AuthProvider extends AutoCloseable {

  /** Returns a sentence for logs that describes the provider. */
  String description();

  /**
   * @param project the tenant to log in to, by name, or null
   * @return empty when the credentials are wrong
   */
  Optional<Token> login(String user, String password, @Nullable String project);

  /**
   * @return empty when the token is unknown or expired
   */
  Optional<Identity> identify(String tokenKey);

  List<Tenant> tenants();

  /**
   * @return empty when there is no such tenant
   */
  default Optional<Tenant> tenant(String id) {
    return tenants().stream().filter(tenant -> tenant.id().equals(id)).findFirst();
  }

  /** Closes connections. */
  @Override
  default void close() {}
}
