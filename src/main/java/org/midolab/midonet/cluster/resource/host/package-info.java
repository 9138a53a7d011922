/**
 * Resources of the physical side: hosts and their interfaces, tunnel zones and their members, and
 * the configuration of nodes.
 *
 * <p>It may use the package above, and no other resources. Other packages use {@code HostResources}
 * only.
 */
package org.midolab.midonet.cluster.resource.host;
