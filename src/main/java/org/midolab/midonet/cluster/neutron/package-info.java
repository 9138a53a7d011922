/**
 * What Neutron's plugin says (docs: contract.md#neutron-api): its objects are stored as they are,
 * and in the same transaction the virtual devices that stand for them.
 *
 * <pre>
 *   /neutron/… ──► NeutronCollection, RouterInterfaces, SecurityGroups      JSON, rules, answers
 *                        │
 *                        ▼                        ┌─► Translation   objects -> wants (pure)
 *                  NeutronStore ── before, after ─┤
 *                        │                        └─► Operation     wants -> what to do (pure)
 *                        ▼
 *                     Writer ──► nsdb: one ZooKeeper transaction
 * </pre>
 *
 * <p>Nothing here asks Neutron anything, and no request needs another one to have come before it,
 * beyond those for the objects that it names. IPv6 is stored and left untranslated, except that
 * security groups let it through or not.
 */
package org.midolab.midonet.cluster.neutron;
