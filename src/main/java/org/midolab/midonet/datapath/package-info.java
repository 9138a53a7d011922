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
 * runs over: eBPF in the kernel, and a twin in memory for tests without privileges. It knows ports
 * by number and nothing of virtual devices.
 */
package org.midolab.midonet.datapath;
