package org.midolab.midonet.cluster.neutron;

import java.util.List;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.neutron.NeutronNetwork;

/** A network is a bridge of the same id; an uplink network is none. */
final class NetworkTranslation {

  private NetworkTranslation() {}

  static List<Want> of(NeutronNetwork network) {
    if (network.isUplink()) {
      return List.of();
    }
    return List.of(
        new Want.Thing(
            NetworkBuilder.builder()
                .id(network.id())
                .tenantId(network.tenantId())
                .name(network.name())
                .adminStateUp(network.adminStateUp())
                .build()));
  }
}
