/**
 * Handles upcalls: simulates frames without a flow and installs flows in the datapath.
 *
 * <pre>
 *   Datapath ──upcall──► Workers ──by flow hash──► PacketProcessor ──► Simulator ── reads ──► LiveTopology
 *      ▲                                              │    │                                   ▲   │ tags of
 *      │ install, execute                             │    └─ waits ─────────► WaitingRoom     │   │ what changed
 *      └──────────────── FlowTable ◄── Translator ◄───┘                        Neighbours ─────┘   ▼
 *                            ▲                                                 MacLearning     FlowTable.invalidate
 * </pre>
 *
 * Connections and translations are state that hosts share: {@code Connections} and {@code NatState}
 * keep it, agents report it to each other, and {@code StoredState} stores it for agents and ports
 * to come.
 *
 * <p>{@code Tracing} records the simulations of frames that match trace requests or {@code
 * Tracers}, and {@code RemoteTraces} follows them to the next host. {@code Meters} counts packets
 * and bytes.
 *
 * <p>Each flow is kept with the tags of everything that it depends on. A change of the topology
 * first becomes visible to simulations, and then its tags are invalidated. A flow is installed only
 * if none of its tags was invalidated since its simulation began, so no flow reflects an older
 * topology.
 */
package org.midolab.midonet.agent.flow;
