/**
 * The MidoNet Cluster: the REST API on port 8181 under {@code /midonet-api} (docs:
 * contract.md#rest-conventions). It keeps nothing of its own: any number of clusters may run beside
 * each other on one network state database.
 *
 * <pre>
 *   HTTP ──► rest      server, endpoints, media types, errors          auth   login, tokens, roles
 *              │
 *              ├────► neutron   Neutron's objects and what they are translated to
 *              ▼
 *            resource  one class per resource: its endpoints, checks and translation to the model
 *              │  │
 *              │  └──► shape   fields of a resource as data: JSON both ways, defaults, ranges
 *              ▼
 *            nsdb, conf
 * </pre>
 */
package org.midolab.midonet.cluster;
