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
 * A port is a bridge port of the same id, whose MAC and addresses the bridge knows for good. A
 * machine's is filtered; see {@link PortFilterTranslation}.
 *
 * <p>There is none for a floating IP or a VIP, since the bridge gives the router's MAC for its
 * address, and none on an uplink network: there the router itself has the port, see {@link
 * InterfaceTranslation}.
 */
final class PortTranslation {

  private static final Set<Use> NONE = EnumSet.of(Use.FLOATING_IP, Use.LOAD_BALANCER);

  private PortTranslation() {}

  static List<Want> of(NeutronPort port, View view) {
    NeutronNetwork network = view.network(port.networkId());
    if (network == null || network.isUplink() || NONE.contains(port.use())) {
      return List.of();
    }
    boolean isVif = port.use() == Use.VIF;
    List<Want> wants = new ArrayList<>();
    wants.add(
        new Want.Thing(
            PortBuilder.builder()
                .id(port.id())
                .networkId(network.id())
                .adminStateUp(port.adminStateUp())
                .vifId(isVif ? port.id() : null)
                .inboundFilterId(isVif ? PortFilterTranslation.inbound(port.id()) : null)
                .outboundFilterId(isVif ? PortFilterTranslation.outbound(port.id()) : null)
                .build()));
    if (port.macAddress() != null) {
      wants.add(new Want.MacEntry(network.id(), port.macAddress(), port.id()));
      List<FixedIp> addresses = port.fixedIp4s();
      for (FixedIp fixed : isVif ? addresses : addresses.stream().limit(1).toList()) {
        wants.add(new Want.ArpEntry(network.id(), fixed.ip4(), port.macAddress()));
      }
    }
    wants.addAll(binding(port.id(), port, view));
    if (isVif) {
      wants.addAll(PortFilterTranslation.of(port));
      wants.addAll(DhcpTranslation.hosts(port));
      for (UUID group : port.securityGroups()) {
        port.fixedIp4s()
            .forEach(fixed -> wants.add(new Want.GroupAddress(group, fixed.ip4(), port.id())));
      }
    }
    return wants;
  }

  /**
   * Where a port is bound, if Neutron says so.
   *
   * @param portId of the virtual port, which is not always Neutron's
   */
  static List<Want> binding(UUID portId, NeutronPort port, View view) {
    if (!port.isBound()) {
      return List.of();
    }
    UUID host = view.hostNamed(port.hostName());
    return host == null ? List.of() : List.of(new Want.Bound(portId, host, port.interfaceName()));
  }
}
