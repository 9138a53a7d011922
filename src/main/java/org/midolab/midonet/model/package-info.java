/**
 * The virtual topology: devices, ports, rules, routes and hosts as immutable records, and their
 * address types. No class here does I/O.
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
 * object; back references are not stored in objects; {@code nsdb} maintains them.
 */
package org.midolab.midonet.model;
