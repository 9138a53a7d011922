/**
 * The MidoNet agent, Midolman: one process on each host where frames enter or leave the virtual
 * topology.
 *
 * <pre>
 *               NSDB mirrors                            netlink
 *                    │                                     │
 *                    ▼                                     ▼
 *   Midolman ──► Agent, whose control loop makes the host match the topology:
 *                ├─ host        registration, interfaces, underlay addresses
 *                ├─ binding     interfaces of this host that are bound to virtual ports; mm-ctl's socket
 *                ├─ metadata    a proxy that asks Nova for metadata on behalf of instances
 *                ├─ health      probes of pools' members, by one elected agent
 *                ├─ bgp         BGP speakers, each in its own namespace; learned routes
 *                └─ flow        upcalls ► simulation ► flows, and their invalidation
 * </pre>
 *
 * The control loop is level-triggered: after each change it compares the whole wanted state with
 * the actual state and corrects the differences. A killed agent, an interface that was deleted and
 * created again, and an interrupted connection to ZooKeeper therefore need no special code.
 */
package org.midolab.midonet.agent;
