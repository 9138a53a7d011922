package org.midolab.midonet.agent.simulation;

import java.util.UUID;
import java.util.function.Predicate;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;

/**
 * A learning bridge, which simulates a network (docs: contract.md#simulated-devices).
 *
 * <p>Stations are learned per VLAN. Routers behind interior ports are known from the topology.
 * Frames to unknown stations and to group addresses are flooded, but never sent out of their
 * ingress port. ARP requests are answered from the network's {@code ip4_mac_table}, or sent only to
 * the router that has the requested address.
 *
 * <p>A bridge is VLAN-aware if one of its interior ports has a VLAN. Such a port is a member of
 * this VLAN only, and its link carries the VLAN's frames without their tag. The other ports carry
 * frames as they are: untagged, or of any VLAN.
 */
final class Bridge {

  private static final int VLAN_ID = 0x0FFF;
  private static final int TAGGED = 0x1000;

  private final Walk walk;

  Bridge(Walk walk) {
    this.walk = walk;
  }

  void receive(Port in, Header header) {
    Network network = walk.topology.network(in.networkId());
    if (network == null) {
      walk.drop(DropReason.NO_EGRESS, "network " + in.networkId() + " is gone");
      return;
    }
    walk.dependOn(network.id());
    if (!network.adminStateUp()) {
      walk.drop(DropReason.ADMIN_DOWN, "network " + network.id() + " is administratively down");
      return;
    }
    Mac source = header.ethSrc();
    if (source.isMulticast()) {
      walk.drop(DropReason.MALFORMED, "its source is the group address " + source);
      return;
    }
    if (!tag(in, header)) {
      return;
    }
    int vlan = header.vlan() & VLAN_ID;
    learn(network, vlan, source, in);
    walk.step(Trace.Kind.BRIDGE, network.id(), "receives a frame from %s", source);
    walk.trace(network.id(), header, in);
    walk.mirrors.copy(network.inboundMirrorIds(), header, in, null);
    Verdict verdict = walk.filter(network.inboundFilterId(), header, in, null);
    if (!verdict.isAccept()) {
      walk.refuse(verdict, null);
    } else if (!header.isArp()) {
      forward(network, vlan, in, header);
    } else if (!answerArp(network, vlan, in, header)) {
      if (header.ethDst().isMulticast()) {
        header.onceOnly(); // each request is for a station that has not answered yet
      }
      forward(network, vlan, in, header);
    }
  }

  /**
   * Adds the tag of the port's VLAN. Only one tag fits into the header that flows match, so tagged
   * frames are dropped.
   *
   * @return whether the frame may go on
   */
  private boolean tag(Port in, Header header) {
    if (!hasVlan(in)) {
      return true;
    }
    boolean untagged = (header.vlan() & VLAN_ID) == 0;
    if (untagged) {
      header.setVlan(TAGGED | in.vlanId());
    } else {
      walk.drop(
          DropReason.NOT_FORWARDED,
          "port " + in.id() + " of VLAN " + in.vlanId() + " takes no tagged frames");
    }
    return untagged;
  }

  private static boolean hasVlan(Port port) {
    return port.isInterior() && port.vlanId() != null;
  }

  /**
   * Whether frames of a VLAN leave by a port.
   *
   * @param vlan the VLAN id, 0 for untagged frames
   */
  private static boolean carries(Port port, int vlan) {
    return !hasVlan(port) || port.vlanId() == vlan;
  }

  /**
   * Learns the port of a station. Nothing is learned from frames of routers: their source is the
   * MAC of a router port, which the topology contains. Nothing is learned in a VLAN that no port
   * has: else a station could make a table for each tag that it thinks of.
   */
  private void learn(Network network, int vlan, Mac source, Port in) {
    if (vlan != 0) {
      dependOnLinks(network);
      if (walk.topology.links(network.id()).stream()
          .noneMatch(link -> hasVlan(link) && link.vlanId() == vlan)) {
        return;
      }
    }
    boolean fromRouter = in.isInterior() && isRouterLink(in);
    if (!fromRouter && findLink(network, router -> source.equals(router.portMac())) == null) {
      // a flow of this station must be removed when the station is seen at another port: only a
      // frame without a flow is simulated and learned again
      walk.tags.add(new FlowTag.MacEntry(network.id(), vlan, source));
      walk.exchange.add(new Effect.LearnMac(network.id(), vlan, source, in.id()));
    }
  }

  /** Returns an interior port whose peer satisfies {@code wanted}, or null. */
  private Port findLink(Network network, Predicate<Port> wanted) {
    for (Port link : walk.topology.links(network.id())) {
      Port peer = walk.topology.port(link.peerId());
      if (peer != null && wanted.test(peer)) {
        return link;
      }
    }
    return null;
  }

  /** Works as {@link #findLink} for frames of a VLAN. Routers take untagged frames only. */
  private Port findRouter(Network network, int vlan, Predicate<Port> wanted) {
    return vlan == 0 ? findLink(network, wanted) : null;
  }

  /** Adds the tags of all links: the result depends on which router, if any, has an address. */
  private void dependOnLinks(Network network) {
    walk.tags.add(new FlowTag.Links(network.id()));
    walk.topology.links(network.id()).forEach(link -> walk.dependOn(link.id()));
  }

  /**
   * Returns the MAC of the owner of an address: a linked router's port, or else the entry of the
   * network's {@code ip4_mac_table}. Null if neither has the address.
   */
  Mac ownerOf(Network network, Ip4 address) {
    dependOnLinks(network);
    Port link = findLink(network, router -> address.equals(router.portAddress()));
    Port router = link == null ? null : walk.topology.port(link.peerId());
    if (router != null) {
      return router.portMac();
    }
    walk.tags.add(new FlowTag.ArpEntry(network.id(), address));
    return walk.topology.macOf(network.id(), address);
  }

  private boolean isRouterLink(Port port) {
    Port peer = walk.topology.port(port.peerId());
    return peer != null && peer.routerId() != null;
  }

  /** Returns whether the frame was a request that needs no further forwarding. */
  private boolean answerArp(Network network, int vlan, Port in, Header header) {
    ArpPacket arp = header.arp();
    if (arp.operation() != FlowKey.ARP_REQUEST || arp.isGratuitous()) {
      return false;
    }
    dependOnLinks(network);
    Port link = findRouter(network, vlan, router -> arp.targetIp().equals(router.portAddress()));
    if (link != null && !link.id().equals(in.id()) && header.ethDst().isBroadcast()) {
      send(network, in, link, header);
      return true;
    }
    walk.tags.add(new FlowTag.ArpEntry(network.id(), arp.targetIp()));
    Mac owner =
        walk.settings.bridgeArp() ? walk.topology.macOf(network.id(), arp.targetIp()) : null;
    if (owner == null || owner.equals(arp.senderMac())) {
      return false;
    }
    walk.answerArp(in.id(), arp, owner, hasVlan(in) ? 0 : header.vlan());
    return true;
  }

  private void forward(Network network, int vlan, Port in, Header header) {
    Mac destination = header.ethDst();
    if (destination.isMulticast()) {
      flood(network, vlan, in, header);
      return;
    }
    Port link = findRouter(network, vlan, router -> destination.equals(router.portMac()));
    if (link != null) {
      walk.dependOn(link.peerId());
      walk.step(
          Trace.Kind.BRIDGE, network.id(), "%s is the router at port %s", destination, link.id());
      send(network, in, link, header);
      return;
    }
    dependOnLinks(network);
    FlowTag.MacEntry station = new FlowTag.MacEntry(network.id(), vlan, destination);
    walk.tags.add(station);
    UUID known = walk.topology.macPort(network.id(), vlan, destination);
    if (known == null) {
      known = walk.exchange.station(station);
    }
    Port out = known == null ? null : walk.topology.port(known);
    if (out == null || !network.id().equals(out.networkId()) || !carries(out, vlan)) {
      flood(network, vlan, in, header);
    } else {
      walk.step(Trace.Kind.BRIDGE, network.id(), "%s is at port %s", destination, out.id());
      send(network, in, out, header);
    }
  }

  private void flood(Network network, int vlan, Port in, Header header) {
    walk.tags.add(new FlowTag.Flood(network.id()));
    walk.step(Trace.Kind.BRIDGE, network.id(), "floods the frame");
    for (Port out : walk.topology.ports(network.id())) {
      if (!out.id().equals(in.id()) && carries(out, vlan) && receivesFlood(out, header)) {
        send(network, in, out, header.copy());
      }
    }
  }

  /**
   * Whether a port gets flooded frames. Routers get flooded ARP only: the bridge knows their MACs
   * and sends other frames for them to their port.
   */
  private boolean receivesFlood(Port out, Header header) {
    if (!out.isInterior()) {
      return out.adminStateUp() && walk.topology.isActive(out.id());
    }
    walk.dependOn(out.id());
    return header.isArp() || !isRouterLink(out);
  }

  private void send(Network network, Port in, Port out, Header header) {
    walk.dependOn(out.id()); // the filter reads its groups
    if (out.id().equals(in.id())) {
      walk.drop(DropReason.NO_EGRESS, "the destination is behind the ingress port " + in.id());
      return;
    }
    Verdict verdict = walk.filter(network.outboundFilterId(), header, in, out);
    if (!verdict.isAccept()) {
      walk.refuse(verdict, null);
      return;
    }
    walk.mirrors.copy(network.outboundMirrorIds(), header, in, out);
    if (hasVlan(out)) {
      header.setVlan(0);
    }
    walk.leave(out, in, null, header);
  }
}
