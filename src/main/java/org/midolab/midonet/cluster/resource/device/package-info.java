/**
 * Resources of the virtual devices: bridges with their MAC and ARP tables, DHCP subnets, routers,
 * ports and their bindings to interfaces, routes, BGP and mirrors. {@code Subnets} has the
 * endpoints that DHCP and DHCPv6 share.
 *
 * <p>It may use {@code filter} (conditions of mirrors, links to chains) and the package above.
 * Other packages use {@code DeviceResources} only.
 */
package org.midolab.midonet.cluster.resource.device;
