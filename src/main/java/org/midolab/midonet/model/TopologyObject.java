package org.midolab.midonet.model;

import java.util.UUID;

/** Object of the virtual topology that is stored under its own id (docs: nsdb.md#objects). */
public sealed interface TopologyObject
    permits BgpNetwork,
        BgpPeer,
        Chain,
        Dhcp,
        DhcpV6,
        HealthMonitor,
        Host,
        IPAddrGroup,
        LoadBalancer,
        Mirror,
        Network,
        NeutronObject,
        Pool,
        PoolMember,
        Port,
        PortGroup,
        QosPolicy,
        QosRuleBandwidthLimit,
        QosRuleDscp,
        Route,
        Router,
        Rule,
        TraceRequest,
        TunnelZone,
        Vip {

  UUID id();
}
