package org.midolab.midonet.nsdb;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.midolab.midonet.model.Mac;

/**
 * The network interfaces that an agent found on its host. Each is one value of the state key {@code
 * Host.host} (docs: nsdb.md#paths).
 */
public record HostState(List<Interface> interfaces) {

  public HostState {
    interfaces = interfaces == null ? List.of() : List.copyOf(interfaces);
  }

  /**
   * @param mac hardware address, or null if the link layer has none
   * @param mtu maximum transmission unit in bytes
   * @param up whether the interface is administratively up
   * @param hasLink whether a carrier is present
   * @param addresses IPv4 and IPv6 addresses, without prefix length
   * @param portType kind of the datapath port, or null if the interface is not a datapath port
   */
  public record Interface(
      String name,
      Type type,
      @Nullable Mac mac,
      int mtu,
      boolean up,
      boolean hasLink,
      Endpoint endpoint,
      List<String> addresses,
      @Nullable String portType) {

    public Interface {
      addresses = addresses == null ? List.of() : List.copyOf(addresses);
    }
  }

  public enum Type {
    PHYSICAL,
    VIRTUAL,
    TUNNEL,
    UNKNOWN
  }

  public enum Endpoint {
    DATAPATH,
    PHYSICAL,
    VM,
    GRE,
    CAPWAP,
    LOCALHOST,
    TUNTAP,
    UNKNOWN
  }
}
