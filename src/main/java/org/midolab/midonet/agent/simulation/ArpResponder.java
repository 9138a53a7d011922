package org.midolab.midonet.agent.simulation;

import java.util.List;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;

/**
 * ARP at a router port (RFC 826, RFC 5227): sends requests, answers requests for the port's own
 * address, and learns the addresses of neighbours.
 */
final class ArpResponder {

  private final Walk walk;

  ArpResponder(Walk walk) {
    this.walk = walk;
  }

  /** Sends a request out of a router port. Sends nothing if the port has no address or no MAC. */
  static void ask(Exchange exchange, Port port, Ip4 address) {
    if (port.portAddress() != null && port.portMac() != null) {
      exchange.generate(
          port.id(), ArpPacket.request(port.portMac(), port.portAddress(), address).toFrame());
    }
  }

  void receive(Port in, Header header) {
    ArpPacket arp = header.arp();
    boolean forUs = arp.targetIp().equals(in.portAddress());
    if (arp.operation() == FlowKey.ARP_REQUEST && forUs) {
      learn(in, arp);
      walk.answerArp(in.id(), arp, in.portMac(), 0);
    } else if (arp.operation() == FlowKey.ARP_REPLY && header.ethDst().equals(in.portMac())) {
      learn(in, arp);
      if (forUs && walk.topology.bgpPeers(in.id()).contains(arp.senderIp())) {
        // the namespace resolves its own neighbours
        walk.exchange.add(
            new Effect.Transmit(
                header.frame(), List.of(new SimAction.ToBgpNamespace(in.id())), true));
      }
      walk.consume();
    } else if (arp.isGratuitous()) {
      learn(in, arp);
      walk.consume();
    } else {
      header.onceOnly(); // on a busy link these would be many flows with few frames each
      walk.drop(DropReason.NOT_FORWARDED, "ARP that does not concern router port " + in.id());
    }
  }

  /**
   * Learns the sender if its address is in the port's subnet. The port's own address is never
   * learned from others.
   */
  private void learn(Port in, ArpPacket arp) {
    Ip4 sender = arp.senderIp();
    if (in.portSubnet() != null
        && in.portSubnet().contains(sender)
        && !sender.equals(in.portAddress())
        && !arp.senderMac().isMulticast()) {
      walk.tags.add(new FlowTag.Taught(in.routerId(), sender, arp.senderMac()));
      walk.exchange.add(new Effect.LearnArp(in.routerId(), in.id(), sender, arp.senderMac()));
    }
  }
}
