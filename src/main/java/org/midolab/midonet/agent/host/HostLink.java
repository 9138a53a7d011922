package org.midolab.midonet.agent.host;

import java.util.List;

/**
 * An interface of the agent's namespace.
 *
 * @param index tells an interface from one of the same name that was deleted before
 * @param mac octets joined by colons, empty where there is none
 * @param kind as in {@code ip -d link}: veth, tun, bridge, vxlan…; empty for hardware
 * @param addresses IPv4, without prefix length
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
