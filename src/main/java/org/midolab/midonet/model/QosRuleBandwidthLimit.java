package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * Bandwidth limit of a QoS policy. New in MidoNet 5.4.
 *
 * @param maxKbps bandwidth in kilobits per second
 * @param maxBurstKb burst size in kilobits
 */
@RecordBuilder
public record QosRuleBandwidthLimit(UUID id, UUID policyId, int maxKbps, int maxBurstKb)
    implements TopologyObject, QosRuleBandwidthLimitBuilder.With {}
