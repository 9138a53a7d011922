/**
 * The virtual topology: devices, ports, rules, routes and hosts as immutable records, and the
 * addresses they are made of. Values only: nothing here reads or writes anything.
 *
 * <pre>
 *   Host ◄── TunnelZone              Chain ──► Rule ──► Condition
 *     ▲                                ▲ inbound/outbound filter
 *     │ bound to                       │
 *    Port ◄──── peer ────► Port ───► Network (bridge)
 *     │                                Router ──► Route, BgpPeer, BgpNetwork
 *     └──► PortGroup
 * </pre>
 *
 * Names and fields are MidoNet 5.0's (docs: nsdb.md#objects). A reference is the id of the other
 * object; what points back is not stored in an object but kept by {@code nsdb}.
 */
package org.midolab.midonet.model;
