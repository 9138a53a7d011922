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
 * A router's own end of its gateway or of an interface: a router port with the address and the MAC
 * of Neutron's port, linked to that port of the network, or bound to a host where the network is an
 * uplink.
 *
 * @param id of the router port
 */
record RouterEnd(
    UUID id,
    UUID routerId,
    NeutronPort port,
    NeutronNetwork network,
    NeutronSubnet subnet,
    Ip4 ip) {

  /** A router's own address competes with no other route. */
  private static final int LOCAL_WEIGHT = 0;

  /** Null when there is no IPv4 address to give it. */
  static RouterEnd of(UUID routerId, NeutronPort port, View view) {
    NeutronNetwork network = port == null ? null : view.network(port.networkId());
    if (network == null) {
      return null;
    }
    for (FixedIp fixed : port.fixedIp4s()) {
      NeutronSubnet subnet = view.subnet(fixed.subnetId());
      if (subnet != null && subnet.isIpv4()) {
        UUID id = DerivedId.routerPort(port.id());
        return new RouterEnd(id, routerId, port, network, subnet, fixed.ip4());
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

  /** The port itself, and the route by which the router answers under its address. */
  List<Want> portAndAddress() {
    return List.of(
        new Want.Thing(
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

  /** A route out of this port. */
  Want route(String role, Prefix from, Prefix to, Ip4 via) {
    return route(role, NextHop.PORT, from, to, via, Route.DEFAULT_WEIGHT);
  }

  private Want route(String role, NextHop hop, Prefix from, Prefix to, Ip4 via, int weight) {
    UUID routeId = DerivedId.of("route-" + role, routerId, id, to, via);
    return new Want.Thing(new Route(routeId, routerId, from, to, hop, id, via, weight, false));
  }
}
