/**
 * Who may use the API: login, tokens and roles (docs: contract.md#authentication). A provider is
 * chosen by {@code cluster.auth.provider_class}.
 *
 * <pre>
 *   X-Auth-Token ──► KeystoneAuthProvider ──► TokenCache   until the token ends, 60 s at most
 *                        │        │
 *                        │        └── RoleNames            Keystone's roles -> ours
 *                        └──► Keystone                     v3 on the wire, asked with the admin
 *                                                          token or the cluster's own login
 * </pre>
 */
package org.midolab.midonet.cluster.auth;
