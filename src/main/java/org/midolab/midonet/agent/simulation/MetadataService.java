package org.midolab.midonet.agent.simulation;

import java.util.UUID;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FlowKey;

/**
 * The way of an instance's requests for metadata to the proxy of its host, and of the answers back
 * (docs: contract.md#metadata). It begins and ends at the instance's port, before any filter. The
 * answer to an ARP request passes the port's filter like other ARP.
 *
 * <pre>
 *   instance  ADDRESS:p ──► 169.254.169.254:80      becomes   ALIAS:p ──► 169.254.169.254:9697
 *   instance  ADDRESS:p ◄── 169.254.169.254:80      was       ALIAS:p ◄── 169.254.169.254:9697  proxy
 * </pre>
 *
 * <p>Instances of different tenants may have the same address. The alias stands for the port, so
 * that the proxy knows who asks. A packet with another source than the port's instance is not
 * redirected.
 */
public final class MetadataService {

  /** Address of the service, for instances and at the proxy. */
  public static final Ip4 ADDRESS = Ip4.parse("169.254.169.254");

  /** The network of the aliases. */
  public static final Prefix ALIASES = Prefix.parse("169.254.0.0/16");

  /** TCP port at which the proxy listens. */
  public static final int PROXY_PORT = 9697;

  /** MAC of the proxy's interface, locally administered. */
  public static final Mac PROXY_MAC = Mac.parse("02:00:a9:fe:a9:01");

  /** TCP port of the service for instances. */
  private static final int SERVICE_PORT = 80;

  /** MAC of the service for instances, locally administered. */
  private static final Mac SERVICE_MAC = Mac.parse("02:00:a9:fe:a9:fe");

  private final Walk walk;

  MetadataService(Walk walk) {
    this.walk = walk;
  }

  /** Returns whether the frame was a request to the service, or an ARP request for its address. */
  boolean receive(Port in, Header header) {
    if (!walk.topology.servesMetadata()
        || in.networkId() == null
        || in.vifId() == null
        || !in.adminStateUp()
        || !isUp(in.networkId())) {
      return false;
    }
    walk.dependOn(in.id());
    boolean concerned = (header.isArp() || header.isIpv4()) && header.isDestination(ADDRESS);
    if (concerned && header.isArp()) {
      return answerArp(in, header);
    }
    if (!concerned
        || header.protocol() != FlowKey.PROTO_TCP
        || header.fragment() != FlowKey.UNFRAGMENTED
        || header.destinationPort() != SERVICE_PORT
        || header.vlan() != 0) {
      return false;
    }
    MetadataGuest guest = walk.topology.metadataGuest(in.id());
    if (guest == null
        || !header.ethSrc().equals(guest.mac())
        || !header.isSource(guest.address())) {
      seek(in, header);
      return false;
    }
    header.setEthernet(SERVICE_MAC, PROXY_MAC);
    header.translateSource(guest.alias());
    header.translateDestination(new Endpoint(ADDRESS, PROXY_PORT));
    walk.output(header, new SimAction.ToMetadataProxy());
    return true;
  }

  private boolean isUp(UUID networkId) {
    walk.dependOn(networkId);
    Network network = walk.topology.network(networkId);
    return network != null && network.adminStateUp();
  }

  private boolean answerArp(Port in, Header header) {
    ArpPacket arp = header.arp();
    MetadataGuest guest = walk.topology.metadataGuest(in.id());
    boolean asked = header.vlan() == 0 && arp.operation() == FlowKey.ARP_REQUEST;
    if (!asked
        || arp.senderIp().equals(Ip4.ANY)) { // a probe (RFC 5227 §2.1.1) belongs to no instance
      return false;
    }
    if (guest == null || !arp.senderIp().equals(guest.address())) {
      seek(in, header);
      return false;
    }
    walk.answerArp(in.id(), arp, SERVICE_MAC, 0);
    return true;
  }

  /** Has the port's instance looked up again: it may have another address or be another soon. */
  private void seek(Port in, Header header) {
    header.onceOnly();
    walk.exchange.add(new Effect.SeekGuest(in.id()));
  }

  /** Handles a frame of the proxy's interface for the instance of a port. */
  void deliver(Port out, Header header) {
    walk.dependOn(out.id());
    MetadataGuest guest = walk.topology.metadataGuest(out.id());
    boolean passes =
        guest != null
            && header.isIpv4()
            && header.isDestination(guest.alias())
            && header.isSource(ADDRESS)
            && header.protocol() == FlowKey.PROTO_TCP
            && header.fragment() == FlowKey.UNFRAGMENTED
            && header.sourcePort() == PROXY_PORT;
    if (!passes) {
      walk.drop(DropReason.NOT_FORWARDED, "no answer of the metadata proxy to port " + out.id());
    } else if (!out.adminStateUp()) {
      walk.drop(DropReason.ADMIN_DOWN, "port " + out.id() + " is administratively down");
    } else {
      header.setEthernet(SERVICE_MAC, guest.mac());
      header.translateSource(new Endpoint(ADDRESS, SERVICE_PORT));
      header.translateDestination(guest.address());
      walk.output(header, new SimAction.Emit(out.id()));
    }
  }
}
