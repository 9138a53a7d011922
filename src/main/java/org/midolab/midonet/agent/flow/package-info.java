/**
 * From a missed frame to a flow: what the agent does when the datapath asks.
 *
 * <pre>
 *   Datapath ──upcall──► Workers ──by flow hash──► PacketProcessor ──► Simulator ── reads ──► LiveTopology
 *      ▲                                              │    │                                   ▲   │ tags of
 *      │ install, execute                             │    └─ waits ─────────► WaitingRoom     │   │ what changed
 *      └──────────────── FlowTable ◄── Translator ◄───┘                        Neighbours ─────┘   ▼
 *                            ▲                                                 MacLearning     FlowTable.invalidate
 * </pre>
 *
 * A flow is remembered with the tags of all that it depends on. A change of the topology first
 * becomes visible to simulations and then invalidates; a flow is installed only if nothing that it
 * depends on was invalidated since its simulation began. So no flow survives that an older topology
 * decided.
 */
package org.midolab.midonet.agent.flow;
