/**
 * Configuration of all daemons: layers of HOCON text in ZooKeeper, the schema with defaults and
 * descriptions, and the command {@code mn-conf} (docs: contract.md#configuration).
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
