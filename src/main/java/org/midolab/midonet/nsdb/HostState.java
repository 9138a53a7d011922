package org.midolab.midonet.nsdb;

import java.util.List;
import org.midolab.midonet.model.Mac;

/**
 * The interfaces that an agent sees on its host; one value each of the state key {@code Host.host}.
 */
public record HostState(List<Interface> interfaces) {

  public HostState {
    interfaces = interfaces == null ? List.of() : List.copyOf(interfaces);
  }

  /**
   * @param mac null where the link layer has none
   * @param mtu bytes
   * @param up administratively up
   * @param hasLink carrier present
   * @param addresses IPv4 and IPv6, without prefix length
   * @param portType the datapath port's kind when it is one, else null
   */
  public record Interface(
      String name,
      Type type,
      Mac mac,
      int mtu,
      boolean up,
      boolean hasLink,
      Endpoint endpoint,
      List<String> addresses,
      String portType) {

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
