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
 * FRR's daemons are units of their own, so that a session outlives a restart of the agent. They are
 * configured by the difference between what they run and what the topology asks for: a speaker that
 * is right already is not touched.
 */
package org.midolab.midonet.agent.bgp;
