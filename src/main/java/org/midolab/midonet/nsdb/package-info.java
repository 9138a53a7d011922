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
 *
 * <p>This package is what other packages use: interfaces, values and exceptions. The code is in
 * packages below it, which may use this one; it uses none of them. {@code connection} has {@code
 * ZkNsdb.connect}, which gives an {@code Nsdb}; {@code flowstate} has the tables of Cassandra. No
 * other package is used from outside. The arrows: {@code connection} may use {@code table}, {@code
 * state}, {@code topology} and {@code zookeeper}; {@code table} may use {@code topology} and {@code
 * zookeeper}; {@code topology}, {@code state} and {@code flowstate} may use {@code zookeeper}.
 */
package org.midolab.midonet.nsdb;
