package org.midolab.midonet.cluster.resource;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.model.DhcpV6;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.QosPolicy;
import org.midolab.midonet.model.QosRuleBandwidthLimit;
import org.midolab.midonet.model.QosRuleDscp;
import org.midolab.midonet.model.TopologyObject;

/**
 * Objects and fields that are stored and translated but that agents of this version do not enforce.
 * Answers for such objects contain a warning, and {@code /unenforced} lists them.
 *
 * <p>The list is maintained by hand, and {@code UnenforcedSoundnessTest} compares it with the
 * agent's simulation. Remove an entry here when the agent enforces it.
 */
public final class Unenforced {

  private Unenforced() {}

  /** Adds a {@code Warning} header (RFC 7234, §5.5) when a part of the object has no effect. */
  public static Reply warn(Reply reply, TopologyObject object) {
    return warn(reply, List.of(object));
  }

  /** Works as {@link #warn(Reply, TopologyObject)}, for all objects that a request has written. */
  public static Reply warn(Reply reply, Collection<? extends TopologyObject> objects) {
    List<String> parts =
        objects.stream().flatMap(object -> parts(object).stream()).distinct().sorted().toList();
    return parts.isEmpty()
        ? reply
        : reply.with(
            "Warning",
            "199 midonet-cluster \"stored, not enforced: " + String.join(", ", parts) + "\"");
  }

  /** Returns the parts of an object that have no effect; empty when all of it is enforced. */
  public static List<String> parts(TopologyObject object) {
    return switch (object) {
      case Port port -> ofPort(port);
      case Network network -> present("QoS policies", network.qosPolicyId() != null);
      case Host host ->
          present(
              "flooding by weight to VTEPs",
              host.floodingProxyWeight() != 1,
              "service containers",
              host.containerWeight() != 1
                  || host.containerLimit() != -1
                  || host.enforceContainerLimit());
      case DhcpV6 _ -> List.of("DHCPv6");
      case QosPolicy _, QosRuleBandwidthLimit _, QosRuleDscp _ -> List.of("QoS policies");
      default -> List.of();
    };
  }

  private static List<String> ofPort(Port port) {
    return present(
        "QoS policies",
        port.qosPolicyId() != null,
        "peering of routers by VXLAN",
        port.vni() != null || port.offRampVxlan());
  }

  /** Returns the names that are followed by true. */
  private static List<String> present(Object... namesAndWhether) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < namesAndWhether.length; i += 2) {
      if (namesAndWhether[i + 1].equals(true)) {
        names.add((String) namesAndWhether[i]);
      }
    }
    return names;
  }
}
