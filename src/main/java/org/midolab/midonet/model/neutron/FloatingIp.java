package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.NeutronObject;

/**
 * An address of an external network that may stand for a port's.
 *
 * @param routerId the router that translates, or null while it stands for nothing
 * @param portId the port that it stands for, or null
 * @param fixedIpAddress which address of that port, or null
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
