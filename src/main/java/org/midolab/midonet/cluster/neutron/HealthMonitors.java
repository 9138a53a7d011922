package org.midolab.midonet.cluster.neutron;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.model.neutron.NeutronHealthMonitor;
import org.midolab.midonet.model.neutron.NeutronHealthMonitorBuilder;

/**
 * Endpoints of health monitors. A new monitor probes the pools in its {@code pools}, a list of
 * {@code {"pool_id": …}}: Kilo's LBaaS driver sends the association in this form only. An update
 * does not change the pools.
 */
final class HealthMonitors
    extends NeutronCollection<NeutronHealthMonitor, NeutronHealthMonitorBuilder> {

  private static final String POOLS = "pools";

  HealthMonitors(NeutronStore store) {
    super(NeutronTypes.HEALTH_MONITOR, store);
  }

  @Override
  void createRelated(NeutronStore.Changes changes, NeutronHealthMonitor created, ObjectNode body) {
    JsonNode pools = body.path(POOLS);
    if (pools.isMissingNode() || pools.isNull()) {
      return;
    }
    if (!pools.isArray()) {
      throw ApiException.invalid(POOLS, "must be a list");
    }
    for (JsonNode pool : pools) {
      LoadBalancerPools.attach(changes, id(pool.path("pool_id")), created.id());
    }
  }

  private static UUID id(JsonNode node) {
    try {
      return Kinds.ID.read(node);
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(POOLS, "must contain objects whose pool_id " + e.getMessage());
    }
  }
}
