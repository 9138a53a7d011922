package org.midolab.midonet.cluster.neutron;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.Route.NextHop;
import org.midolab.midonet.model.neutron.NeutronNetwork;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronPort.FixedIp;
import org.midolab.midonet.model.neutron.NeutronSubnet;

/**
 * Virtual port of a router for its gateway or an interface. It has the address and MAC of Neutron's
 * port. It is linked to that port of the network or, on an uplink network, bound to a host.
 *
 * @param id id of the router port
 * @param port Neutron's port
 * @param ip first IPv4 address of Neutron's port
 */
record RouterPort(
    UUID id,
    UUID routerId,
    NeutronPort port,
    NeutronNetwork network,
    NeutronSubnet subnet,
    Ip4 ip) {

  /** Weight of the route to the router's own address, which overrides all other routes. */
  private static final int LOCAL_WEIGHT = 0;

  /** Returns the router port, or null when Neutron's port has no IPv4 address. */
  static RouterPort of(UUID routerId, NeutronPort port, View view) {
    NeutronNetwork network = port == null ? null : view.network(port.networkId());
    if (network == null) {
      return null;
    }
    for (FixedIp fixed : port.fixedIp4s()) {
      NeutronSubnet subnet = view.subnet(fixed.subnetId());
      if (subnet != null && subnet.isIpv4()) {
        UUID id = DerivedId.routerPort(port.id());
        return new RouterPort(id, routerId, port, network, subnet, fixed.ip4());
      }
    }
    return null;
  }

  Prefix prefix() {
    return subnet.prefix();
  }

  Mac mac() {
    return port.macAddress();
  }

  /** Returns the port, and the local route of its address. */
  List<TopologyPart> portAndAddress() {
    return List.of(
        new TopologyPart.StoredObject(
            PortBuilder.builder()
                .id(id)
                .routerId(routerId)
                .adminStateUp(port.adminStateUp())
                .peerId(network.isUplink() ? null : port.id())
                .portAddress(ip)
                .portSubnet(prefix())
                .portMac(mac())
                .build()),
        route("local", NextHop.LOCAL, Prefix.ANY, Prefix.host(ip), null, LOCAL_WEIGHT));
  }

  /** Returns a route through this port. */
  TopologyPart route(String role, Prefix from, Prefix to, Ip4 via) {
    return route(role, NextHop.PORT, from, to, via, Route.DEFAULT_WEIGHT);
  }

  private TopologyPart route(
      String role, NextHop hop, Prefix from, Prefix to, Ip4 via, int weight) {
    UUID routeId = DerivedId.of("route-" + role, routerId, id, to, via);
    return new TopologyPart.StoredObject(
        new Route(routeId, routerId, from, to, hop, id, via, weight, false));
  }
}
