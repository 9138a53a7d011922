package org.midolab.midonet.agent.simulation;

import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;

/**
 * An instance at a port of this host that the metadata proxy serves (docs: contract.md#metadata).
 *
 * @param mac of the instance's port
 * @param address the port's first IPv4 address
 * @param alias the address in 169.254.0.0/16 that stands for the port at the proxy
 */
public record MetadataGuest(Mac mac, Ip4 address, Ip4 alias) {}
