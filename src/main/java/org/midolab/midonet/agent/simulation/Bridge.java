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
 * A network, as a learning bridge.
 *
 * <p>Stations are learned per VLAN; routers behind its interior ports are known without learning.
 * What goes to an unknown station or to many is flooded, never back out of the port that it came in
 * by. ARP requests are answered from the network's {@code ip4_mac_table}, or handed to the one
 * router whose address they ask for.
 */
final class Bridge {

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
      walk.drop(DropReason.MALFORMED, "sent by the group address " + source);
      return;
    }
    int vlan = header.vlan() & 0x0FFF;
    learn(network, vlan, source, in);
    Verdict verdict = walk.filter(network.inboundFilterId(), header, in, null);
    if (!verdict.isAccept()) {
      walk.refuse(verdict, null);
    } else if (!header.isArp()) {
      forward(network, vlan, in, header);
    } else if (!answerArp(network, in, header)) {
      if (header.ethDst().isMulticast()) {
        header.onceOnly(); // each is for one station that has not answered yet
      }
      forward(network, vlan, in, header);
    }
  }

  /**
   * Stations behind routers are not learned: a router sends all it forwards from its own port's
   * address.
   */
  private void learn(Network network, int vlan, Mac source, Port in) {
    boolean fromRouter = in.isInterior() && isRouterLink(in);
    if (!fromRouter && linkTo(network, router -> source.equals(router.portMac())) == null) {
      // a flow of this station must go when the station is seen elsewhere: only a miss can learn it
      // back
      walk.tags.add(new FlowTag.MacEntry(network.id(), vlan, source));
      walk.exchange.add(new Effect.LearnMac(network.id(), vlan, source, in.id()));
    }
  }

  /** The interior port behind which there is such a router port, or null. */
  private Port linkTo(Network network, Predicate<Port> wanted) {
    for (Port link : walk.topology.links(network.id())) {
      Port peer = walk.topology.port(link.peerId());
      if (peer != null && wanted.test(peer)) {
        return link;
      }
    }
    return null;
  }

  /** Which router, if any, has the address that the table or the bridge was asked for. */
  private void dependOnLinks(Network network) {
    walk.tags.add(new FlowTag.Links(network.id()));
    walk.topology.links(network.id()).forEach(link -> walk.dependOn(link.id()));
  }

  /**
   * Who has an address as far as the bridge knows: a router behind it, or whom its table names;
   * else null.
   */
  Mac ownerOf(Network network, Ip4 address) {
    dependOnLinks(network);
    Port link = linkTo(network, router -> address.equals(router.portAddress()));
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

  /** Returns whether the request was dealt with. */
  private boolean answerArp(Network network, Port in, Header header) {
    ArpPacket arp = header.arp();
    if (arp.operation() != FlowKey.ARP_REQUEST || arp.isGratuitous()) {
      return false;
    }
    dependOnLinks(network);
    Port link = linkTo(network, router -> arp.targetIp().equals(router.portAddress()));
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
    walk.answerArp(in.id(), arp, owner, header.vlan());
    return true;
  }

  private void forward(Network network, int vlan, Port in, Header header) {
    Mac destination = header.ethDst();
    if (destination.isMulticast()) {
      flood(network, in, header);
      return;
    }
    Port link = linkTo(network, router -> destination.equals(router.portMac()));
    if (link != null) {
      walk.dependOn(link.peerId());
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
    if (out == null || !network.id().equals(out.networkId())) {
      flood(network, in, header);
    } else {
      send(network, in, out, header);
    }
  }

  private void flood(Network network, Port in, Header header) {
    walk.tags.add(new FlowTag.Flood(network.id()));
    for (Port out : walk.topology.ports(network.id())) {
      if (!out.id().equals(in.id()) && takesFlood(out, header)) {
        send(network, in, out, header.copy());
      }
    }
  }

  /**
   * Routers take nothing from a flood but ARP: what is for them has their address, which the bridge
   * knows.
   */
  private boolean takesFlood(Port out, Header header) {
    if (!out.isInterior()) {
      return out.adminStateUp() && walk.topology.isActive(out.id());
    }
    walk.dependOn(out.id());
    return header.isArp() || !isRouterLink(out);
  }

  private void send(Network network, Port in, Port out, Header header) {
    if (out.id().equals(in.id())) {
      walk.drop(
          DropReason.NO_EGRESS, "its station is behind the port that it came in by, " + in.id());
      return;
    }
    if (in.vlanId() != null || out.vlanId() != null) {
      walk.drop(
          DropReason.SIMULATION_FAILED,
          "network "
              + network.id()
              + " has ports with a VLAN; the VLAN-aware bridge is not built yet");
      return;
    }
    Verdict verdict = walk.filter(network.outboundFilterId(), header, in, out);
    if (verdict.isAccept()) {
      walk.leave(out, in, null, header);
    } else {
      walk.refuse(verdict, null);
    }
  }
}
