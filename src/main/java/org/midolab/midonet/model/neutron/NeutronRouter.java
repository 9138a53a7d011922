package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;
import org.midolab.midonet.model.neutron.NeutronPort.FixedIp;
import org.midolab.midonet.model.neutron.NeutronSubnet.HostRoute;

/**
 * A tenant router or an edge router.
 *
 * @param gwPortId its port on the external network, or null
 * @param gateway {@code external_gateway_info}, or null
 * @param routes extra routes
 */
@RecordBuilder
public record NeutronRouter(
    UUID id,
    String tenantId,
    String name,
    boolean adminStateUp,
    String status,
    UUID gwPortId,
    Gateway gateway,
    List<HostRoute> routes)
    implements NeutronObject, NeutronRouterBuilder.With {

  public NeutronRouter {
    routes = routes == null ? List.of() : List.copyOf(routes);
  }

  /**
   * {@code external_gateway_info}.
   *
   * @param enableSnat whether ports without a floating IP share the gateway's address
   */
  public record Gateway(UUID networkId, boolean enableSnat, List<FixedIp> externalFixedIps) {

    public Gateway {
      externalFixedIps = externalFixedIps == null ? List.of() : List.copyOf(externalFixedIps);
    }
  }

  /**
   * Returns whether packets to the external network get the gateway's address as source; true
   * unless Neutron disables SNAT.
   */
  public boolean translatesSource() {
    return gwPortId != null && (gateway == null || gateway.enableSnat());
  }
}
