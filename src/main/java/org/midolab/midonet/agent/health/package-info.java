/**
 * Health monitors: one elected agent probes the members of pools, and writes their status (docs:
 * contract.md#health-monitors).
 *
 * <pre>
 *   Election ──► HealthMonitoring ──► HealthChecks ── due ──► ForwardingPlane.probe: SYN into the topology
 *                   │        ▲             ▲                          :
 *   status of       ▼        │             └────── Answer ────────────┘ SYN+ACK or RST to the router
 *   members ── TopologyStore └ TopologyMirror
 * </pre>
 *
 * <p>The elected agent sends a SYN as if the member's router had sent it, from the address of the
 * router's port on the way to the member. So tenants with overlapping addresses need neither
 * network namespaces nor ports of their own, the probe takes the same way as the connections of
 * clients, and the simulation of any host recognizes the answer. MidoNet binds a kernel socket in a
 * namespace to a port made for it instead; that would need interfaces on the elected host, objects
 * in the topology that a dead agent leaves behind, and a kernel in each test. The price: the
 * handshake is never completed, so that a probe shows that the member's kernel accepts connections
 * at the port, as much as a connection by its kernel would show.
 */
@NullMarked
package org.midolab.midonet.agent.health;

import org.jspecify.annotations.NullMarked;
