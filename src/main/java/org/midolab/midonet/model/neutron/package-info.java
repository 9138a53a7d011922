/**
 * Neutron's objects as its plugin sends them. The cluster stores them in addition to the virtual
 * devices that it translates them to (docs: contract.md#neutron-translation). Agents never read
 * these.
 *
 * <pre>
 *   NeutronNetwork ◄── NeutronSubnet ◄─┐ fixed IPs
 *        ▲    ▲                        │
 *        │    └──────────────────── NeutronPort ──► SecurityGroup ◄── SecurityGroupRule
 *        │ floating IPs of             ▲  ▲  ▲
 *   FloatingIp ────── fixed port ──────┘  │  └── gateway port ──── NeutronRouter
 *        └──────────── router ────────────┼──────────────────────────►  ▲
 *                              NeutronRouterInterface ──────────────────┘
 * </pre>
 *
 * <p>Addresses are kept as text where Neutron allows both versions of IP, since only IPv4 is
 * translated.
 */
package org.midolab.midonet.model.neutron;
