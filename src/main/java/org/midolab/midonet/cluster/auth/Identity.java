package org.midolab.midonet.cluster.auth;

import java.util.Set;

/** An authenticated user with its tenant and roles. */
public record Identity(String user, String tenantId, Set<Role> roles) {

  public Identity {
    roles = Set.copyOf(roles);
  }

  public enum Role {
    ADMIN,
    TENANT_ADMIN,
    TENANT_USER
  }

  /**
   * Returns whether the user is an admin. As in MidoNet 5, all requests except login require this.
   */
  public boolean isAdmin() {
    return roles.contains(Role.ADMIN);
  }
}
