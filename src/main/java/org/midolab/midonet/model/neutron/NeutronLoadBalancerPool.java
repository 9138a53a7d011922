package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;

/**
 * Back ends of LBaaS v1.
 *
 * @param routerId the router that balances, or null while none is known
 * @param subnetId where the members are
 * @param healthMonitors of which the first probes the members
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
