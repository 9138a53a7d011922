/**
 * The resources of the API (docs: contract.md#rest-resources): which endpoints there are, how they
 * translate to the model, what is checked. A write is one transaction of the network state
 * database; the checks that need other objects run inside it.
 *
 * <p>This package owns what the resources share. Most resources are descriptions, and a few classes
 * turn them into endpoints:
 *
 * <pre>
 *   Stored     objects with an id: /routers, /routers/{id}/bgp_peers, /pools …
 *   Embedded   items kept inside an object: members of a tunnel zone, hosts of a DHCP subnet …
 *   Crud       what those share: look-up, ETag, lists, deletes
 * </pre>
 *
 * <p>What no agent does yet is stored too; {@code Unenforced} says what that is.
 *
 * <p>The resources are in packages below this one. This package uses none of them.
 *
 * <pre>
 *   root ──► device ──┐
 *     │  ├─► service ─┴─► filter ──► this package
 *     │  └─► host ──────────────────► this package
 *     └────► filter
 * </pre>
 */
package org.midolab.midonet.cluster.resource;
