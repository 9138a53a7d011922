/**
 * Replicated tables (docs: nsdb.md#replicated-tables).
 *
 * <pre>
 *   ZkReplicatedTables ──► ZkReplicatedTable ──► ZnodeMirror         live views
 *                                   ├──────────► LearnedEntries      learned entries, in the fair
 *                                   │                                batches of FairDue
 *                                   └──────────► ZkTopologyStore     persistent entries
 * </pre>
 *
 * <p>{@code ZkReplicatedTables} is the only public class. The package may use {@code topology} and
 * {@code zookeeper}.
 */
@NullMarked
package org.midolab.midonet.nsdb.table;

import org.jspecify.annotations.NullMarked;
