package org.midolab.midonet.cluster.auth;

import java.util.Set;

/** Who asks, and as what. */
public record Identity(String user, String tenantId, Set<Role> roles) {

  public Identity {
    roles = Set.copyOf(roles);
  }

  public enum Role {
    ADMIN,
    TENANT_ADMIN,
    TENANT_USER
  }

  /** In MidoNet 5 every request but login needs it. */
  public boolean isAdmin() {
    return roles.contains(Role.ADMIN);
  }
}
