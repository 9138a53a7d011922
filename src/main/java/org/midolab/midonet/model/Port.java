package org.midolab.midonet.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A port of a bridge or of a router; exactly one of {@code networkId} and {@code routerId} is set.
 *
 * <p>It is <em>interior</em> when {@code peerId} links it to another device's port,
 * <em>exterior</em> when it is bound to an interface of a host. It is never both, and neither
 * before it is linked or bound.
 *
 * @param tunnelKey 1 to 2^20-1, unique in the deployment; it names the egress port of tunnelled
 *     frames
 * @param peerId the port at the other end of an interior link, or null; the store keeps both ends
 *     consistent
 * @param hostId the host to which it is bound, or null; set together with {@code interfaceName}
 * @param vlanId 1 to 4094 on an interior port of a VLAN-aware bridge, or null
 * @param portAddress a router port's own address, else null
 * @param portSubnet a router port's subnet, else null
 * @param portMac a router port's MAC, else null
 * @param inboundMirrorIds mirrors before the inbound filter
 * @param outboundMirrorIds mirrors after the outbound filter
 * @param postInFilterMirrorIds mirrors after the inbound filter
 * @param preOutFilterMirrorIds mirrors before the outbound filter
 * @param qosPolicyId QoS policy of a bridge port, or null for its network's policy
 * @param vni VXLAN network id of a router port that peers with another site, 1 to 2^24-1, or null
 * @param offRampVxlan whether the VXLAN frames of that peering leave the overlay at this port
 */
@RecordBuilder
public record Port(
    UUID id,
    UUID networkId,
    UUID routerId,
    boolean adminStateUp,
    UUID inboundFilterId,
    UUID outboundFilterId,
    int tunnelKey,
    UUID peerId,
    UUID vifId,
    UUID hostId,
    UUID previousHostId,
    String interfaceName,
    Set<UUID> portGroupIds,
    Integer vlanId,
    Ip4 portAddress,
    Prefix portSubnet,
    Mac portMac,
    List<UUID> inboundMirrorIds,
    List<UUID> outboundMirrorIds,
    List<UUID> postInFilterMirrorIds,
    List<UUID> preOutFilterMirrorIds,
    UUID qosPolicyId,
    Integer vni,
    boolean offRampVxlan)
    implements TopologyObject, PortBuilder.With {

  public Port {
    portGroupIds = portGroupIds == null ? Set.of() : Set.copyOf(portGroupIds);
    inboundMirrorIds = mirrors(inboundMirrorIds);
    outboundMirrorIds = mirrors(outboundMirrorIds);
    postInFilterMirrorIds = mirrors(postInFilterMirrorIds);
    preOutFilterMirrorIds = mirrors(preOutFilterMirrorIds);
  }

  private static List<UUID> mirrors(List<UUID> ids) {
    return ids == null ? List.of() : List.copyOf(ids);
  }

  public UUID deviceId() {
    return networkId != null ? networkId : routerId;
  }

  public boolean isInterior() {
    return peerId != null;
  }

  public boolean isExterior() {
    return hostId != null && interfaceName != null;
  }
}
