/**
 * BGP towards the routers behind a host's uplinks (docs: contract.md#bgp).
 *
 * <pre>
 *   host's namespace                        namespace bgp-xxxxxxx (first 7 characters of the port's id)
 *   ┌───────────────────────┐               ┌──────────────────────────────────┐
 *   │ uplink ── datapath ── bgp-xxxxxxx ══ bgp-xxxxxxx_m  router port's address and MAC
 *   └───────────────────────┘               │   bgpd ── zebra ── kernel routes ─┼─► netlink ─► state of the port
 *                                           └──────────────────────────────────┘
 * </pre>
 *
 * FRR's daemons run as separate systemd units, so that a session survives a restart of the agent.
 * The agent sends only the difference between the running and the wanted configuration, so that
 * established sessions are not reset.
 *
 * <p>{@link org.midolab.midonet.agent.bgp.BgpSpeaker} publishes the kernel's routes as the state of
 * the port. When a session ends, zebra deletes its routes from the kernel, and the speaker
 * publishes the smaller set: so a learned route is withdrawn.
 */
@NullMarked
package org.midolab.midonet.agent.bgp;

import org.jspecify.annotations.NullMarked;
