package org.midolab.midonet.cluster.auth;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.midolab.midonet.cluster.auth.Identity.Role;

/**
 * Names of the cluster's roles in the identity service: the keys {@code cluster.auth.admin_role},
 * {@code tenant_admin_role} and {@code tenant_user_role}. An empty name disables a role. Names are
 * not case-sensitive, as in OpenStack's services.
 */
public record RoleNames(String admin, String tenantAdmin, String tenantUser) {

  public RoleNames {
    admin = admin.strip();
    tenantAdmin = tenantAdmin.strip();
    tenantUser = tenantUser.strip();
  }

  /** Returns the cluster's roles for the service's role names. */
  Set<Role> of(Collection<String> names) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String name : names) {
      add(roles, name, admin, Role.ADMIN);
      add(roles, name, tenantAdmin, Role.TENANT_ADMIN);
      add(roles, name, tenantUser, Role.TENANT_USER);
    }
    return roles;
  }

  private static void add(Set<Role> roles, String name, String configured, Role role) {
    if (!configured.isEmpty()
        && configured.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
      roles.add(role);
    }
  }
}
