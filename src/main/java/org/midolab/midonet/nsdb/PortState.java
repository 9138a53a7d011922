package org.midolab.midonet.nsdb;

import java.util.UUID;

/**
 * The host on which a port is active: the value of the state key {@code Port.active} (docs:
 * nsdb.md#paths).
 *
 * @param hostId the host that publishes the port
 * @param tunnelKey the port's tunnel key, 1 to 1048575
 */
public record PortState(UUID hostId, int tunnelKey) {}
