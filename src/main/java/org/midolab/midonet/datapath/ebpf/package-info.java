/**
 * The datapath in the kernel: the agent's access to the programs and maps of {@code src/main/bpf}.
 *
 * <pre>
 *   EbpfDatapath ──► PinnedState      maps, programs and links that outlive the agent
 *      ├──► FlowStore ──► MaskTable, Batches
 *      ├──► PortTable, Hook           ports, and programs on their interfaces
 *      ├──► TunnelEnds                VXLAN and GRE
 *      ├──► UpcallReader, InjectPath  frames from the kernel and to it
 *      └──► FlowDump, Counts          counters
 *   PinnedView ──► PinnedState        read only, for mm-dpctl
 * </pre>
 *
 * <p>Other packages use {@code EbpfDatapath}, {@code DatapathOptions} and {@code PinnedView} only.
 * It may use {@code common}.
 */
package org.midolab.midonet.datapath.ebpf;
