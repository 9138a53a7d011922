/**
 * API for Neutron's plugin (docs: contract.md#neutron-api). Its objects are stored unchanged and,
 * in the same transaction, translated to virtual devices.
 *
 * <pre>
 *   /neutron/… ──► NeutronCollection, RouterInterfaces, SecurityGroups      JSON, rules, answers
 *                        │
 *                        ▼                        ┌─► Translation   objects -> topology parts (pure)
 *                  NeutronStore ── before, after ─┤
 *                        │                        └─► Operation     parts -> changes (pure)
 *                        ▼
 *                     Writer ──► nsdb: one ZooKeeper transaction
 * </pre>
 *
 * <p>This package sends no requests to Neutron. A request depends only on earlier requests for the
 * objects that it refers to. Of IPv6, only the filters of ports are translated ({@link Ipv6Rules}).
 */
package org.midolab.midonet.cluster.neutron;
