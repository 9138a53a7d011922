package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;

/** A security group: a set of rules that allow traffic of ports. The rules are separate objects. */
@RecordBuilder
public record SecurityGroup(UUID id, String tenantId, String name, String description)
    implements NeutronObject, SecurityGroupBuilder.With {}
