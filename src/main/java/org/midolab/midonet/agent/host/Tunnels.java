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
 * Keeps the datapath's tunnel ends, and who may send to them, in line with the tunnel zones that
 * the host is a member of.
 */
public final class Tunnels {

  private static final Logger LOG = LoggerFactory.getLogger(Tunnels.class);

  /** Without tunnels: what IP itself allows. */
  private static final int UNLIMITED = 0xFFFF;

  /** The inner Ethernet header, VXLAN, UDP and IPv4 (RFC 7348). */
  private static final int VXLAN_OVERHEAD = 50;

  /** The inner Ethernet header, GRE with a key, and IPv4 (RFC 2890). */
  private static final int GRE_OVERHEAD = 42;

  private final UUID host;
  private final Datapath datapath;
  private Set<TunnelEndpoint> open = Set.of();
  private Set<Ip4> peers = Set.of();
  private Set<TunnelEndpoint> refused = Set.of();

  public Tunnels(UUID host, Datapath datapath) {
    this.host = host;
    this.datapath = datapath;
  }

  /** Opens and closes what is due; an address that no interface has yet is waited for. */
  public void reconcile(Topology topology, Map<String, HostLink> links) {
    Set<TunnelEndpoint> wanted = new HashSet<>();
    Set<Ip4> others = new HashSet<>();
    for (TunnelZone zone : topology.zonesOf(host)) {
      for (TunnelZone.Member member : zone.members()) {
        if (!member.hostId().equals(host)) {
          others.add(member.address());
        } else if (zone.type() != TunnelZone.Type.VTEP) {
          wanted.add(
              new TunnelEndpoint(
                  zone.type() == TunnelZone.Type.GRE ? Encapsulation.GRE : Encapsulation.VXLAN,
                  member.address()));
        }
      }
    }
    Set<TunnelEndpoint> absent = new HashSet<>(wanted);
    absent.removeIf(endpoint -> isHere(endpoint, links));
    wanted.removeAll(absent);
    if (!absent.isEmpty() && !absent.equals(refused)) {
      LOG.warn(
          "no interface of this host has the tunnel address {}; give it to one, or correct the tunnel zone's member",
          absent.stream().map(endpoint -> endpoint.local().toString()).distinct().toList());
    }
    refused = absent;
    if (!wanted.equals(open) || !others.equals(peers)) {
      try {
        datapath.tunnels(wanted, others);
        open = wanted;
        peers = others;
        LOG.info("tunnels end at {} and come from {}", wanted, others);
      } catch (DatapathException e) {
        LOG.warn("tunnel ends {} cannot be opened, will try again: {}", wanted, e.getMessage());
      }
    }
  }

  /**
   * Returns the bytes of the longest IP packet that a frame in any of the open tunnels may hold, by
   * the MTU of this host's own interfaces; {@value #UNLIMITED} without tunnels.
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

  private static boolean isHere(TunnelEndpoint endpoint, Map<String, HostLink> links) {
    String address = endpoint.local().toString();
    return links.values().stream().anyMatch(link -> link.addresses().contains(address));
  }
}
