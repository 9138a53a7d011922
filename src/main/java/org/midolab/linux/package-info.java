/**
 * The kernel's face, over the foreign function interface and without native code of ours: system
 * calls with errno, network namespaces, rtnetlink, packet sockets and bpf(2).
 *
 * <pre>
 *   Netlink ── Links, Addresses, Routes, Neighbours      typed requests
 *      │
 *   NetlinkMonitor                                       typed notifications, a thread of its own
 *      │
 *   NetworkNamespace, PacketSocket, Bpf, Poller ─► Kernel ─► syscall(2)
 * </pre>
 *
 * Both halves of the project use it and it knows neither: addresses are {@link
 * java.net.InetAddress}, MAC addresses are text. What the kernel refuses is a {@link
 * org.midolab.linux.LinuxException}.
 *
 * <p>A namespace belongs to a thread: see {@link org.midolab.linux.NetworkNamespace#call}. Files
 * and sockets keep the namespace that they were made in, so a {@link org.midolab.linux.Netlink} may
 * be used from any thread.
 */
package org.midolab.linux;
