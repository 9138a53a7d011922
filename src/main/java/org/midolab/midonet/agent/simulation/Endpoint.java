package org.midolab.midonet.agent.simulation;

import org.midolab.midonet.model.Ip4;

/**
 * One end of a connection, which a translation replaces by another.
 *
 * @param port 0 to 65535; the identifier of an ICMP echo
 */
public record Endpoint(Ip4 address, int port) {}
