/**
 * The network state database: the data that the system stores in ZooKeeper, and the flow-state
 * tables in Cassandra.
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
 * <p>Paths, keys and delete semantics are MidoNet's (docs: nsdb.md#references). An object is stored
 * as readable JSON of its {@code model} record. Each reference to an object is a child node of the
 * object's node, so ZooKeeper refuses to delete an object that is still referenced.
 *
 * <p>This package contains the interfaces, values and exceptions that other packages use. The
 * implementation is in subpackages, which may use this package; it uses none of them. {@code
 * connection} has {@code ZkNsdb.connect}, which returns an {@code Nsdb}; {@code flowstate} has
 * {@code CassandraFlowState}. Other subpackages are not used from outside. Allowed dependencies:
 * {@code connection} may use {@code table}, {@code state}, {@code topology} and {@code zookeeper};
 * {@code table} may use {@code topology} and {@code zookeeper}; {@code topology}, {@code state} and
 * {@code flowstate} may use {@code zookeeper}.
 */
@NullMarked
package org.midolab.midonet.nsdb;

import org.jspecify.annotations.NullMarked;
