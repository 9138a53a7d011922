/**
 * Benchmarks: the boot time of a lab, the throughput of the datapath, the new flows per second of
 * an agent, and the latency of the API with many stored objects.
 *
 * <pre>
 *   BootBench      quickstart, bare nodes to an answering floating IP, and down    ┐
 *   TcpBench       pair: our tunnels against the kernel's bridge and vxlan device  ├─► Results ─► reports/bench-*.json, .md
 *   FlowBench      quickstart: new flows through a gateway's full simulation       │
 *   ApiBench       scale: requests and lists over 100,000 ports; command lines     ┘
 * </pre>
 *
 * On a busy machine, single values differ by a factor of two or more. So values that are compared
 * are measured in the same round, and only medians of the rounds' ratios are reported. All
 * measurements use an operator's tools: iperf3, the kernel's counters, {@code mm-dpctl}, and HTTP.
 */
@NullMarked
package org.midolab.lab.bench;

import org.jspecify.annotations.NullMarked;
