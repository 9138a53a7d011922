package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * DSCP mark of a QoS policy. New in MidoNet 5.4.
 *
 * @param dscpMark 0 to 63 (RFC 2474)
 */
@RecordBuilder
public record QosRuleDscp(UUID id, UUID policyId, int dscpMark)
    implements TopologyObject, QosRuleDscpBuilder.With {}
