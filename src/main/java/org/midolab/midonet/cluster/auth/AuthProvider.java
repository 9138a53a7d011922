package org.midolab.midonet.cluster.auth;

import java.util.List;
import java.util.Optional;

/** An identity service behind the API. */
public interface AuthProvider {

  /** One sentence for logs and the system state: who decides about access. */
  String description();

  /**
   * @param project the tenant to log in to, or null
   * @return empty when the credentials are wrong
   */
  Optional<Token> login(String user, String password, String project);

  /**
   * @return empty when the token is unknown or expired
   */
  Optional<Identity> identify(String tokenKey);

  List<Tenant> tenants();
}
