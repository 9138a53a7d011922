/**
 * Access to ZooKeeper for all parts of the database: paths, reads and writes with a bounded waiting
 * time, the JSON of objects, mirrors of nodes, and the reconciliation of nodes with a wanted state.
 *
 * <pre>
 *   Paths, TableRef   paths and names of nodes
 *   Json              JSON of objects
 *   Zk                reads and writes; converts ZooKeeper's exceptions
 *   ZnodeMirror       a live copy of the nodes below a path ──► Dispatch calls listeners, in order
 *   Reconciler        changes ZooKeeper to the wanted state, again after a lost session
 * </pre>
 *
 * <p>The other subpackages of {@code nsdb} use this package; it uses none of them.
 */
@NullMarked
package org.midolab.midonet.nsdb.zookeeper;

import org.jspecify.annotations.NullMarked;
