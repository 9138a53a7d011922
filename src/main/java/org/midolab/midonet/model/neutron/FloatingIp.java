package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.NeutronObject;

/**
 * An address of an external network that can be translated to a port's fixed IP.
 *
 * @param routerId the router that translates it, or null while it is not associated
 * @param portId the associated port, or null
 * @param fixedIpAddress the associated address of that port, or null
 */
@RecordBuilder
public record FloatingIp(
    UUID id,
    String tenantId,
    Ip4 floatingIpAddress,
    UUID floatingNetworkId,
    UUID routerId,
    UUID portId,
    Ip4 fixedIpAddress,
    String status)
    implements NeutronObject, FloatingIpBuilder.With {

  public boolean isAssociated() {
    return routerId != null && portId != null && fixedIpAddress != null;
  }
}
