/**
 * Simulation of a frame's way through the virtual topology: ports, bridges, routers, chains and
 * NAT, and DHCP for the hosts of bridges. The simulation is a pure function: it does no I/O, reads
 * no clock, starts no thread and keeps no state between two packets. What it asks of {@code
 * VirtualTopology} may be recorded there: a connection is marked as answered, ports of NAT are
 * requested, and a neighbour may be asked for again once per interval.
 *
 * <pre>
 *   Ingress (port, key, frame)                          Result
 *        │                                                ▲  Forward   actions + mask + tags: execute and install
 *        ▼                                                │  Drop      reason  + mask + tags: install for a time
 *   {@link org.midolab.midonet.agent.simulation.Simulator}
 *        │   port filter ► bridge | router ► port filter  │  Consumed  answered or absorbed: no flow
 *        │                     │                          │  Served    by the agent's own DHCP server: no flow
 *        │                     │                          │  Wait      until ARP answers, then simulate again
 *        └──── reads ──► VirtualTopology ─────────────────┘  each with Effects: learn, transmit, share state
 * </pre>
 *
 * All policy runs at the host where a frame enters (docs: datapath.md#tunnels). An action names the
 * virtual port that the frame leaves by. The agent translates it into a local output, or into a
 * tunnel with the port's tunnel key.
 *
 * <p>A {@link org.midolab.midonet.packet.FlowMask} covers all bits that the simulation has read, so
 * any frame that differs only in other bits has the same result. A set of {@link
 * org.midolab.midonet.agent.simulation.FlowTag}s names all parts of the topology that the result
 * depends on.
 *
 * <p>A {@link org.midolab.midonet.agent.simulation.Trace} receives the steps of one simulation, and
 * the trace requests that the frame matched. The conditions of requests are read, and narrow the
 * masks of all frames that enter there; the steps read nothing of the frame.
 *
 * <p>Not built yet: a second VLAN tag, IPv6 through routers. A rule or port that needs one of them
 * drops the frame, and {@link org.midolab.midonet.agent.simulation.Result.Drop#detail()} names the
 * missing feature. No frame passes because a feature is missing.
 */
package org.midolab.midonet.agent.simulation;
