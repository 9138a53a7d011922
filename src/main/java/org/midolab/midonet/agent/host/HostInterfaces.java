package org.midolab.midonet.agent.host;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.nsdb.HostState;
import org.midolab.midonet.nsdb.HostState.Endpoint;
import org.midolab.midonet.nsdb.HostState.Type;

/** Describes a host's interfaces for the NSDB. */
public final class HostInterfaces {

  private static final Set<String> TUNNELS =
      Set.of("vxlan", "gre", "gretap", "ip6gre", "geneve", "ipip", "sit");

  private HostInterfaces() {}

  /**
   * Describes the interfaces, sorted by name.
   *
   * @param attached names of the interfaces that are datapath ports
   */
  public static HostState describe(Collection<HostLink> links, Set<String> attached) {
    List<HostState.Interface> interfaces =
        links.stream()
            .sorted(Comparator.comparing(HostLink::name))
            .map(link -> describe(link, attached.contains(link.name())))
            .toList();
    return new HostState(interfaces);
  }

  private static HostState.Interface describe(HostLink link, boolean attached) {
    return new HostState.Interface(
        link.name(),
        type(link),
        link.mac().isEmpty() ? null : Mac.parse(link.mac()),
        link.mtu(),
        link.up(),
        link.carrier(),
        attached ? Endpoint.DATAPATH : endpoint(link),
        link.addresses(),
        attached ? "NetDev" : null);
  }

  private static Type type(HostLink link) {
    if (TUNNELS.contains(link.kind())) {
      return Type.TUNNEL;
    }
    return link.kind().isEmpty() && !link.name().equals("lo") ? Type.PHYSICAL : Type.VIRTUAL;
  }

  private static Endpoint endpoint(HostLink link) {
    return switch (link.kind()) {
      case "tun" -> Endpoint.TUNTAP;
      case "gre", "gretap" -> Endpoint.GRE;
      case "" -> link.name().equals("lo") ? Endpoint.LOCALHOST : Endpoint.PHYSICAL;
      default -> Endpoint.UNKNOWN;
    };
  }
}
