/**
 * The MidoNet agent, Midolman: one process per host where frames enter or leave the virtual
 * topology.
 *
 * <pre>
 *               NSDB mirrors                            netlink
 *                    │                                     │
 *                    ▼                                     ▼
 *   Midolman ──► Agent, whose control loop brings what is in line with what the topology asks for:
 *                ├─ host        registration, interfaces, underlay addresses
 *                ├─ binding     interfaces of this host that are virtual ports; mm-ctl's socket
 *                ├─ bgp         speakers in namespaces of their own, learned routes
 *                └─ flow        upcalls ► simulation ► flows, and their invalidation
 * </pre>
 *
 * The control loop is level-triggered: whatever changes, it looks at the whole again and does what
 * is missing. So an agent that was killed, an interface that was deleted and made again, and a
 * ZooKeeper that was away need no code of their own.
 */
package org.midolab.midonet.agent;
