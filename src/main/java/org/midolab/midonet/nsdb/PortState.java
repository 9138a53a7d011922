package org.midolab.midonet.nsdb;

import java.util.UUID;

/** Where a port is active; the value of the state key {@code Port.active}. */
public record PortState(UUID hostId, int tunnelKey) {}
