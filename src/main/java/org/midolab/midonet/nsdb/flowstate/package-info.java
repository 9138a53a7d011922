/**
 * Flow state in Cassandra (docs: nsdb.md#cassandra).
 *
 * <pre>
 *   CassandraFlowState ──► FlowStateSchema    opens a session whose keyspace has the tables
 *      ├─────────────────► RowWriter          the queue of rows to write
 *      └─────────────────► Statements         CQL for the rows
 * </pre>
 *
 * <p>{@code CassandraFlowState} is the only public class. The package may use {@code zookeeper},
 * because a lock there admits one agent at a time to schema changes.
 */
package org.midolab.midonet.nsdb.flowstate;
