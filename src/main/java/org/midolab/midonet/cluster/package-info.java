/**
 * The MidoNet Cluster: the REST API on port 8181 under {@code /midonet-api} (docs:
 * contract.md#rest-conventions). It has no state of its own, so several clusters can serve the same
 * network state database.
 *
 * <pre>
 *   HTTP ──► rest      server, endpoints, media types, errors          auth   login, tokens, roles
 *              │
 *              ├────► neutron   Neutron's objects and their translation
 *              ▼
 *            resource  one class per resource: its endpoints, checks and translation to the model
 *              │  │
 *              │  └──► shape   fields of a resource as data: JSON, defaults, ranges
 *              ▼
 *            nsdb, conf
 * </pre>
 */
@NullMarked
package org.midolab.midonet.cluster;

import org.jspecify.annotations.NullMarked;
