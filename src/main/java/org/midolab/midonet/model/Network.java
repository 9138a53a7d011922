package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.UUID;

/**
 * A bridge: an Ethernet broadcast domain that spans hosts. Its name is bridge in REST and the CLI,
 * and Network in storage.
 *
 * @param inboundFilterId chain for frames that enter the bridge, or null
 * @param outboundFilterId chain for frames that leave it, or null
 * @param qosPolicyId QoS policy of those ports that have none of their own, or null
 */
@RecordBuilder
public record Network(
    UUID id,
    String tenantId,
    String name,
    boolean adminStateUp,
    UUID inboundFilterId,
    UUID outboundFilterId,
    List<UUID> inboundMirrorIds,
    List<UUID> outboundMirrorIds,
    UUID qosPolicyId)
    implements TopologyObject, NetworkBuilder.With {

  public Network {
    inboundMirrorIds = inboundMirrorIds == null ? List.of() : List.copyOf(inboundMirrorIds);
    outboundMirrorIds = outboundMirrorIds == null ? List.of() : List.copyOf(outboundMirrorIds);
  }
}
