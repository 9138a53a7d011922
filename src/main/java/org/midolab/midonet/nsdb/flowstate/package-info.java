/**
 * The flow-state tables of Cassandra (docs: nsdb.md#cassandra).
 *
 * <p>The package contains only {@code FlowStateSchema}. It may use {@code zookeeper}, because a
 * lock there admits one agent at a time to schema changes.
 */
package org.midolab.midonet.nsdb.flowstate;
