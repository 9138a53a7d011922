/**
 * Resources that match packets: chains, rules, conditions, port groups and IP address groups.
 *
 * <p>It may use the package above, and no other resources. Other packages use {@code
 * FilterResources} and {@code ConditionShape} only.
 */
package org.midolab.midonet.cluster.resource.filter;
