package org.midolab.midonet.cluster.resource.device;

import java.util.List;
import java.util.UUID;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.resource.filter.ConditionShape;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kind;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.MirrorBuilder;
import org.midolab.midonet.nsdb.TopologyStore;

/** {@code /mirrors} (Mirror-v1): copies of packets to a port. */
final class MirrorsResource {

  /** The lists of mirrors in ports and devices. */
  static final Kind<List<UUID>> IDS = Kinds.distinct(Kinds.ID);

  private static final Shape<Mirror, MirrorBuilder> SHAPE =
      Shape.of(Mirror.class, MirrorBuilder.class, MediaType.of("Mirror", 1))
          .optional("id", Kinds.ID)
          .required("toPortId", Kinds.ID)
          .defaulted("conditions", Kinds.list(ConditionShape.KIND), List.<Condition>of())
          .self("mirrors")
          .reference("toPort", "ports")
          .build();

  private MirrorsResource() {}

  static Resource of(TopologyStore topology) {
    return Stored.plain(
            new Crud<>(topology, Mirror.class, "mirror"),
            "mirrors",
            SHAPE,
            new Form<>(MirrorBuilder::builder, MirrorBuilder::id, MirrorBuilder::build))
        .named("mirrors", "mirrorTemplate")
        .build();
  }
}
