package org.midolab.midonet.cli.schema;

import static org.midolab.midonet.cli.schema.Schema.address;
import static org.midolab.midonet.cli.schema.Schema.attribute;
import static org.midolab.midonet.cli.schema.Schema.cidr;
import static org.midolab.midonet.cli.schema.Schema.mac;
import static org.midolab.midonet.cli.schema.Schema.number;
import static org.midolab.midonet.cli.schema.Schema.ref;
import static org.midolab.midonet.cli.schema.Schema.refs;
import static org.midolab.midonet.cli.schema.Schema.state;
import static org.midolab.midonet.cli.schema.Schema.tenant;
import static org.midolab.midonet.cli.schema.Schema.text;
import static org.midolab.midonet.cli.schema.Schema.type;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.midolab.midonet.cli.codec.Codecs;
import org.midolab.midonet.cli.codec.MatchCodecs;
import org.midolab.midonet.cli.codec.PeerLink;
import org.midolab.midonet.cli.codec.RefCodecs;
import org.midolab.midonet.cli.schema.ObjectType.Forms;
import org.midolab.midonet.cli.schema.ObjectType.Identity;

/** Types of routers, bridges, ports, routes and BGP. */
final class DeviceTypes {

  /**
   * Highest AS number that the API accepts. AS numbers have 32 bits (RFC 6793), but the API's are
   * signed.
   */
  private static final long LAST_AS = Integer.MAX_VALUE;

  private DeviceTypes() {}

  static List<ObjectType> roots() {
    return List.of(router(), bridge(), port());
  }

  private static ObjectType router() {
    return type("router")
        .alias("router")
        .collection("routers")
        .template("routerTemplate")
        .media("Router-v3")
        .about("A virtual IPv4 router.")
        .attributes(
            List.of(
                tenant(),
                text("name", "name"),
                state(),
                ref("infilter", "inboundFilterId", "chain").about("chain before routing"),
                ref("outfilter", "outboundFilterId", "chain").about("chain after routing"),
                ref("load-balancer", "loadBalancerId", "load-balancer"),
                number("asn", "asNumber", 1, LAST_AS, -1L, 0L).about("its BGP autonomous system"),
                refs("in-mirrors", "inboundMirrorIds", "mirror"),
                refs("out-mirrors", "outboundMirrorIds", "mirror"),
                ref("local-redirect-chain", "localRedirectChainId", "chain")
                    .about("chain for packets to the router's own addresses"),
                ref("forward-chain", "forwardChainId", "chain")
                    .about("chain for packets that are routed on")))
        .children(List.of(routerPort(), route(), bgpNetwork(), bgpPeer()))
        .build();
  }

  private static ObjectType bridge() {
    return type("bridge")
        .alias("bridge")
        .collection("bridges")
        .template("bridgeTemplate")
        .media("Bridge-v5")
        .about("A virtual layer 2 switch.")
        .attributes(
            List.of(
                tenant(),
                text("name", "name"),
                state(),
                ref("infilter", "inboundFilterId", "chain"),
                ref("outfilter", "outboundFilterId", "chain"),
                ref("qos-policy", "qosPolicyId", "qos-policy"),
                refs("in-mirrors", "inboundMirrorIds", "mirror"),
                refs("out-mirrors", "outboundMirrorIds", "mirror")))
        .children(List.of(bridgePort(), dhcp(), arpEntry()))
        .build();
  }

  /** A port of any device, by its UUID, with the attributes that all ports have. */
  private static ObjectType port() {
    return type("port")
        .alias("port")
        .collection("ports")
        .template("portTemplate")
        .media("Port-v3")
        .forms(Forms.NO_CREATE)
        .about("A port of a router or bridge. Ports are created under their device.")
        .attributes(
            portAttributes(
                attribute("device", new RefCodecs.Device("deviceId")).readOnly(),
                List.of(
                    mac("mac", "portMac"),
                    address("address", "portAddress"),
                    attribute("net", new MatchCodecs.PortNet())),
                List.of(number("vlan", "vlanId", 1, 4094)),
                List.of()))
        .build();
  }

  private static ObjectType routerPort() {
    return type("port")
        .alias("port")
        .collection("ports")
        .template("portTemplate")
        .media("Port-v3")
        .fixed(Map.of("type", "Router"))
        .about(
            "A port of a router: exterior when bound to a host's interface, interior when it has a peer.")
        .attributes(
            portAttributes(
                ref("device", "deviceId", "router").readOnly(),
                List.of(
                    mac("mac", "portMac").about("chosen by the cluster when not given"),
                    address("address", "portAddress")
                        .about("the router's own address on this port"),
                    attribute("net", new MatchCodecs.PortNet()).about("the subnet of the address")),
                List.of(
                    text("bgp-status", "bgpStatus")
                        .readOnly()
                        .onRequest()
                        .about("what the port's BGP daemon reports")),
                List.of(
                    number("vni", "rtrPortVni", 1, 0xFF_FFFF, 0L).onRequest(),
                    attribute("vxlan-off-ramp", Codecs.Flag.marker("offRampVxlan")).onRequest())))
        .children(
            List.of(
                type("remote-peers")
                    .printed("macip")
                    .identity(Identity.KEYED)
                    .collection("peering_table")
                    .media("MacIp-v1")
                    .forms(Forms.NO_UPDATE)
                    .about("Location of MAC addresses of a peered site. (Newer than MidoNet 5.0.)")
                    .attributes(List.of(mac("mac", "mac"), address("ip", "ip")))
                    .build()))
        .build();
  }

  private static ObjectType bridgePort() {
    return type("port")
        .alias("port")
        .collection("ports")
        .template("portTemplate")
        .media("Port-v3")
        .fixed(Map.of("type", "Bridge"))
        .about(
            "A port of a bridge: exterior when bound to a host's interface, interior when it has a peer.")
        .attributes(
            portAttributes(
                ref("device", "deviceId", "bridge").readOnly(),
                List.of(
                    number("vlan", "vlanId", 1, 4094)
                        .about("tag of an interior port of a VLAN-aware bridge")),
                List.of(
                    text("vtep", "vtepId").readOnly(),
                    number("vni", "vni", 0, 0xFF_FFFF, 0L).readOnly(),
                    ref("qos-policy", "qosPolicyId", "qos-policy")),
                List.of()))
        .build();
  }

  /**
   * {@code port port0 device router0 state up plugged no mac … address … net …}; the guide's line
   * (7 step 2) dates from before {@code plugged}.
   */
  private static List<Attribute> portAttributes(
      Attribute device,
      List<Attribute> beforePeer,
      List<Attribute> afterPeer,
      List<Attribute> afterMirrors) {
    return Stream.of(
            List.of(
                device,
                state(),
                attribute("plugged", Codecs.Flag.yesNo("active"))
                    .readOnly()
                    .about("whether its interface exists and is up"),
                ref("infilter", "inboundFilterId", "chain")
                    .about("chain for packets that enter by the port"),
                ref("outfilter", "outboundFilterId", "chain")
                    .about("chain for packets that leave by it")),
            beforePeer,
            List.of(
                attribute("peer", new PeerLink())
                    .about("the port of another device that it is linked to")),
            afterPeer,
            List.of(
                refs("in-mirrors", "inboundMirrorIds", "mirror"),
                refs("out-mirrors", "outboundMirrorIds", "mirror"),
                refs("post-in-filter-mirrors", "postInFilterMirrorIds", "mirror"),
                refs("pre-out-filter-mirrors", "preOutFilterMirrorIds", "mirror")),
            afterMirrors)
        .flatMap(List::stream)
        .toList();
  }

  private static ObjectType route() {
    return type("route")
        .alias("route")
        .collection("routes")
        .template("routeTemplate")
        .media("Route-v1")
        .forms(Forms.NO_UPDATE)
        .about("A route of a router; among those of longest prefix the lowest weight wins.")
        .attributes(
            List.of(
                attribute(
                    "type",
                    Codecs.Choice.mapped(
                        "type",
                        "normal",
                        "Normal",
                        "blackhole",
                        "BlackHole",
                        "reject",
                        "Reject",
                        "local",
                        "Local")),
                cidr("src", "srcNetworkAddr", "srcNetworkLength"),
                cidr("dst", "dstNetworkAddr", "dstNetworkLength"),
                address("gw", "nextHopGateway")
                    .about("the next router; none for destinations on the port's own link"),
                ref("port", "nextHopPort", "port").about("the port by which packets leave"),
                number("weight", "weight", 0, Integer.MAX_VALUE),
                attribute("learned", Codecs.Flag.marker("learned"))
                    .readOnly()
                    .about("learned by BGP")))
        .build();
  }

  /** Guide, 7 step 3 and 5. The password is a secret and is not printed. */
  private static ObjectType bgpPeer() {
    return type("bgp-peer")
        .printed("peer")
        .alias("peer")
        .collection("bgp_peers")
        .template("bgpPeerTemplate")
        .media("BgpPeer-v1")
        .about("A BGP neighbour; the session runs through the port whose net contains its address.")
        .attributes(
            List.of(
                number("asn", "asNumber", 1, LAST_AS),
                address("address", "address"),
                number("keep-alive", "keepAlive", 1, 65535)
                    .about("in seconds; the configured default when unset"),
                number("hold-time", "holdTime", 3, 65535)
                    .about("in seconds; the configured default when unset"),
                number("connect-retry", "connectRetry", 1, 65535)
                    .about("in seconds; the configured default when unset"),
                text("password", "password")
                    .onRequest()
                    .about("TCP MD5 key (RFC 2385); not stored in the history")))
        .build();
  }

  private static ObjectType bgpNetwork() {
    return type("bgp-network")
        .printed("net")
        .alias("net")
        .collection("bgp_networks")
        .template("bgpNetworkTemplate")
        .media("BgpNetwork-v1")
        .forms(Forms.NO_UPDATE)
        .about("A network that the router advertises to its BGP peers.")
        .attributes(List.of(cidr("net", "subnetAddress", "subnetLength")))
        .build();
  }

  private static ObjectType dhcp() {
    return type("dhcp")
        .alias("dhcp")
        .aliasInList(true)
        .identity(Identity.KEYED)
        .collection("dhcp")
        .media("DhcpSubnet-v2")
        .about("A subnet for which the bridge answers DHCP. It is selected by: dhcp subnet CIDR.")
        .attributes(
            List.of(
                address("gw", "defaultGateway"),
                address("server", "serverAddr"),
                attribute("dns-servers", new Codecs.TextList("dnsServerAddrs", "<IP>[,<IP>...]")),
                cidr("subnet", "subnetPrefix", "subnetLength").createOnly(),
                number("interface-mtu", "interfaceMTU", 68, 65535, 0L)))
        .children(
            List.of(
                type("opt121-routes")
                    .printed(null)
                    .identity(Identity.ELEMENT)
                    .collection("opt121Routes")
                    .forms(Forms.NO_UPDATE)
                    .about("A classless static route that DHCP announces (RFC 3442).")
                    .attributes(
                        List.of(
                            cidr("destination", "destinationPrefix", "destinationLength"),
                            address("gateway", "gatewayAddr")))
                    .build(),
                type("host")
                    .printed("dhcp-host")
                    .identity(Identity.KEYED)
                    .collection("hosts")
                    .media("DhcpHost-v2")
                    .about("An address lease fixed to a MAC address.")
                    .attributes(
                        List.of(
                            text("name", "name"),
                            address("address", "ipAddr"),
                            mac("mac", "macAddr")))
                    .build()))
        .build();
  }

  /**
   * Not in MidoNet: its client has no word for the bridge's ARP table, which contains floating IPs.
   */
  private static ObjectType arpEntry() {
    return type("arp-entry")
        .printed(null)
        .identity(Identity.KEYED)
        .collection("arp_table")
        .media("IP4Mac-v1")
        .forms(Forms.NO_UPDATE)
        .about("An IPv4 address for which the bridge answers ARP. (An extension of this client.)")
        .attributes(List.of(address("ip", "ip"), mac("mac", "mac")))
        .build();
  }
}
