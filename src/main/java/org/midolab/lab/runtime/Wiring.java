package org.midolab.lab.runtime;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.midolab.lab.spec.Cidr;
import org.midolab.lab.spec.LabPlan;
import org.midolab.lab.spec.LinkPlan;
import org.midolab.lab.spec.LinkPlan.End;
import org.midolab.lab.spec.NodeKind;
import org.midolab.lab.spec.NodePlan;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;
import org.midolab.linux.RouteEntry;
import org.midolab.linux.VethEnd;

/**
 * Lays a lab's links by netlink, straight between the holders' namespaces: the machine's own
 * namespace never sees them.
 */
final class Wiring implements AutoCloseable {

  /** The one bridge inside a segment's namespace; its ports have the lab file's names. */
  static final String BRIDGE = "br0";

  private final LabPlan plan;
  private final Map<String, NetworkNamespace> namespaces = new HashMap<>();
  private final Map<String, Netlink> sockets = new HashMap<>();

  /**
   * @param paths the file of each node's network namespace
   */
  Wiring(LabPlan plan, Map<String, Path> paths) {
    this.plan = plan;
    paths.forEach(
        (node, path) -> {
          NetworkNamespace namespace = NetworkNamespace.open(path);
          namespaces.put(node, namespace);
          sockets.put(node, Netlink.open(namespace));
        });
  }

  /** Bridges, links, addresses, and routes, in this order. */
  void lay() {
    for (NodePlan segment : plan.nodes(NodeKind.BRIDGE)) {
      Netlink netlink = sockets.get(segment.name());
      netlink.links().createBridge(BRIDGE);
      netlink.links().setMtu(BRIDGE, segmentMtu(segment.name()));
      netlink.links().up(BRIDGE);
    }
    for (LinkPlan link : plan.links()) {
      switch (link) {
        case LinkPlan.SameEngine wire -> lay(wire);
        case LinkPlan.AcrossEngines wire ->
            throw new LabFailure(
                wire.a() + " and " + wire.b() + " are on different engines: not built yet");
        case LinkPlan.RealPort wire ->
            throw new LabFailure(wire.a() + " goes to port " + wire.port() + ": not built yet");
      }
    }
    for (NodePlan node : plan.nodes()) {
      Netlink netlink = sockets.get(node.name());
      netlink.links().up("lo");
      if (node.kind().managed()) {
        forgetDefaultRoute(netlink);
      }
      node.loopback().forEach(address -> netlink.addresses().add("lo", linux(address)));
      routes(node);
    }
  }

  /** The engine lays one even on an internal network; nothing of a lab is to leave by it. */
  private static void forgetDefaultRoute(Netlink netlink) {
    netlink.routes().all().stream()
        .filter(route -> route.table() == RouteEntry.MAIN)
        .filter(route -> route.destination().prefixLength() == 0)
        .forEach(netlink.routes()::delete);
  }

  private void lay(LinkPlan.SameEngine link) {
    sockets
        .get(link.a().node())
        .links()
        .createVeth(vethEnd(link.a(), link.mtu()), vethEnd(link.b(), link.mtu()));
    for (End end : link.ends()) {
      Netlink netlink = sockets.get(end.node());
      end.address().ifPresent(address -> netlink.addresses().add(end.iface(), linux(address)));
      if (isBridge(end)) {
        netlink.links().setMaster(end.iface(), BRIDGE);
      }
      netlink.links().up(end.iface());
    }
  }

  /** Lays a node's static routes, again too: the kernel drops them when their link goes down. */
  void routes(NodePlan node) {
    node.routes()
        .forEach(
            route ->
                sockets
                    .get(node.name())
                    .routes()
                    .add(linux(route.to()), linux(route.via()).address()));
  }

  private VethEnd vethEnd(End end, int mtu) {
    return new VethEnd(end.iface(), namespaces.get(end.node()), mtu, end.mac().orElse(""));
  }

  private int segmentMtu(String segment) {
    return plan.links().stream()
        .filter(link -> link.ends().stream().anyMatch(end -> end.node().equals(segment)))
        .mapToInt(LinkPlan::mtu)
        .min()
        .orElse(1500);
  }

  private boolean isBridge(End end) {
    return plan.node(end.node()).orElseThrow().kind() == NodeKind.BRIDGE;
  }

  private static org.midolab.linux.Cidr linux(Cidr cidr) {
    return org.midolab.linux.Cidr.parse(cidr.toString());
  }

  @Override
  public void close() {
    sockets.values().forEach(Netlink::close);
    namespaces.values().forEach(NetworkNamespace::close);
  }
}
