package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;

/** A set of rules for what ports may send and receive; the rules are objects of their own. */
@RecordBuilder
public record SecurityGroup(UUID id, String tenantId, String name, String description)
    implements NeutronObject, SecurityGroupBuilder.With {}
