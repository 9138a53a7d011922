package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.NeutronObject;

/**
 * A network. One of provider type {@code uplink} stands for what lies outside of the cloud and has
 * no bridge (docs: contract.md#edge-router).
 *
 * @param external whether floating IPs and router gateways may be taken from it
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

  /** The provider type of networks that are not ours to switch. */
  public static final String UPLINK = "uplink";

  public boolean isUplink() {
    return UPLINK.equals(networkType);
  }
}
