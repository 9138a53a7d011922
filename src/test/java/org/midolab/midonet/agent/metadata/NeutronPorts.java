package org.midolab.midonet.agent.metadata;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.neutron.NeutronNetworkBuilder;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronPort.FixedIp;
import org.midolab.midonet.model.neutron.NeutronPortBuilder;
import org.midolab.midonet.model.neutron.NeutronSubnetBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/** Writes Neutron's ports of instances for tests, each with a network of its own. */
public final class NeutronPorts {

  private NeutronPorts() {}

  /** Creates the port of an instance. */
  public static NeutronPort create(
      TopologyStore store, UUID id, String tenant, String instance, Mac mac, String address) {
    UUID network = UUID.randomUUID();
    UUID subnet = UUID.randomUUID();
    store.create(NeutronNetworkBuilder.builder().id(network).tenantId(tenant).build());
    store.create(NeutronSubnetBuilder.builder().id(subnet).networkId(network).build());
    return store.create(
        NeutronPortBuilder.builder()
            .id(id)
            .tenantId(tenant)
            .networkId(network)
            .deviceId(instance)
            .deviceOwner("compute:nova")
            .macAddress(mac)
            .fixedIps(List.of(new FixedIp(subnet, address)))
            .build());
  }
}
