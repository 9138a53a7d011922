package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;

/**
 * How LBaaS v1 probes back ends.
 *
 * @param delay seconds between probes
 * @param timeout seconds until a probe counts as failed
 * @param maxRetries failures in a row that make a back end inactive
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
