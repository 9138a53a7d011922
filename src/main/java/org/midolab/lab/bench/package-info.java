/**
 * Figures: how long a lab takes to boot, how fast packets go through the datapath, how many new
 * flows a second an agent takes, how soon the API answers when much is stored.
 *
 * <pre>
 *   BootBench      quickstart, bare nodes to an answering floating IP, and down    ┐
 *   TcpBench       pair: our tunnels against the kernel's bridge and vxlan device  ├─► Results ─► reports/bench-*.json, .md
 *   FlowBench      quickstart: new flows through a gateway's full simulation       │
 *   ApiBench       scale: requests and lists over 100,000 ports; command lines     ┘
 * </pre>
 *
 * On a busy machine single values swing by twofold and more: what is compared takes turns within a
 * round, and only medians of the rounds' ratios are reported. Everything is observed as an operator
 * would: by iperf3, by the kernel's counters, by {@code mm-dpctl}, over HTTP.
 */
package org.midolab.lab.bench;
