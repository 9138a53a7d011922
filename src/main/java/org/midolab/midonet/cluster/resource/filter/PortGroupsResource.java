package org.midolab.midonet.cluster.resource.filter;

import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortGroup;
import org.midolab.midonet.model.PortGroupBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/** {@code /port_groups} (PortGroup-v1). {@link PortGroupPortsResource} handles memberships. */
final class PortGroupsResource {

  private static final Shape<PortGroup, PortGroupBuilder> SHAPE =
      Shape.of(PortGroup.class, PortGroupBuilder.class, MediaType.of("PortGroup", 1))
          .optional("id", Kinds.ID)
          .optional("tenantId", Kinds.NAME)
          .optional("name", Kinds.NAME)
          .defaulted("stateful", Kinds.BOOLEAN, false)
          .self("port_groups")
          .below("ports", "ports")
          .build();

  private PortGroupsResource() {}

  static Resource of(TopologyStore topology) {
    return Stored.plain(
            new Crud<>(topology, PortGroup.class, "port group"),
            "port_groups",
            SHAPE,
            new Form<>(PortGroupBuilder::builder, PortGroupBuilder::id, PortGroupBuilder::build))
        .named("portGroups", "portGroupTemplate")
        .tenants(PortGroup::tenantId)
        .filter("port_id", (group, id) -> hasPort(topology, group, id))
        .build();
  }

  private static boolean hasPort(TopologyStore topology, PortGroup group, String port) {
    return topology.referencing(PortGroup.class, group.id(), Port.class).stream()
        .anyMatch(id -> id.toString().equals(port));
  }
}
