package org.midolab.midonet.cluster.neutron;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.neutron.NeutronNetwork;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronPort.FixedIp;
import org.midolab.midonet.model.neutron.NeutronPort.Use;

/**
 * Translates a port to a bridge port with the same id and permanent entries in the bridge's MAC and
 * ARP tables. Ports of instances are filtered; see {@link PortFilterTranslation}.
 *
 * <p>The ports of floating IPs and VIPs have no bridge port, since the bridge answers ARP requests
 * for their addresses with the router's MAC. Ports of uplink networks have none either: their port
 * belongs to the router, see {@link InterfaceTranslation}.
 */
final class PortTranslation {

  private static final Set<Use> NONE = EnumSet.of(Use.FLOATING_IP, Use.LOAD_BALANCER);

  private PortTranslation() {}

  static List<TopologyPart> of(NeutronPort port, View view) {
    NeutronNetwork network = view.network(port.networkId());
    if (network == null || network.isUplink() || NONE.contains(port.use())) {
      return List.of();
    }
    boolean isVif = port.use() == Use.VIF;
    List<TopologyPart> parts = new ArrayList<>();
    parts.add(
        new TopologyPart.StoredObject(
            PortBuilder.builder()
                .id(port.id())
                .networkId(network.id())
                .adminStateUp(port.adminStateUp())
                .vifId(isVif ? port.id() : null)
                .inboundFilterId(isVif ? PortFilterTranslation.inbound(port.id()) : null)
                .outboundFilterId(isVif ? PortFilterTranslation.outbound(port.id()) : null)
                .build()));
    if (port.macAddress() != null) {
      parts.add(new TopologyPart.MacEntry(network.id(), port.macAddress(), port.id()));
      List<FixedIp> addresses = port.fixedIp4s();
      for (FixedIp fixed : isVif ? addresses : addresses.stream().limit(1).toList()) {
        parts.add(new TopologyPart.ArpEntry(network.id(), fixed.ip4(), port.macAddress()));
      }
    }
    parts.addAll(binding(port.id(), port, view));
    if (isVif) {
      parts.addAll(PortFilterTranslation.of(port));
      parts.addAll(DhcpTranslation.hosts(port));
      for (UUID group : port.securityGroups()) {
        port.fixedIps()
            .forEach(
                fixed -> parts.add(new TopologyPart.GroupAddress(group, fixed.ip(), port.id())));
      }
    }
    return parts;
  }

  /**
   * Returns the binding of a port, if Neutron has bound it.
   *
   * @param portId id of the virtual port, which may differ from Neutron's port id
   */
  static List<TopologyPart> binding(UUID portId, NeutronPort port, View view) {
    if (!port.isBound()) {
      return List.of();
    }
    UUID host = view.hostNamed(port.hostName());
    return host == null
        ? List.of()
        : List.of(new TopologyPart.PortBinding(portId, host, port.interfaceName()));
  }
}
