package org.midolab.midonet.agent.bgp;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
 * The network namespace of a port's BGP daemon, and the veth pair that connects it to the datapath.
 * A namespace and links of an earlier process are used again.
 */
final class BgpNamespace implements AutoCloseable {

  private static final int NAME_CHARACTERS = 7;

  private final String name;
  private final Netlink host;
  private final NetworkNamespace namespace;
  private final Netlink inside;
  private @Nullable NetlinkMonitor monitor;

  private BgpNamespace(String name, NetworkNamespace namespace) {
    this.name = name;
    this.host = Netlink.open();
    this.namespace = namespace;
    this.inside = Netlink.open(namespace);
  }

  /** Returns the name of a port's namespace, which is also the name of the veth's outer end. */
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

  /** Deletes a namespace of {@link #openOrCreate} and its links. */
  static void delete(String name) {
    try (Netlink netlink = Netlink.open()) {
      netlink.links().deleteIfPresent(name);
    }
    NetworkNamespace.delete(name);
  }

  /** Returns the name of the datapath's end of the veth pair. */
  String outside() {
    return name;
  }

  /** Returns that end's interface index, which changes when the link is created again. */
  int outsideIndex() {
    return host.links().get(name).index();
  }

  private String insideName() {
    return name + "_m";
  }

  /** Creates the links and sets the port's MAC and IP address. Changes only what differs. */
  void lay(Port port) {
    if (inside.links().find(insideName()).isEmpty()) {
      // After a loss of power, the other end of an old link may be in a namespace that has no name
      // any
      // more, and that a TCP connection of its dead daemon keeps until it times out.
      host.links().deleteIfPresent(name);
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

  /** Passes the uplink's carrier on, so that the daemon closes its sessions at once without it. */
  void carrier(boolean on) {
    if (host.links().get(name).up() != on) {
      if (on) {
        host.links().up(name);
      } else {
        host.links().down(name);
      }
    }
  }

  /** Returns the kernel's routes in the namespace. */
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

  /** Closes the handles; the namespace stays. */
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
