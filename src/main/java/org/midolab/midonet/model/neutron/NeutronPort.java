package org.midolab.midonet.model.neutron;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.IpAddress;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.NeutronObject;

/**
 * A port of a network. It may be created unbound and bound by a later update (docs:
 * contract.md#neutron-api).
 *
 * @param deviceId the device that owns the port, in most cases a UUID
 * @param deviceOwner kind of that device, such as {@code compute:nova}; null or empty for none
 * @param securityGroups in Neutron's order
 * @param hostName {@code binding:host_id}, a host's name; null or empty while unbound
 * @param vifType {@code binding:vif_type}, or null
 * @param interfaceName of {@code binding:profile}, or null
 * @param portSecurityEnabled whether its traffic is filtered
 */
@RecordBuilder
public record NeutronPort(
    UUID id,
    String tenantId,
    UUID networkId,
    String name,
    Mac macAddress,
    boolean adminStateUp,
    String status,
    String deviceId,
    String deviceOwner,
    List<FixedIp> fixedIps,
    List<UUID> securityGroups,
    String hostName,
    String vifType,
    String interfaceName,
    boolean portSecurityEnabled,
    List<AddressPair> allowedAddressPairs,
    List<DhcpOption> extraDhcpOpts)
    implements NeutronObject, NeutronPortBuilder.With {

  private static final Set<String> NOT_BOUND = Set.of("unbound", "binding_failed");

  public NeutronPort {
    fixedIps = fixedIps == null ? List.of() : List.copyOf(fixedIps);
    securityGroups = securityGroups == null ? List.of() : List.copyOf(securityGroups);
    allowedAddressPairs =
        allowedAddressPairs == null ? List.of() : List.copyOf(allowedAddressPairs);
    extraDhcpOpts = extraDhcpOpts == null ? List.of() : List.copyOf(extraDhcpOpts);
  }

  /** An address from a subnet. */
  public record FixedIp(UUID subnetId, String ipAddress) {

    /** Returns the address, or null for an IPv6 address. */
    public Ip4 ip4() {
      return ipAddress.indexOf(':') < 0 ? Ip4.parse(ipAddress) : null;
    }

    /** Returns the address, of either version. */
    public IpAddress ip() {
      return IpAddress.parse(ipAddress);
    }
  }

  /**
   * Another source address that the port may use.
   *
   * @param ipAddress an address or a subnet
   * @param macAddress null for the port's own
   */
  public record AddressPair(String ipAddress, Mac macAddress) {

    public boolean isIpv6() {
      return ipAddress.indexOf(':') >= 0;
    }
  }

  /** A DHCP option by its number or by the name that Neutron uses. */
  public record DhcpOption(String name, String value, int ipVersion) {}

  /** Purpose of a port, as far as the translation depends on it. */
  public enum Use {
    /**
     * Port of an instance, without a device yet, or of a device that Neutron does not own:
     * filtered, and served by DHCP.
     */
    VIF,
    DHCP,
    ROUTER_GATEWAY,
    FLOATING_IP,
    /** Reserves the address of a VIP of LBaaS v1. */
    LOAD_BALANCER,
    /** Other ports of Neutron, such as router interfaces; they are trusted, as in Neutron. */
    OTHER
  }

  public Use use() {
    return switch (deviceOwner) {
      case null -> Use.VIF;
      case "network:dhcp" -> Use.DHCP;
      case "network:router_gateway" -> Use.ROUTER_GATEWAY;
      case "network:floatingip" -> Use.FLOATING_IP;
      case "neutron:LOADBALANCER" -> Use.LOAD_BALANCER;
      default -> deviceOwner.startsWith("network:") ? Use.OTHER : Use.VIF;
    };
  }

  /** Returns whether it refers to an interface of a host. */
  public boolean namesInterface() {
    return hostName != null && !hostName.isEmpty() && interfaceName != null;
  }

  /** Returns whether it is bound to that interface now. */
  public boolean isBound() {
    return namesInterface() && (vifType == null || !NOT_BOUND.contains(vifType));
  }

  /** Returns whether it has an IPv6 address, of its own or of a pair. */
  public boolean usesIpv6() {
    return fixedIps.stream().anyMatch(fixed -> fixed.ip4() == null)
        || allowedAddressPairs.stream().anyMatch(AddressPair::isIpv6);
  }

  /** Returns its IPv4 addresses, in order. */
  public List<FixedIp> fixedIp4s() {
    return fixedIps.stream().filter(fixed -> fixed.ip4() != null).toList();
  }
}
