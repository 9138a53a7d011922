/**
 * The resources of the API (docs: contract.md#rest-resources): their endpoints, their translation
 * to the model, and their checks. A write is one transaction of the network state database; checks
 * that need other objects run inside it.
 *
 * <p>This package owns the common parts of resources. Most resources are data, and a few classes
 * turn them into endpoints:
 *
 * <pre>
 *   Stored     objects with an id: /routers, /routers/{id}/bgp_peers, /pools …
 *   Embedded   items stored inside an object: members of a tunnel zone, hosts of a DHCP subnet …
 *   Crud       common operations: look-up, ETag, lists, deletes
 * </pre>
 *
 * <p>Some objects and fields are stored although agents do not enforce them; {@code Unenforced}
 * lists them.
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
