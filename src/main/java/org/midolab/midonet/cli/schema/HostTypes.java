package org.midolab.midonet.cli.schema;

import static org.midolab.midonet.cli.schema.Schema.address;
import static org.midolab.midonet.cli.schema.Schema.attribute;
import static org.midolab.midonet.cli.schema.Schema.choice;
import static org.midolab.midonet.cli.schema.Schema.number;
import static org.midolab.midonet.cli.schema.Schema.ref;
import static org.midolab.midonet.cli.schema.Schema.text;
import static org.midolab.midonet.cli.schema.Schema.type;

import java.util.List;
import org.midolab.midonet.cli.codec.Codecs;
import org.midolab.midonet.cli.schema.ObjectType.Forms;
import org.midolab.midonet.cli.schema.ObjectType.Identity;

/** Types of hosts, their interfaces and bindings, and tunnel zones. */
final class HostTypes {

  private HostTypes() {}

  static List<ObjectType> roots() {
    return List.of(tunnelZone(), host());
  }

  private static ObjectType tunnelZone() {
    return type("tunnel-zone")
        .printed("tzone")
        .alias("tzone")
        .collection("tunnelZones")
        .template("tunnelZoneTemplate")
        .media("TunnelZone-v1")
        .about("Hosts that are connected by one type of tunnel.")
        .attributes(
            List.of(
                text("name", "name"),
                choice("type", "type", "gre", "vxlan", "vtep").about("how its hosts encapsulate")))
        .children(
            List.of(
                type("member")
                    .printed("memb")
                    .alias("memb")
                    .identity(Identity.KEYED)
                    .collection("hosts")
                    .media("TunnelZoneHost-v1")
                    .about("A host's membership, with the source address of its tunnels.")
                    .attributes(
                        List.of(
                            ref("zone", "tunnelZoneId", "tunnel-zone").readOnly(),
                            ref("host", "hostId", "host").createOnly(),
                            address("address", "ipAddress")))
                    .build()))
        .build();
  }

  /**
   * Guide, 4.4 step 3: {@code host host0 name controller alive true}, without further attributes.
   */
  private static ObjectType host() {
    return type("host")
        .alias("host")
        .collection("hosts")
        .template("hostTemplate")
        .media("Host-v3")
        .forms(Forms.NO_CREATE)
        .about("A host that runs an agent; it registers itself.")
        .attributes(
            List.of(
                text("name", "name").readOnly(),
                attribute("alive", Codecs.Flag.bool("alive"))
                    .readOnly()
                    .about("whether its agent is connected"),
                attribute(
                        "addresses",
                        new Codecs.TextList("addresses", "<IP_ADDRESS>[,<IP_ADDRESS>...]"))
                    .readOnly()
                    .onRequest(),
                number("flooding-proxy-weight", "floodingProxyWeight", 0, Integer.MAX_VALUE)
                    .onRequest(),
                number("container-weight", "containerWeight", 0, Integer.MAX_VALUE).onRequest(),
                attribute("container-limit", new Codecs.Limit("containerLimit")).onRequest(),
                attribute("enforce-container-limit", Codecs.Flag.bool("enforceContainerLimit"))
                    .onRequest()))
        .children(List.of(hostInterface(), binding()))
        .build();
  }

  private static ObjectType hostInterface() {
    return type("interface")
        .identity(Identity.KEYED)
        .collection("interfaces")
        .media("Interface-v1")
        .forms(Forms.READ_ONLY)
        .about("A network interface that the host's agent sees.")
        .attributes(
            List.of(
                text("iface", "name"),
                ref("host_id", "hostId", "host"),
                text("status", "status").about("bit 0: the link is up, bit 1: it has carrier"),
                attribute("addresses", new Codecs.InterfaceAddresses("addresses")),
                mac(),
                number("mtu", "mtu", 0, Integer.MAX_VALUE),
                text("type", "type"),
                text("endpoint", "endpoint")))
        .build();
  }

  private static Attribute mac() {
    return Schema.mac("mac", "mac");
  }

  /** Listed as {@code host host0 interface eth0 port router0:port0}. */
  private static ObjectType binding() {
    return type("binding")
        .identity(Identity.KEYED)
        .collection("ports")
        .media("HostInterfacePort-v1")
        .forms(Forms.NO_UPDATE)
        .about("Binds a virtual port to an interface by the interface's name.")
        .attributes(
            List.of(
                ref("host", "hostId", "host").readOnly(),
                text("interface", "interfaceName"),
                ref("port", "portId", "port")
                    .about("router0:port0, or spelled out: router router0 port port0")))
        .build();
  }
}
