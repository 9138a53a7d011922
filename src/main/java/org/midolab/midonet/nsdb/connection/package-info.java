/**
 * The connection to the network state database: two ZooKeeper sessions, and the parts that use
 * them. Both are created on first use.
 *
 * <pre>
 *   ZkNsdb ──► topology: store and mirror
 *      ├─────► state: store and mirror
 *      ├─────► table: replicated tables
 *      └─────► Curator: one client for each session
 * </pre>
 *
 * <p>Other packages use only {@code ZkNsdb.connect}. This package may use {@code table}, {@code
 * state}, {@code topology} and {@code zookeeper}; they do not use it.
 */
@NullMarked
package org.midolab.midonet.nsdb.connection;

import org.jspecify.annotations.NullMarked;
