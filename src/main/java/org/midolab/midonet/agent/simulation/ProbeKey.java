package org.midolab.midonet.agent.simulation;

import java.util.UUID;

/**
 * Identifies the answers to a probe of a pool's member (docs: contract.md#health-monitors).
 *
 * @param member the member's address and TCP port
 * @param router the router's address and TCP port that the probe came from
 */
public record ProbeKey(UUID routerId, Endpoint member, Endpoint router) {}
