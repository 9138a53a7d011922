package org.midolab.midonet.model;

/**
 * An object of Neutron's, stored beside the devices that it was translated to; see {@code
 * org.midolab.midonet.model.neutron}. It is not part of the topology that agents see.
 */
public non-sealed interface NeutronObject extends TopologyObject {}
