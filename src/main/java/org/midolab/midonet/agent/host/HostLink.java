package org.midolab.midonet.agent.host;

import java.util.List;

/**
 * An interface of the agent's namespace.
 *
 * @param index the kernel's interface index, which differs from that of an earlier interface of the
 *     same name
 * @param mac octets joined by colons; empty without a MAC address
 * @param mtu bytes
 * @param up whether the interface is administratively up
 * @param kind as in {@code ip -d link}: veth, tun, bridge, vxlan…; empty for hardware
 * @param addresses IPv4 addresses without prefix length
 */
public record HostLink(
    int index,
    String name,
    String mac,
    int mtu,
    boolean up,
    boolean carrier,
    String kind,
    List<String> addresses) {

  public HostLink {
    addresses = List.copyOf(addresses);
  }
}
