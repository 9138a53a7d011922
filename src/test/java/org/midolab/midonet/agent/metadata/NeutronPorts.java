package org.midolab.midonet.agent.metadata;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.NetworkBuilder;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.neutron.NeutronNetworkBuilder;
import org.midolab.midonet.model.neutron.NeutronPort;
import org.midolab.midonet.model.neutron.NeutronPort.FixedIp;
import org.midolab.midonet.model.neutron.NeutronPortBuilder;
import org.midolab.midonet.model.neutron.NeutronSubnetBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/** Writes Neutron's ports of instances for tests, each with a network of its own. */
public final class NeutronPorts {

  private NeutronPorts() {}

  /** Creates MidoNet's port of an instance, in a network of its own, bound to an interface. */
  public static void bind(TopologyStore store, UUID port, UUID host, String interfaceName) {
    UUID network = UUID.randomUUID();
    store.write(
        tx -> {
          tx.create(NetworkBuilder.builder().id(network).adminStateUp(true).build());
          tx.create(
              PortBuilder.builder()
                  .id(port)
                  .networkId(network)
                  .vifId(port)
                  .adminStateUp(true)
                  .hostId(host)
                  .interfaceName(interfaceName)
                  .build());
        });
  }

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
