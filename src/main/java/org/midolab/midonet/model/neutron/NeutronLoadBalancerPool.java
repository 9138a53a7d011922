package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;

/**
 * A pool of LBaaS v1.
 *
 * @param routerId the router that balances connections, or null while it is unknown
 * @param subnetId the subnet of the members
 * @param healthMonitors ids of its monitors; the first one probes the members
 */
@RecordBuilder
public record NeutronLoadBalancerPool(
    UUID id,
    String tenantId,
    String name,
    String description,
    boolean adminStateUp,
    String status,
    UUID routerId,
    UUID subnetId,
    String protocol,
    String lbMethod,
    List<UUID> healthMonitors)
    implements NeutronObject, NeutronLoadBalancerPoolBuilder.With {

  public NeutronLoadBalancerPool {
    healthMonitors = healthMonitors == null ? List.of() : List.copyOf(healthMonitors);
  }
}
