/**
 * The flow table: a cache of forwarding decisions next to the wire, filled by the agent.
 *
 * <pre>
 *             upcall (ring buffer)                      install flow + execute
 *   frame ─► eBPF program on the port ──miss──► agent ─────────────► flow table ─► next frame: kernel only
 *                  │ hit
 *                  ▼
 *           actions: rewrite, TTL, output to port | VXLAN | GRE with a tunnel key
 * </pre>
 *
 * {@link org.midolab.midonet.datapath.Datapath} has two implementations that one suite of tests
 * runs over: {@code ebpf.EbpfDatapath} in the kernel, and {@code memory.InMemoryDatapath} for tests
 * without privileges. It knows ports by number and nothing of virtual devices.
 *
 * <p>This package is what other packages use, and uses none of those below it. They may use it, and
 * also: {@code tool} (mm-dpctl) uses {@code ebpf}; {@code ebpf} and {@code memory} use {@code
 * common}.
 *
 * <p>What its user should know:
 *
 * <ul>
 *   <li>Every miss is one upcall, and the frame is gone unless it is executed. While its flow is
 *       being made, more frames of it may come up; they overtake nothing that was executed before
 *       them, but frames that hit the fresh flow may overtake those.
 *   <li>Flows that overlap and say different things are the user's mistake: which one a frame takes
 *       is not defined.
 *   <li>After a restart the table is as it was left. {@code flows()} lists it with the masked key
 *       of each flow, which is enough to simulate it again and to replace or remove it.
 *   <li>An interface that was deleted and made again is {@code attach}ed again, by name; unless it
 *       was detached meanwhile, its number and the flows that name it stay true. Until then what is
 *       sent there is lost.
 *   <li>A flow may have a narrower mask than was asked for: {@code install} says which.
 *   <li>Copies of one frame to many veths wait in a queue of the kernel's, {@code
 *       net.core.netdev_max_backlog} frames long for each CPU (1,000 by default); what finds it
 *       full counts as {@code EGRESS_QUEUE_FULL}. TAP devices have a queue each.
 *   <li>A GSO frame (one that stands for several packets) reaches at most one GRE tunnel per flow;
 *       that concerns floods only, since learned traffic has one destination.
 *   <li>Interfaces named {@code mn-inject0}, {@code mn-inject1} and {@code tnvxlan-overlay} are the
 *       datapath's own.
 * </ul>
 */
package org.midolab.midonet.datapath;
