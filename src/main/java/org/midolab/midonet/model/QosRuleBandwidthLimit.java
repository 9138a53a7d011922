package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * The most that may pass. Later than MidoNet 5.0 (5.4).
 *
 * @param maxKbps kilobits per second
 * @param maxBurstKb kilobits
 */
@RecordBuilder
public record QosRuleBandwidthLimit(UUID id, UUID policyId, int maxKbps, int maxBurstKb)
    implements TopologyObject, QosRuleBandwidthLimitBuilder.With {}
