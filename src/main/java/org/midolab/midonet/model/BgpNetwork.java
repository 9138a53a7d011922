package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/** A subnet that a router announces to its BGP peers. */
@RecordBuilder
public record BgpNetwork(UUID id, UUID routerId, Prefix subnet)
    implements TopologyObject, BgpNetworkBuilder.With {}
