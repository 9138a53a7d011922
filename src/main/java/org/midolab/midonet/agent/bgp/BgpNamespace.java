package org.midolab.midonet.agent.bgp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.midolab.linux.Address;
import org.midolab.linux.Cidr;
import org.midolab.linux.Link;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetlinkEvent;
import org.midolab.linux.NetlinkMonitor;
import org.midolab.linux.NetworkNamespace;
import org.midolab.linux.RouteEntry;
import org.midolab.linux.VethEnd;
import org.midolab.midonet.model.Port;

/**
 * The namespace in which a port's BGP daemon lives, and the veth pair that joins it to the
 * datapath. What an earlier process made is adopted as it is.
 */
final class BgpNamespace implements AutoCloseable {

  private static final int NAME_CHARACTERS = 7;

  private final String name;
  private final Netlink host;
  private final NetworkNamespace namespace;
  private final Netlink inside;
  private NetlinkMonitor monitor;

  private BgpNamespace(String name, NetworkNamespace namespace) {
    this.name = name;
    this.host = Netlink.open();
    this.namespace = namespace;
    this.inside = Netlink.open(namespace);
  }

  /** Name of the namespace of a port, and of the interface that leads to it. */
  static String name(UUID portId) {
    return "bgp-" + portId.toString().substring(0, NAME_CHARACTERS);
  }

  static BgpNamespace openOrCreate(UUID portId) {
    String name = name(portId);
    NetworkNamespace namespace =
        Files.exists(Path.of("/run/netns", name))
            ? NetworkNamespace.named(name)
            : NetworkNamespace.create(name);
    return new BgpNamespace(name, namespace);
  }

  /** Takes away what {@link #openOrCreate} made for a port, links included. */
  static void delete(String name) {
    try (Netlink netlink = Netlink.open()) {
      netlink.links().deleteIfPresent(name);
    }
    NetworkNamespace.delete(name);
  }

  /** Name of the datapath's end of the veth pair. */
  String outside() {
    return name;
  }

  /** Tells that end from one of the same name before it. */
  int outsideIndex() {
    return host.links().get(name).index();
  }

  private String insideName() {
    return name + "_m";
  }

  /** Makes the links and gives them the port's addresses; changes nothing that is right already. */
  void lay(Port port) {
    if (host.links().find(name).isEmpty()) {
      host.links()
          .createVeth(
              new VethEnd(name),
              new VethEnd(insideName(), namespace, 0, port.portMac().toString()));
    }
    if (!inside.links().get("lo").up()) {
      inside.links().up("lo");
    }
    Link link = inside.links().get(insideName());
    if (!link.mac().equals(port.portMac().toString())) {
      inside.links().setMac(insideName(), port.portMac().toString());
    }
    Cidr address = Cidr.parse(port.portAddress() + "/" + port.portSubnet().length());
    for (Address old : inside.addresses().of(insideName())) {
      if (old.cidr().address().getAddress().length == 4 && !old.cidr().equals(address)) {
        inside.addresses().delete(insideName(), old.cidr());
      }
    }
    if (inside.addresses().of(insideName()).stream().noneMatch(a -> a.cidr().equals(address))) {
      inside.addresses().add(insideName(), address);
    }
    if (!link.up()) {
      inside.links().up(insideName());
    }
  }

  /** Passes the uplink's carrier on: without it the daemon drops its sessions at once. */
  void carrier(boolean on) {
    if (host.links().get(name).up() != on) {
      if (on) {
        host.links().up(name);
      } else {
        host.links().down(name);
      }
    }
  }

  /** The kernel's routes in the namespace. */
  List<RouteEntry> routes() {
    return inside.routes().all();
  }

  /** Runs the listener after each change of routes and links, until {@link #close}. */
  void onRouteChange(Runnable listener) {
    monitor =
        NetlinkMonitor.start(
            namespace,
            event -> {
              if (!(event instanceof NetlinkEvent.AddressChanged)) {
                listener.run();
              }
            });
  }

  /** Lets go; the namespace stays. */
  @Override
  public void close() {
    if (monitor != null) {
      monitor.close();
    }
    inside.close();
    namespace.close();
    host.close();
  }
}
