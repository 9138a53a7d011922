package org.midolab.midonet.model;

import java.util.UUID;

/**
 * Whatever is stored under an id of its own in the virtual topology (fact sheet "midonet", §2.2).
 */
public sealed interface TopologyObject
    permits BgpNetwork,
        BgpPeer,
        Chain,
        Host,
        Network,
        Port,
        PortGroup,
        Route,
        Router,
        Rule,
        TunnelZone {

  UUID id();
}
