/**
 * What becomes of a frame in the virtual topology: ports, bridges, routers, chains and NAT, and
 * DHCP for the hosts of bridges, as pure functions. Values in, values out: no I/O, no clock, no
 * thread, no state between two packets.
 *
 * <pre>
 *   Ingress (port, key, frame)                          Result
 *        │                                                ▲  Forward   actions + mask + tags: execute and install
 *        ▼                                                │  Drop      reason  + mask + tags: install for a while
 *   {@link org.midolab.midonet.agent.simulation.Simulator}
 *        │   port filter ► bridge | router ► port filter  │  Consumed  answered or absorbed: no flow
 *        │                     │                          │  Served    by the agent's own DHCP server: no flow
 *        │                     │                          │  Wait      until ARP answers, then simulate again
 *        └──── reads ──► VirtualTopology ─────────────────┘  and, with each of them, Effects: learn, transmit
 * </pre>
 *
 * All policy runs where a frame enters (docs: datapath.md#tunnels): an action names the virtual
 * port that the frame leaves by, and the agent turns that into a local output or into a tunnel
 * whose key is the port's.
 *
 * <p>A {@link org.midolab.midonet.packet.FlowMask} holds exactly what the simulation has read, so
 * that any frame that differs only in other bits has the same result; a set of {@link
 * org.midolab.midonet.agent.simulation.FlowTag}s names everything in the topology that it depended
 * on.
 *
 * <p>Not built yet: VLAN-aware bridges, mirrors, IPv6 through routers. A rule or port that needs
 * one of them drops, and says so in {@link
 * org.midolab.midonet.agent.simulation.Result.Drop#detail()}; nothing is let through for want of
 * it.
 */
package org.midolab.midonet.agent.simulation;
