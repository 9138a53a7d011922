package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;

/**
 * A network. A network of provider type {@code uplink} represents the network outside of the cloud
 * and has no bridge (docs: contract.md#edge-router).
 *
 * @param external whether it may have floating IPs and router gateways
 * @param networkType {@code provider:network_type}, or null
 */
@RecordBuilder
public record NeutronNetwork(
    UUID id,
    String tenantId,
    String name,
    boolean adminStateUp,
    String status,
    boolean shared,
    boolean external,
    String networkType)
    implements NeutronObject, NeutronNetworkBuilder.With {

  /** Provider type of networks that have no bridge. */
  public static final String UPLINK = "uplink";

  public boolean isUplink() {
    return UPLINK.equals(networkType);
  }
}
