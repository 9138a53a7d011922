package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;

/**
 * Settings of the probes of pool members.
 *
 * @param delay seconds between probes
 * @param timeout seconds until a probe counts as failed
 * @param maxRetries consecutive failures that make a member inactive
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

  /** Protocol of a probe. */
  public enum Type {
    TCP
  }
}
