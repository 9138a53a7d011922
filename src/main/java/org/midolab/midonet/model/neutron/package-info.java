/**
 * Neutron's objects as its plugin sends them: what the cluster keeps of each beside the virtual
 * devices that stand for it (docs: contract.md#neutron-translation). Agents never read these.
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
 * <p>Addresses of either version of IP are kept as text, since Neutron has both and only IPv4 is
 * translated.
 */
package org.midolab.midonet.model.neutron;
