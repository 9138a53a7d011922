/**
 * The configuration of all daemons: HOCON kept in ZooKeeper in layers, the schema with its defaults
 * and descriptions, and the command {@code mn-conf} (docs: contract.md#configuration).
 *
 * <pre>
 *   strongest   legacy ini file of the daemon (agent only)
 *               /midonet/config/nodes/HOST
 *               /midonet/config/templates/T     T assigned to HOST in /midonet/config/template-mappings
 *               /midonet/config/templates/default
 *   weakest     schema: nsdb, agent, cluster (resources of this package, copied to /midonet/config/schemas)
 * </pre>
 */
package org.midolab.midonet.conf;
