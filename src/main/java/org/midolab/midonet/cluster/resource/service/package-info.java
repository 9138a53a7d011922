/**
 * Resources of services: load balancers, pools and their members, VIPs, health monitors, QoS
 * policies and trace requests.
 *
 * <p>It may use {@code filter} (conditions of trace requests) and the package above. Other packages
 * use {@code ServiceResources} only.
 */
package org.midolab.midonet.cluster.resource.service;
