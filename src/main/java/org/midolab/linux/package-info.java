/**
 * Access to the Linux kernel: system calls with errno, network namespaces, rtnetlink, packet
 * sockets and bpf(2). It uses Java's foreign function interface and has no native code of its own.
 *
 * <pre>
 *   Netlink ── Links, Addresses, Routes, Neighbours      typed requests
 *      │
 *   NetlinkMonitor                                       typed notifications, a thread of its own
 *      │
 *   NetworkNamespace, PacketSocket, Bpf, Poller ─► Kernel ─► syscall(2)
 * </pre>
 *
 * Both halves of the project use this package; it depends on neither. Addresses are {@link
 * java.net.InetAddress}; MAC addresses are text. Errors of the kernel are thrown as {@link
 * org.midolab.linux.LinuxException}.
 *
 * <p>A namespace belongs to a thread: see {@link org.midolab.linux.NetworkNamespace#call}. Files
 * and sockets stay in the namespace that they were created in, so a {@link
 * org.midolab.linux.Netlink} may be used from any thread.
 */
@NullMarked
package org.midolab.linux;

import org.jspecify.annotations.NullMarked;
