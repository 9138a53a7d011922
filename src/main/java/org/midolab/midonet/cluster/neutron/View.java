package org.midolab.midonet.cluster.neutron;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.NeutronObject;
import org.midolab.midonet.model.neutron.FloatingIp;
import org.midolab.midonet.model.neutron.NeutronNetwork;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronRouter;
import org.midolab.midonet.model.neutron.NeutronRouterInterface;
import org.midolab.midonet.model.neutron.NeutronSubnet;

/** What translation looks up: Neutron's objects at one moment, and the hosts there are. */
interface View {

  /** The object, or null. */
  <T extends NeutronObject> T find(Class<T> type, UUID id);

  /** The objects of type {@code by} that refer to another one by a field, sorted by id. */
  <T extends NeutronObject> List<T> referring(
      Class<? extends NeutronObject> to, UUID id, Class<T> by, String field);

  /** The host of that name, or null. */
  UUID hostNamed(String name);

  /** The ports that connections behind a shared address are given. */
  Range natPorts();

  default NeutronNetwork network(UUID id) {
    return find(NeutronNetwork.class, id);
  }

  default NeutronSubnet subnet(UUID id) {
    return find(NeutronSubnet.class, id);
  }

  default NeutronPort port(UUID id) {
    return find(NeutronPort.class, id);
  }

  default NeutronRouter router(UUID id) {
    return find(NeutronRouter.class, id);
  }

  default List<NeutronRouterInterface> interfacesOf(UUID routerId) {
    return referring(NeutronRouter.class, routerId, NeutronRouterInterface.class, "routerId");
  }

  default List<NeutronRouterInterface> interfacesIn(UUID subnetId) {
    return referring(NeutronSubnet.class, subnetId, NeutronRouterInterface.class, "subnetId");
  }

  default List<FloatingIp> floatingIpsOf(UUID routerId) {
    return referring(NeutronRouter.class, routerId, FloatingIp.class, "routerId");
  }

  /** The ports by which DHCP is served in a subnet; of more than one the first counts. */
  default List<NeutronPort> dhcpPortsOf(UUID subnetId) {
    return referring(NeutronSubnet.class, subnetId, NeutronPort.class, "dhcpOf");
  }
}
