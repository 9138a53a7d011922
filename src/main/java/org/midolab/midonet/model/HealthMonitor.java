package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * How the members of pools are probed.
 *
 * @param delay seconds between probes
 * @param timeout seconds until a probe counts as failed
 * @param maxRetries failures in a row that make a member inactive
 */
@RecordBuilder
public record HealthMonitor(
    UUID id,
    Type type,
    int delay,
    int timeout,
    int maxRetries,
    boolean adminStateUp,
    LbStatus status)
    implements TopologyObject, HealthMonitorBuilder.With {

  /** What a probe does. */
  public enum Type {
    TCP
  }
}
