package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;

/**
 * A health monitor of LBaaS v1.
 *
 * @param delay seconds between probes
 * @param timeout seconds until a probe counts as failed
 * @param maxRetries consecutive failures that make a member inactive
 */
@RecordBuilder
public record NeutronHealthMonitor(
    UUID id,
    String tenantId,
    boolean adminStateUp,
    String type,
    int delay,
    int timeout,
    int maxRetries)
    implements NeutronObject, NeutronHealthMonitorBuilder.With {}
