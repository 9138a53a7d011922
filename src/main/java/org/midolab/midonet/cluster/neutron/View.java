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

/** Look-ups of the translation: a snapshot of Neutron's objects, and the hosts. */
interface View {

  /** Returns the object, or null. */
  <T extends NeutronObject> T find(Class<T> type, UUID id);

  /** Returns the objects of type {@code by} whose field refers to an object, sorted by id. */
  <T extends NeutronObject> List<T> referring(
      Class<? extends NeutronObject> to, UUID id, Class<T> by, String field);

  /** Returns the id of the host with this name, or null. */
  UUID hostNamed(String name);

  /** Returns the source ports for dynamic SNAT to a router's address. */
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

  /** Returns the DHCP ports of a subnet. The translation uses the first one. */
  default List<NeutronPort> dhcpPortsOf(UUID subnetId) {
    return referring(NeutronSubnet.class, subnetId, NeutronPort.class, "dhcpOf");
  }
}
