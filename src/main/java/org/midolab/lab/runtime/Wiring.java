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
 * Creates a lab's links by netlink, directly between the holders' namespaces. They are never in the
 * machine's own namespace.
 */
final class Wiring implements AutoCloseable {

  /** The bridge inside a segment's namespace. Its ports have the names from the lab file. */
  static final String BRIDGE = "br0";

  private final LabPlan plan;
  private final Map<String, NetworkNamespace> namespaces = new HashMap<>();
  private final Map<String, Netlink> sockets = new HashMap<>();

  /**
   * @param paths path of each node's network namespace, by the node's name
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

  /** Creates bridges, links, addresses, and routes, in this order. */
  void create() {
    for (NodePlan segment : plan.nodes(NodeKind.BRIDGE)) {
      Netlink netlink = sockets.get(segment.name());
      netlink.links().createBridge(BRIDGE);
      netlink.links().setMtu(BRIDGE, segmentMtu(segment.name()));
      netlink.links().up(BRIDGE);
    }
    for (LinkPlan link : plan.links()) {
      switch (link) {
        case LinkPlan.SameEngine wire -> create(wire);
        case LinkPlan.AcrossEngines wire ->
            throw new LabFailure(
                wire.a() + " and " + wire.b() + " are on different engines: this is not supported");
        case LinkPlan.RealPort wire ->
            throw new LabFailure(
                wire.a() + " goes to port " + wire.port() + ": this is not supported");
      }
    }
    for (NodePlan node : plan.nodes()) {
      Netlink netlink = sockets.get(node.name());
      netlink.links().up("lo");
      if (node.kind().managed()) {
        deleteDefaultRoute(netlink);
      }
      node.loopback().forEach(address -> netlink.addresses().add("lo", linux(address)));
      routes(node);
    }
  }

  /**
   * Deletes the default route, which the engine adds even in an internal network. No traffic of a
   * lab may leave by it.
   */
  private static void deleteDefaultRoute(Netlink netlink) {
    netlink.routes().all().stream()
        .filter(route -> route.table() == RouteEntry.MAIN)
        .filter(route -> route.destination().prefixLength() == 0)
        .forEach(netlink.routes()::delete);
  }

  private void create(LinkPlan.SameEngine link) {
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

  /**
   * Adds a node's static routes. May be called again: the kernel deletes the routes when their link
   * goes down.
   */
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
