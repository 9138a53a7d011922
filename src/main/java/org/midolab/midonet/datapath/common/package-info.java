/**
 * Code that both datapaths use: port numbers, masks in use, the preparation of frames to send, and
 * the encoding of flows in the kernel's maps. Two flows are the same if their encoded keys are
 * equal.
 *
 * <pre>
 *   Sender ──► LongFrames, SoftActions     frames that the agent sends
 *   MaskSet, PortNumbers                   bounded resources
 *   FlowCodec, ActionCodec ──► Layout      the structures of src/main/bpf/datapath.h
 * </pre>
 *
 * <p>It may use the parent package. Only {@code ebpf} and {@code memory} use it.
 */
@NullMarked
package org.midolab.midonet.datapath.common;

import org.jspecify.annotations.NullMarked;
