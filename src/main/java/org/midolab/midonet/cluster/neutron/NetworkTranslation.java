package org.midolab.midonet.cluster.neutron;

import java.util.List;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.neutron.NeutronNetwork;

/** Translates a network to a bridge with the same id. An uplink network has no bridge. */
final class NetworkTranslation {

  private NetworkTranslation() {}

  static List<TopologyPart> of(NeutronNetwork network) {
    if (network.isUplink()) {
      return List.of();
    }
    return List.of(
        new TopologyPart.StoredObject(
            NetworkBuilder.builder()
                .id(network.id())
                .tenantId(network.tenantId())
                .name(network.name())
                .adminStateUp(network.adminStateUp())
                .build()));
  }
}
