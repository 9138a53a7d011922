/**
 * The network state database: what the system keeps in ZooKeeper, and the flow-state tables of
 * Cassandra.
 *
 * <pre>
 *                        Nsdb  (two sessions: normal 30 s, fail-fast 5 s)
 *      ┌───────────────────┼───────────────────┬────────────────────┐
 *  TopologyStore       StateStore        ReplicatedTables     TopologyMirror,
 *  objects, one        liveness, active  mac, ip4-mac, arp    StateMirror: live
 *  multi per write     ports, routes     per device           immutable snapshots
 *      │                   │                   │                    │ watches
 *  /midonet/zoom/0/    /midonet/zoom/0/    /midonet/zoom/0/         ▼
 *    models/…            state/HOST/…        tables/…          all of them
 * </pre>
 *
 * <p>Paths, keys and delete semantics are MidoNet's (docs: nsdb.md#references); an object is
 * readable JSON of its {@code model} record. Who points at an object is a child node of that
 * object's node, so that ZooKeeper itself refuses to delete what is referenced.
 */
package org.midolab.midonet.nsdb;
