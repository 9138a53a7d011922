package org.midolab.midonet.datapath.ebpf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.midolab.linux.Address;
import org.midolab.linux.BpfMap;
import org.midolab.linux.Link;
import org.midolab.linux.LinuxException;
import org.midolab.linux.Netlink;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.DatapathException;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.datapath.common.Layout;
import org.midolab.midonet.model.Ip4;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This host's tunnel endpoints (docs: datapath.md#tunnels): a VXLAN device of the kernel in
 * external mode, and a GRE receiver on each interface that owns a local address. Not thread safe.
 */
final class TunnelEnds {

  private static final Logger LOG = LoggerFactory.getLogger(TunnelEnds.class);

  static final String VXLAN_DEVICE = "tnvxlan-overlay";

  /**
   * Largest MTU that the kernel allows for the device, in bytes. The underlay limits the packets.
   */
  private static final int VXLAN_MTU = 65_450;

  /** Bytes of the outer IPv4 header and of the GRE header with a key. */
  private static final int GRE_HEADERS = 20 + 8;

  /** Length limit of frames if there is no GRE endpoint. */
  private static final int ANY_LENGTH = 1 << 17;

  /** Maximum number of peers. The kernel's map has the same size. */
  static final int MOST_PEERS = 4096;

  /** Time after a neighbour resolution before it is repeated. */
  private static final long RESOLVED_NANOS = 10_000_000_000L;

  private final PinnedState state;
  private final Netlink netlink;
  private final Hook hook;
  private final int port;
  private final Map<Ip4, Long> resolved = new HashMap<>();
  private Set<Datapath.TunnelEndpoint> wanted = Set.of();
  private Set<Ip4> peers = Set.of();
  private volatile int greFrame = ANY_LENGTH;

  TunnelEnds(PinnedState state, Netlink netlink, Hook hook, int port) {
    this.state = state;
    this.netlink = netlink;
    this.hook = hook;
    this.port = port;
  }

  void set(Set<Datapath.TunnelEndpoint> endpoints, Set<Ip4> others) {
    if (others.size() > MOST_PEERS) {
      throw new DatapathException(
          "tunnels can come from " + MOST_PEERS + " hosts, not from " + others.size());
    }
    wanted = Set.copyOf(endpoints);
    peers = Set.copyOf(others);
    lay();
  }

  /**
   * Restores what another program removed or changed: the device and the programs on interfaces.
   * Also updates the length limit of frames.
   */
  void mend() {
    PinnedState.Config config = state.config();
    if (config.vxlanLink() != 0) {
      Optional<Link> device = netlink.links().find(VXLAN_DEVICE);
      if (device.isEmpty()
          || device.get().index() != config.vxlanLink()
          || !device.get().up()
          || !hook.isAttached(Layout.VXLAN_PROGRAM, config.vxlanLink())) {
        LOG.warn("tunnel device {} was changed by somebody; it is made anew", VXLAN_DEVICE);
        lay();
      }
    }
    Map<Ip4, Integer> gre = gre();
    for (int ifindex : Set.copyOf(gre.values())) {
      Optional<Link> link = netlink.links().find(ifindex);
      if (link.isEmpty() || !hook.isAttached(Layout.UNDERLAY_PROGRAM, ifindex)) {
        LOG.warn("interface {} of the tunnels was changed by somebody; it is set up anew", ifindex);
        lay();
        break;
      }
    }
    limitFrames(gre().values());
  }

  private void lay() {
    Set<Datapath.TunnelEndpoint> endpoints = wanted;
    setPeers();
    Map<Ip4, Integer> owners = new HashMap<>();
    List<Address> addresses = netlink.addresses().all();
    for (Datapath.TunnelEndpoint endpoint : endpoints) {
      owners.put(
          endpoint.local(),
          owner(addresses, endpoint.local())
              .orElseThrow(
                  () ->
                      new DatapathException(
                          "no interface has the tunnel address "
                              + endpoint.local()
                              + "; give it to one, or correct the tunnel zone's member")));
    }
    if (endpoints.stream().anyMatch(e -> e.encapsulation() == Encapsulation.VXLAN)) {
      openVxlan();
    } else {
      closeVxlan();
    }
    Map<Ip4, Integer> gre = new HashMap<>();
    endpoints.stream()
        .filter(e -> e.encapsulation() == Encapsulation.GRE)
        .forEach(e -> gre.put(e.local(), owners.get(e.local())));
    setGre(gre);
    limitFrames(gre.values());
  }

  private void setPeers() {
    BpfMap map = state.map("peers");
    Set<Ip4> present = new HashSet<>();
    map.entries().forEach(e -> present.add(new Ip4(Layout.u32(e.key()))));
    for (Ip4 peer : present) {
      if (!peers.contains(peer)) {
        map.delete(Layout.u32(peer.bits()));
      }
    }
    for (Ip4 peer : peers) {
      if (!present.contains(peer)) {
        map.update(Layout.u32(peer.bits()), Layout.buffer(8).array());
      }
    }
  }

  /** Sets the length limit of frames by the smallest MTU of the GRE interfaces. */
  private void limitFrames(Collection<Integer> interfaces) {
    int limit = ANY_LENGTH;
    for (int ifindex : Set.copyOf(interfaces)) {
      int mtu = netlink.links().find(ifindex).map(Link::mtu).orElse(0);
      if (mtu > 0) {
        limit = Math.min(limit, mtu - GRE_HEADERS);
      }
    }
    greFrame = limit;
    PinnedState.Config config = state.config();
    if (config.greFrame() != limit) {
      state.config(config.withGreFrame(limit));
    }
  }

  /** Returns the length of the longest frame that fits into GRE, with its tags, in bytes. */
  int greFrame() {
    return greFrame;
  }

  private static Optional<Integer> owner(List<Address> addresses, Ip4 local) {
    return addresses.stream()
        .filter(a -> a.cidr().address().equals(inet(local)))
        .map(Address::link)
        .findFirst();
  }

  static InetAddress inet(Ip4 ip) {
    try {
      return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(ip.bits()).array());
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void openVxlan() {
    PinnedState.Config config = state.config();
    Optional<Link> found = netlink.links().find(VXLAN_DEVICE);
    boolean ours =
        found.isPresent()
            && found.get().index() == config.vxlanLink()
            && config.vxlanPort() == port;
    if (!ours) {
      netlink.links().deleteIfPresent(VXLAN_DEVICE);
      netlink.links().createExternalVxlan(VXLAN_DEVICE, port);
      netlink.links().setMtu(VXLAN_DEVICE, VXLAN_MTU);
    }
    netlink.links().up(VXLAN_DEVICE);
    int ifindex = netlink.links().get(VXLAN_DEVICE).index();
    hook.attach(state.program(Layout.VXLAN_PROGRAM), Layout.VXLAN_PROGRAM, ifindex);
    state.config(config.withVxlan(ifindex, port));
  }

  private void closeVxlan() {
    PinnedState.Config config = state.config();
    if (config.vxlanLink() != 0) {
      hook.detach(config.vxlanLink());
      netlink.links().deleteIfPresent(VXLAN_DEVICE);
      state.config(config.withVxlan(0, 0));
    }
  }

  private void setGre(Map<Ip4, Integer> wanted) {
    Map<Ip4, Integer> present = gre();
    for (int ifindex : Set.copyOf(wanted.values())) {
      hook.attach(state.program(Layout.UNDERLAY_PROGRAM), Layout.UNDERLAY_PROGRAM, ifindex);
    }
    wanted.forEach(
        (local, ifindex) ->
            state.map("gre_locals").update(Layout.u32(local.bits()), Layout.u32(ifindex)));
    present.forEach(
        (local, ifindex) -> {
          if (!wanted.containsKey(local)) {
            state.map("gre_locals").delete(Layout.u32(local.bits()));
          }
          if (!wanted.containsValue(ifindex)) {
            hook.detach(ifindex);
          }
        });
  }

  /** Returns the interface index of each local GRE address. */
  private Map<Ip4, Integer> gre() {
    Map<Ip4, Integer> present = new HashMap<>();
    state
        .map("gre_locals")
        .entries()
        .forEach(e -> present.put(new Ip4(Layout.u32(e.key())), Layout.u32(e.value())));
    return present;
  }

  /**
   * Lets the kernel resolve the MACs of the remote GRE addresses. In the programs only the last
   * output of a flow can wait for an ARP reply.
   */
  void resolve(List<FlowAction> actions) {
    for (FlowAction action : actions.subList(0, Math.max(actions.size() - 1, 0))) {
      if (action instanceof Tunnel(Encapsulation encapsulation, _, Ip4 local, Ip4 remote)
          && encapsulation == Encapsulation.GRE
          && due(remote)) {
        int ifindex =
            state.map("gre_locals").lookup(Layout.u32(local.bits())).map(Layout::u32).orElse(0);
        try {
          netlink.neighbours().resolve(ifindex, inet(remote));
        } catch (LinuxException e) {
          resolved.remove(remote); // the tunnel endpoint is not open yet; the next flow tries again
        }
      }
    }
  }

  private boolean due(Ip4 remote) {
    long now = System.nanoTime();
    Long last = resolved.get(remote);
    if (last != null && now - last < RESOLVED_NANOS) {
      return false;
    }
    resolved.put(remote, now);
    return true;
  }
}
