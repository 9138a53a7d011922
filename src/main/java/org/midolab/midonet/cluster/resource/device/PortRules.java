package org.midolab.midonet.cluster.resource.device;

import java.util.UUID;
import org.midolab.midonet.cluster.resource.Siblings;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.nsdb.Transaction;

/**
 * Checks of ports that concern several properties or other objects. They run in the transaction
 * that writes the ports.
 */
final class PortRules {

  /** Weight of the route to a router's own address, which overrides all other routes. */
  private static final int LOCAL_WEIGHT = 0;

  private PortRules() {}

  /**
   * Checks a binding to a host's interface, if there is one.
   *
   * @throws ApiException 400, 404 or 409
   */
  static void checkBinding(Transaction transaction, Port port) {
    if (port.hostId() == null && port.interfaceName() == null) {
      return;
    }
    if (port.hostId() == null) {
      throw ApiException.invalid("hostId", "must be given with interfaceName");
    }
    if (port.interfaceName() == null) {
      throw ApiException.invalid("interfaceName", "must be given with hostId");
    }
    if (port.isInterior()) {
      throw ApiException.conflict(
          "port " + port.id() + " is linked to port " + port.peerId() + "; unlink it first");
    }
    if (transaction.find(Host.class, port.hostId()).isEmpty()) {
      throw ApiException.notFound("there is no host " + port.hostId());
    }
    Siblings.locked(transaction, Host.class, port.hostId(), Port.class, "hostId")
        .refuse(
            other ->
                port.interfaceName().equals(other.interfaceName()) && !other.id().equals(port.id()),
            "interface " + port.interfaceName() + " of that host is bound to a port already");
  }

  /**
   * Checks that two ports may be linked.
   *
   * @throws ApiException 400 or 409
   */
  static void checkLink(Port port, Port peer) {
    if (port.id().equals(peer.id())) {
      throw ApiException.invalid("peerId", "must be another port");
    }
    for (Port end : new Port[] {port, peer}) {
      Port other = end == port ? peer : port;
      if (end.peerId() != null && !end.peerId().equals(other.id())) {
        throw ApiException.conflict(
            "port " + end.id() + " is linked to port " + end.peerId() + " already");
      }
      if (end.isExterior()) {
        throw ApiException.conflict(
            "port " + end.id() + " is bound to interface " + end.interfaceName() + " of a host");
      }
    }
    if (port.networkId() != null
        && peer.networkId() != null
        && (port.vlanId() == null) == (peer.vlanId() == null)) {
      throw ApiException.invalid(
          "peerId", "must not link two bridges unless exactly one of the two ports has a VLAN");
    }
  }

  /** Creates the local route of a new port's address. */
  static void createLocalRoute(Transaction transaction, Port port) {
    transaction.create(
        new Route(
            UUID.randomUUID(),
            port.routerId(),
            Prefix.ANY,
            Prefix.host(port.portAddress()),
            Route.NextHop.LOCAL,
            port.id(),
            null,
            LOCAL_WEIGHT,
            false));
  }

  /** Updates the local route after a change of a port's address. */
  static void moveLocalRoute(Transaction transaction, Port before, Port after) {
    Ip4 address = before.portAddress();
    if (after.portAddress().equals(address)) {
      return;
    }
    Siblings<Route> routes =
        Siblings.of(transaction, Port.class, before.id(), Route.class, "nextHopPortId");
    for (Route route : routes.objects()) {
      if (route.nextHop() == Route.NextHop.LOCAL
          && route.destination().equals(Prefix.host(address))) {
        transaction.update(route.withDestination(Prefix.host(after.portAddress())));
      }
    }
  }
}
