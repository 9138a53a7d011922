package org.midolab.midonet.agent.simulation;

import java.util.UUID;
import org.midolab.midonet.model.Ip4;

/**
 * The ports of one address that source NAT at a device may use.
 *
 * @param from 1 to 65535
 * @param to 1 to 65535, inclusive
 */
public record PortRange(UUID deviceId, Ip4 address, int from, int to) {}
