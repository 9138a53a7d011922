/**
 * The flow-state tables of Cassandra (docs: nsdb.md#cassandra).
 *
 * <p>It holds {@code FlowStateSchema} only, and may use {@code zookeeper}, since agents that change
 * the schema take turns by a lock there.
 */
package org.midolab.midonet.nsdb.flowstate;
