/**
 * The connection to the network state database: two ZooKeeper sessions, and the parts that are made
 * on them when they are first asked for.
 *
 * <pre>
 *   ZkNsdb ──► topology: store and mirror
 *      ├─────► state: store and mirror
 *      ├─────► table: replicated tables
 *      └─────► Curator: one client for each session
 * </pre>
 *
 * <p>{@code ZkNsdb.connect} is all that other packages use of it. It may use {@code table}, {@code
 * state}, {@code topology} and {@code zookeeper}; none of them uses it.
 */
package org.midolab.midonet.nsdb.connection;
