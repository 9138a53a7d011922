package org.midolab.midonet.model;

/**
 * An object of Neutron, stored in addition to the devices that it was translated to; see {@code
 * org.midolab.midonet.model.neutron}. Agents do not read it.
 */
public non-sealed interface NeutronObject extends TopologyObject {}
