package org.midolab.midonet.cluster.resource.service;

import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.HealthMonitor;
import org.midolab.midonet.model.HealthMonitorBuilder;
import org.midolab.midonet.model.LbStatus;
import org.midolab.midonet.nsdb.TopologyStore;

/** {@code /health_monitors} (HealthMonitor-v1): settings of the probes of pool members. */
final class HealthMonitorsResource {

  private static final Kind<Integer> COUNT = Kinds.integer(0, Integer.MAX_VALUE);

  private static final Shape<HealthMonitor, HealthMonitorBuilder> SHAPE =
      Shape.of(HealthMonitor.class, HealthMonitorBuilder.class, MediaType.of("HealthMonitor", 1))
          .optional("id", Kinds.ID)
          .required("type", Kinds.upperCase(HealthMonitor.Type.class))
          .defaulted("delay", COUNT, 0)
          .defaulted("timeout", COUNT, 0)
          .defaulted("maxRetries", COUNT, 0)
          .defaulted("adminStateUp", Kinds.BOOLEAN, true)
          .readOnly("status", Kinds.upperCase(LbStatus.class))
          .self("health_monitors")
          .below("pools", "pools")
          .build();

  private HealthMonitorsResource() {}

  static Resource of(TopologyStore topology) {
    return Stored.plain(
            new Crud<>(topology, HealthMonitor.class, "health monitor"),
            "health_monitors",
            SHAPE,
            new Form<>(
                () -> HealthMonitorBuilder.builder().status(LbStatus.ACTIVE),
                HealthMonitorBuilder::id,
                HealthMonitorBuilder::build))
        .named("healthMonitors", "healthMonitorTemplate")
        .deletedAgain()
        .keeping((before, body) -> body.status(before.status()))
        .build();
  }
}
