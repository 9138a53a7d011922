package org.midolab.midonet.cluster.auth;

import java.util.List;
import java.util.Optional;

/**
 * An identity service behind the API. Where it cannot be asked, every method that needs it throws
 * {@link AuthUnavailableException}; nobody gets in on a guess.
 */
public interface AuthProvider extends AutoCloseable {

  /** One sentence for logs: who decides about access. */
  String description();

  /**
   * @param project the tenant to log in to, by name, or null
   * @return empty when the credentials are wrong
   */
  Optional<Token> login(String user, String password, String project);

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

  /** Lets go of connections. */
  @Override
  default void close() {}
}
