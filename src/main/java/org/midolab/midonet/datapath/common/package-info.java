/**
 * What both datapaths need: port numbers, masks in use, frames made ready to be sent, and the bytes
 * of the kernel's maps, which are also what makes two flows the same.
 *
 * <pre>
 *   Sender ──► LongFrames, SoftActions     frames that the agent sends
 *   MaskSet, PortNumbers                   shares of what is bounded
 *   FlowCodec, ActionCodec ──► Layout      the structures of src/main/bpf/datapath.h
 * </pre>
 *
 * <p>It may use the package above. Only {@code ebpf} and {@code memory} use it.
 */
package org.midolab.midonet.datapath.common;
