/**
 * Authentication: login, tokens and roles (docs: contract.md#authentication). The key {@code
 * cluster.auth.provider_class} selects the provider.
 *
 * <pre>
 *   X-Auth-Token ──► KeystoneAuthProvider ──► TokenCache   until the token ends, 60 s at most
 *                        │        │
 *                        │        └── RoleNames            Keystone's roles -> ours
 *                        └──► Keystone                     API v3, called with the admin
 *                                                          token or the cluster's own login
 * </pre>
 */
@NullMarked
package org.midolab.midonet.cluster.auth;

import org.jspecify.annotations.NullMarked;
