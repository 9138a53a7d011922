package org.midolab.midonet.agent.host;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Datapath.TunnelEndpoint;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TunnelZone;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Configures the datapath's tunnel endpoints, and the peers whose frames they accept, from the
 * tunnel zones that the host is a member of (docs: contract.md#underlay). For one thread.
 */
public final class Tunnels {

  private static final Logger LOG = LoggerFactory.getLogger(Tunnels.class);

  /** Bytes of the longest IP packet (RFC 791 §3.1), the limit without tunnels. */
  private static final int UNLIMITED = 0xFFFF;

  /** The inner Ethernet header, VXLAN, UDP and IPv4 (RFC 7348). */
  private static final int VXLAN_OVERHEAD = 50;

  /** The inner Ethernet header, GRE with a key, and IPv4 (RFC 2890). */
  private static final int GRE_OVERHEAD = 42;

  private final UUID host;
  private final Datapath datapath;
  private Set<TunnelEndpoint> open = Set.of();
  private Set<Ip4> peers = Set.of();
  private Set<TunnelEndpoint> reportedAbsent = Set.of();

  public Tunnels(UUID host, Datapath datapath) {
    this.host = host;
    this.datapath = datapath;
  }

  /** Opens and closes tunnel endpoints. Does not open one whose address no interface has yet. */
  public void reconcile(Topology topology, Map<String, HostLink> links) {
    Set<TunnelEndpoint> wanted = new HashSet<>();
    Set<Ip4> otherHosts = new HashSet<>();
    for (TunnelZone zone : topology.zonesOf(host)) {
      for (TunnelZone.Member member : zone.members()) {
        if (!member.hostId().equals(host)) {
          otherHosts.add(member.address());
        } else if (zone.type() != TunnelZone.Type.VTEP) {
          wanted.add(
              new TunnelEndpoint(
                  zone.type() == TunnelZone.Type.GRE ? Encapsulation.GRE : Encapsulation.VXLAN,
                  member.address()));
        }
      }
    }
    Set<TunnelEndpoint> absent = new HashSet<>(wanted);
    absent.removeIf(endpoint -> isLocal(endpoint, links));
    wanted.removeAll(absent);
    if (!absent.isEmpty() && !absent.equals(reportedAbsent)) {
      LOG.warn(
          "no interface of this host has the tunnel address {}; assign it to an interface, or correct the tunnel zone's member",
          absent.stream().map(endpoint -> endpoint.local().toString()).distinct().toList());
    }
    reportedAbsent = absent;
    if (!wanted.equals(open) || !otherHosts.equals(peers)) {
      try {
        datapath.tunnels(wanted, otherHosts);
        open = wanted;
        peers = otherHosts;
        LOG.info("tunnel endpoints: {}, peers: {}", wanted, otherHosts);
      } catch (DatapathException e) {
        LOG.warn(
            "tunnel endpoints {} cannot be opened, will try again: {}", wanted, e.getMessage());
      }
    }
  }

  /**
   * Returns the length in bytes of the longest IP packet that fits into each of the open tunnels,
   * computed from the MTU of this host's interfaces; {@value #UNLIMITED} without tunnels.
   */
  public int mtu(Map<String, HostLink> links) {
    return open.stream()
        .flatMapToInt(
            endpoint ->
                links.values().stream()
                    .filter(link -> link.addresses().contains(endpoint.local().toString()))
                    .mapToInt(link -> link.mtu() - overhead(endpoint.encapsulation())))
        .min()
        .orElse(UNLIMITED);
  }

  private static int overhead(Encapsulation encapsulation) {
    return encapsulation == Encapsulation.GRE ? GRE_OVERHEAD : VXLAN_OVERHEAD;
  }

  private static boolean isLocal(TunnelEndpoint endpoint, Map<String, HostLink> links) {
    String address = endpoint.local().toString();
    return links.values().stream().anyMatch(link -> link.addresses().contains(address));
  }
}
