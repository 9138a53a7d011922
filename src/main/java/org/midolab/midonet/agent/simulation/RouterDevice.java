package org.midolab.midonet.agent.simulation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameParser;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.Ip4Header;
import org.midolab.midonet.packet.TcpSegment;

/**
 * An IPv4 router (RFC 1812, as far as MidoNet implements it; docs: contract.md#simulated-devices).
 *
 * <pre>
 *   for this port's MAC? ► VIP, or else pre-routing ► route ─► LOCAL: local redirect ► BGP | echo
 *                                                       │
 *      ┌────────────────────────────────────────────────┘
 *      └► forward chain ► TTL ► from a VIP's member, or else post-routing ► ARP ► out
 * </pre>
 */
final class RouterDevice {

  /**
   * Multicast, the reserved block and limited broadcast, 224.0.0.0 to 255.255.255.255. Routers do
   * not forward to these addresses.
   */
  private static final Prefix NOT_UNICAST = Prefix.parse("224.0.0.0/3");

  /**
   * "This network". Packets with it or with a loopback address must not be sent (RFC 1812 §5.3.7).
   */
  private static final Prefix THIS_NETWORK = Prefix.parse("0.0.0.0/8");

  private static final Prefix LOOPBACK = Prefix.parse("127.0.0.0/8");

  private static final int BGP = 179;
  private static final int PRIORITY_TAG = 0x1000;

  private final Walk walk;
  private final Balancing balancing;

  RouterDevice(Walk walk, NatRules nat) {
    this.walk = walk;
    this.balancing = new Balancing(walk, nat, this);
  }

  /**
   * A packet's arrival at a router. ICMP messages about the packet are made from it.
   *
   * @param port the router port that the packet came in by
   * @param header the header before all filters of the router and its port
   */
  record Arrival(Port port, Header header) {}

  void receive(Arrival arrival, Header header) {
    Port in = arrival.port();
    Router router = walk.topology.router(in.routerId());
    if (router == null) {
      walk.drop(DropReason.NO_EGRESS, "router " + in.routerId() + " is gone");
      return;
    }
    walk.dependOn(router.id());
    if (!isAddressedTo(in, header)) {
      return;
    }
    if (!router.adminStateUp()) {
      boolean errorSent =
          header.isIpv4()
              && sendError(arrival, IcmpPacket.UNREACHABLE, IcmpPacket.ADMINISTRATIVELY_PROHIBITED);
      walk.drop(
          DropReason.ADMIN_DOWN,
          "router " + router.id() + " is administratively down",
          errorSent ? Result.Lifetime.SENDER_INFORMED : Result.Lifetime.NORMAL);
      return;
    }
    walk.mirrors.copy(router.inboundMirrorIds(), header, in, null);
    if (header.isArp()) {
      new ArpResponder(walk).receive(in, header);
    } else {
      route(router, arrival, header);
    }
  }

  private boolean isAddressedTo(Port in, Header header) {
    int vlan = header.vlan();
    if (vlan == PRIORITY_TAG) {
      header.setVlan(0);
    } else if (vlan != 0) {
      walk.drop(DropReason.NOT_FORWARDED, "routers take no VLAN-tagged frames");
      return false;
    }
    if (!header.isIpv4() && !header.isArp()) {
      walk.drop(DropReason.NOT_FORWARDED, "routers take IPv4 and ARP only");
      return false;
    }
    Mac destination = header.ethDst();
    if (destination.equals(in.portMac()) || destination.isBroadcast() && header.isArp()) {
      return true;
    }
    walk.drop(
        DropReason.NOT_FORWARDED, "sent to " + destination + ", not to router port " + in.id());
    return false;
  }

  private void route(Router router, Arrival arrival, Header header) {
    if (isFaulty(header) || isMartian(header)) {
      return;
    }
    if (header.isDestinationIn(NOT_UNICAST)) {
      walk.drop(DropReason.NOT_FORWARDED, "routers forward to unicast addresses only");
      return;
    }
    header.enterRouter();
    walk.trace(router.id(), header, arrival.port());
    Verdict verdict =
        switch (balancing.receive(router, arrival, header)) {
          case ENDED -> null;
          case TRANSLATED -> Verdict.ACCEPT;
          case NOT_CONCERNED -> walk.filter(router.inboundFilterId(), header, arrival.port(), null);
        };
    if (verdict == null) {
      return;
    }
    if (!verdict.isAccept()) {
      walk.refuse(verdict, arrival);
      return;
    }
    Route route = choose(router, header);
    if (route == null) {
      boolean errorSent = sendError(arrival, IcmpPacket.UNREACHABLE, IcmpPacket.NET_UNREACHABLE);
      drop(DropReason.NO_ROUTE, "router " + router.id() + " has no route to it", errorSent);
      return;
    }
    walk.step(
        Trace.Kind.ROUTE,
        route.id(),
        "%s by router %s: %s",
        route.destination(),
        router.id(),
        route.nextHop());
    switch (route.nextHop()) {
      case LOCAL -> local(router, arrival, header);
      case PORT -> forward(router, route, arrival, header);
      case BLACKHOLE -> walk.drop(DropReason.BLACKHOLE, "route " + route.id());
      case REJECT -> {
        boolean errorSent =
            sendError(arrival, IcmpPacket.UNREACHABLE, IcmpPacket.ADMINISTRATIVELY_PROHIBITED);
        drop(DropReason.REJECT_ROUTE, "route " + route.id(), errorSent);
      }
    }
  }

  /**
   * Drops frames with a faulty IPv4 header (RFC 1812 §5.2.2). The flows of correct frames need no
   * match for this: the datapath checks the header whenever it decrements a time to live.
   */
  private boolean isFaulty(Header header) {
    Optional<Ip4Header.Fault> fault = header.ipFault();
    if (fault.isEmpty()) {
      return false;
    }
    switch (fault.get()) {
      case LENGTH ->
          walk.drop(
              DropReason.BAD_IP_LENGTH,
              "the lengths in its IPv4 header contradict the frame's length");
      case CHECKSUM ->
          walk.drop(DropReason.BAD_IP_CHECKSUM, "the checksum of its IPv4 header is wrong");
    }
    return true;
  }

  /** Drops packets with addresses that must not appear on a link (RFC 1812 §5.3.7). */
  private boolean isMartian(Header header) {
    boolean source =
        header.isSourceIn(THIS_NETWORK)
            || header.isSourceIn(LOOPBACK)
            || header.isSourceIn(NOT_UNICAST);
    boolean destination =
        !source && (header.isDestinationIn(THIS_NETWORK) || header.isDestinationIn(LOOPBACK));
    if (source || destination) {
      walk.drop(
          source ? DropReason.MARTIAN_SOURCE : DropReason.MARTIAN_DESTINATION,
          "no packet may have the "
              + (source ? "source " + header.ipSrc() : "destination " + header.ipDst()));
    }
    return source || destination;
  }

  private void drop(DropReason reason, String detail, boolean errorSent) {
    walk.drop(reason, detail, errorSent ? Result.Lifetime.SENDER_INFORMED : Result.Lifetime.NORMAL);
  }

  private Route choose(Router router, Header header) {
    RoutingTable table = walk.topology.routes(router.id());
    RoutingTable.Lookup lookup =
        table.lookup(
            header.destinationBitsUnread(),
            route -> header.isSourceIn(route.source()) && isUsable(route));
    walk.tags.add(new FlowTag.Route(router.id(), header.readDestinationFor(lookup)));
    List<Route> best = lookup.routes();
    return switch (best.size()) {
      case 0 -> null;
      case 1 -> best.getFirst();
      default -> best.get(FlowHash.of(router.id(), header, best.size()));
    };
  }

  private boolean isUsable(Route route) {
    if (route.nextHop() != Route.NextHop.PORT) {
      return true;
    }
    Port port = walk.topology.port(route.nextHopPortId());
    if (port == null) {
      return false;
    }
    walk.dependOn(port.id());
    return port.adminStateUp() && (port.isInterior() || walk.topology.isActive(port.id()));
  }

  // ---- to the router itself

  private void local(Router router, Arrival arrival, Header header) {
    Port in = arrival.port();
    Verdict verdict = walk.filter(router.localRedirectChainId(), header, in, null);
    if (!verdict.isAccept()) {
      walk.refuse(verdict, arrival);
    } else if (isForBgp(in, header)) {
      walk.output(header, new SimAction.ToBgpNamespace(in.id()));
    } else if (isEchoRequest(header)) {
      walk.exchange.generate(in.id(), IcmpPacket.echoReply(arrival.header().snapshot()));
      walk.consume();
    } else {
      walk.drop(
          DropReason.NOT_FORWARDED,
          "sent to router " + router.id() + " itself, which only answers echo requests");
    }
  }

  /**
   * Whether a packet from a peer to the uplink port is for the BGP daemon (docs: contract.md#bgp).
   */
  private boolean isForBgp(Port in, Header header) {
    var peers = walk.topology.bgpPeers(in.id());
    return !peers.isEmpty()
        && !header.isIpRewritten()
        && header.isDestination(in.portAddress())
        && peers.stream().anyMatch(header::isSource)
        && isBgpOrIcmp(header);
  }

  static boolean isBgpOrIcmp(Header header) {
    return switch (header.protocol()) {
      case FlowKey.PROTO_ICMP -> true;
      case FlowKey.PROTO_TCP -> header.destinationPort() == BGP || header.sourcePort() == BGP;
      default -> false;
    };
  }

  private static boolean isEchoRequest(Header header) {
    return header.protocol() == FlowKey.PROTO_ICMP
        && header.sourcePort() == IcmpPacket.ECHO_REQUEST
        && header.fragment() == FlowKey.UNFRAGMENTED;
  }

  // ---- through the router

  private void forward(Router router, Route route, Arrival arrival, Header header) {
    Port in = arrival.port();
    Port out = walk.topology.port(route.nextHopPortId());
    Verdict verdict = walk.filter(router.forwardChainId(), header, in, out);
    if (!verdict.isAccept()) {
      walk.refuse(verdict, arrival);
      return;
    }
    if (header.ttl() <= 1) {
      drop(
          DropReason.TTL_EXCEEDED,
          "at router " + router.id(),
          sendError(arrival, IcmpPacket.TIME_EXCEEDED, 0));
      return;
    }
    header.decrementTtl();
    Ip4 nextHop = route.gateway() != null ? route.gateway() : header.ipDst();
    verdict =
        balancing.answer(router, header)
            ? Verdict.ACCEPT
            : walk.filter(router.outboundFilterId(), header, in, out);
    if (!verdict.isAccept()) {
      walk.refuse(verdict, arrival);
    } else if (isDirectedBroadcast(out, nextHop)) {
      walk.drop(DropReason.NOT_FORWARDED, "directed broadcast to " + out.portSubnet());
    } else {
      send(router, route, nextHop, out, arrival, header);
    }
  }

  /**
   * Whether the next hop is the broadcast address of the subnet. Such packets are not forwarded
   * (RFC 2644).
   */
  private static boolean isDirectedBroadcast(Port out, Ip4 nextHop) {
    Prefix subnet = out.portSubnet();
    return subnet != null && subnet.length() < 31 && subnet.broadcast().equals(nextHop);
  }

  /**
   * @param arrival null for a packet that the router itself made
   */
  private void send(
      Router router, Route route, Ip4 nextHop, Port out, Arrival arrival, Header header) {
    switch (neighbour(router.id(), nextHop, out)) {
      case Neighbour.Known(Mac mac, boolean refresh) -> {
        if (refresh) {
          ArpResponder.ask(walk.exchange, out, nextHop);
        }
        walk.step(Trace.Kind.ROUTER, router.id(), "next hop %s has MAC %s", nextHop, mac);
        header.setEthernet(out.portMac(), mac);
        Port in = arrival == null ? null : arrival.port();
        walk.mirrors.copy(router.outboundMirrorIds(), header, in, out);
        walk.leave(out, in, arrival, header);
      }
      case Neighbour.Unknown() -> {
        ArpResponder.ask(walk.exchange, out, nextHop);
        walk.await(router.id(), out, nextHop);
      }
      case Neighbour.Unreachable() -> {
        int code =
            route.gateway() == null ? IcmpPacket.HOST_UNREACHABLE : IcmpPacket.NET_UNREACHABLE;
        boolean errorSent = arrival != null && sendError(arrival, IcmpPacket.UNREACHABLE, code);
        walk.drop(
            DropReason.ARP_TIMEOUT,
            nextHop + " does not answer ARP on port " + out.id(),
            errorSent ? Result.Lifetime.SENDER_INFORMED : Result.Lifetime.SHORT);
      }
    }
  }

  /**
   * Sends a SYN of the router's own.
   *
   * @return the port by which it leaves; null without a route
   */
  Port probe(Router router, Endpoint to, int sourcePort, int sequence) {
    List<Route> routes =
        walk.topology.routes(router.id()).lookup(to.address().bits(), this::isFromOwnPort).routes();
    Route route = routes.isEmpty() || !router.adminStateUp() ? null : routes.getFirst();
    if (route == null || route.nextHop() != Route.NextHop.PORT) {
      return null;
    }
    Port out = walk.topology.port(route.nextHopPortId());
    byte[] frame =
        new TcpSegment(
                out.portMac(),
                Mac.BROADCAST,
                out.portAddress(),
                to.address(),
                sourcePort,
                to.port(),
                sequence,
                0,
                TcpSegment.SYN,
                0)
            .toFrame();
    Header header = new Header(FrameParser.parse(frame, 1, 0), frame, walk.reads());
    Ip4 nextHop = route.gateway() != null ? route.gateway() : to.address();
    send(router, route, nextHop, out, null, header);
    return out;
  }

  private boolean isFromOwnPort(Route route) {
    if (!isUsable(route) || route.nextHop() != Route.NextHop.PORT) {
      return isUsable(route);
    }
    Port out = walk.topology.port(route.nextHopPortId());
    return out.portAddress() != null
        && out.portMac() != null
        && route.source().contains(out.portAddress());
  }

  private Neighbour neighbour(UUID router, Ip4 address, Port out) {
    if (out.isInterior()) {
      Port peer = walk.topology.port(out.peerId());
      if (peer != null && address.equals(peer.portAddress())) {
        walk.dependOn(peer.id());
        return new Neighbour.Known(peer.portMac(), false);
      }
    }
    walk.tags.add(new FlowTag.ArpEntry(router, address));
    Mac fresh = walk.exchange.answer(router, address);
    if (fresh != null) {
      return new Neighbour.Known(fresh, false);
    }
    Neighbour known = walk.topology.neighbour(router, address);
    Mac owner = known instanceof Neighbour.Known ? ownerBehind(out, address) : null;
    if (owner == null || owner.equals(((Neighbour.Known) known).mac())) {
      return known;
    }
    walk.exchange.add(new Effect.LearnArp(router, out.id(), address, owner));
    return new Neighbour.Known(owner, false);
  }

  /**
   * Returns the MAC of an address on the bridge behind a port: a linked router's port, or the entry
   * of the {@code ip4_mac_table}; else null. Without this, packets to an address that moved, such
   * as a floating IP, would go to its old owner until the router's own entry expires.
   */
  private Mac ownerBehind(Port out, Ip4 address) {
    Port peer = out.isInterior() ? walk.topology.port(out.peerId()) : null;
    if (peer == null || peer.networkId() == null || !walk.settings.bridgeArp()) {
      return null;
    }
    walk.tags.add(new FlowTag.Links(peer.networkId()));
    for (Port link : walk.topology.links(peer.networkId())) {
      Port router = walk.topology.port(link.peerId());
      walk.dependOn(link.id());
      if (router != null && address.equals(router.portAddress())) {
        return router.portMac();
      }
    }
    walk.tags.add(new FlowTag.ArpEntry(peer.networkId(), address));
    return walk.topology.macOf(peer.networkId(), address);
  }

  // ---- ICMP errors

  /** Sends an ICMP error for a refused packet if it needs one, and returns whether it was sent. */
  boolean tellOfRefusal(Verdict verdict, Arrival arrival) {
    Header header = arrival.header();
    if (!header.isIpv4()) {
      return false;
    }
    return switch (verdict.kind()) {
      case REJECT ->
          sendError(arrival, IcmpPacket.UNREACHABLE, IcmpPacket.ADMINISTRATIVELY_PROHIBITED);
      // a rule that matches unfragmented packets only drops first fragments; the sender has to send
      // smaller packets
      case DROP ->
          header.fragment() == FlowKey.FIRST_FRAGMENT
              && sendError(arrival, IcmpPacket.UNREACHABLE, IcmpPacket.FRAGMENTATION_NEEDED);
      case ACCEPT, REDIRECT, AWAITS_PORT, NO_PORT, NOT_BUILT -> false;
    };
  }

  /**
   * Sends an ICMP error out of the port that the packet came in by, unless RFC 1122 §3.2.2 forbids
   * it or the port has no address.
   *
   * @return whether it was sent
   */
  boolean sendError(Arrival arrival, int type, int code) {
    Port port = arrival.port();
    Header about = arrival.header();
    if (port.portAddress() == null
        || !about.ethDst().equals(port.portMac())
        || about.isIcmpError()
        || about.isDestinationIn(NOT_UNICAST)
        || about.isSourceIn(NOT_UNICAST)
        || about.isSource(Ip4.ANY)
        || about.fragment() == FlowKey.LATER_FRAGMENT) {
      return false;
    }
    about.ipSrc();
    about.ipDst();
    walk.exchange.generate(
        port.id(),
        IcmpPacket.error(type, code, about.snapshot(), port.portMac(), port.portAddress()));
    return true;
  }
}
