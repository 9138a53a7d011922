/**
 * What all parts of the database need of ZooKeeper: paths, reads and writes with bounded patience,
 * the text of nodes, mirrors of nodes, and nodes that are kept as they are wanted.
 *
 * <pre>
 *   Paths, TableRef   where nodes lie and what they are called
 *   Json              the text of objects
 *   Zk                reads and writes; ZooKeeper's exceptions become ours
 *   ZnodeMirror       a live copy of the nodes below a path ──► Dispatch tells listeners, in order
 *   Reconciler        brings ZooKeeper to what is wanted, again after a lost session
 * </pre>
 *
 * <p>The other packages below {@code nsdb} use it; it uses none of them.
 */
package org.midolab.midonet.nsdb.zookeeper;
