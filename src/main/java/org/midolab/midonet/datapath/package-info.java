/**
 * The flow table: a cache of forwarding decisions in the kernel, which the agent fills (docs:
 * datapath.md#life-of-a-frame-in-the-kernel).
 *
 * <pre>
 *             upcall (ring buffer)                      install flow + execute
 *   frame ─► eBPF program on the port ──miss──► agent ─────────────► flow table ─► next frame: kernel only
 *                  │ hit
 *                  ▼
 *           actions: rewrite, TTL, output to port | VXLAN | GRE with a tunnel key
 * </pre>
 *
 * {@link org.midolab.midonet.datapath.Datapath} has two implementations, for which the same tests
 * run: {@code ebpf.EbpfDatapath} in the kernel, and {@code memory.InMemoryDatapath} for tests
 * without privileges. The datapath knows only port numbers, and no virtual devices.
 *
 * <p>Other packages use this package, which uses none of its subpackages. The subpackages may use
 * it. Further allowed dependencies: {@code tool} (mm-dpctl) uses {@code ebpf}; {@code ebpf} and
 * {@code memory} use {@code common}.
 *
 * <p>Properties that users should know:
 *
 * <ul>
 *   <li>Every miss is one upcall. The frame is lost unless the agent executes it. Until the flow is
 *       installed, more frames of it may cause upcalls. They keep their order, but frames that
 *       match the new flow may overtake them.
 *   <li>If flows with different actions overlap, it is undefined which of them applies.
 *   <li>A restart of the agent does not change the table. {@code flows()} returns the masked key of
 *       each flow, which is enough to simulate the flow again and to replace or remove it.
 *   <li>An interface that was deleted and created again must be {@code attach}ed again, by name.
 *       Until then, frames to it are lost. If it was not detached in between, its number and its
 *       flows stay valid.
 *   <li>A flow may get a narrower mask than requested: {@code install} returns it.
 *   <li>Copies of a frame to many veths wait in a queue of the kernel, which has {@code
 *       net.core.netdev_max_backlog} frames for each CPU (1,000 by default). Copies that find it
 *       full are dropped as {@code EGRESS_QUEUE_FULL}. Each TAP device has its own queue.
 *   <li>A GSO frame (one that stands for several packets) reaches at most one GRE tunnel per flow.
 *       This affects only floods, because other traffic has one destination.
 *   <li>Interfaces named {@code mn-inject0}, {@code mn-inject1} and {@code tnvxlan-overlay} belong
 *       to the datapath.
 * </ul>
 */
@NullMarked
package org.midolab.midonet.datapath;

import org.jspecify.annotations.NullMarked;
