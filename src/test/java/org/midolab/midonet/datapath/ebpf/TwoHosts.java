package org.midolab.midonet.datapath.ebpf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.midolab.linux.Cidr;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;
import org.midolab.linux.VethEnd;
import org.midolab.midonet.datapath.Datapath;
import org.midolab.midonet.datapath.Datapath.Flow;
import org.midolab.midonet.datapath.Datapath.TunnelEndpoint;
import org.midolab.midonet.datapath.FlowAction;
import org.midolab.midonet.datapath.FlowAction.Encapsulation;
import org.midolab.midonet.datapath.FlowAction.Output;
import org.midolab.midonet.datapath.FlowAction.Tunnel;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.packet.FlowField;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FlowMask;

/**
 * Two hosts, each with a datapath and an instance, and an underlay between them.
 *
 * <pre>
 *   instance 1                host 1            host 2                instance 2
 *   10.0.0.1 eth0 o───o tap ─ datapath ─ eth2 o───o eth2 ─ datapath ─ tap o───o eth0 10.0.0.2
 *                              198.19.0.1          198.19.0.2
 * </pre>
 */
final class TwoHosts implements AutoCloseable {

  static final List<Ip4> UNDERLAY = List.of(Ip4.parse("198.19.0.1"), Ip4.parse("198.19.0.2"));
  static final List<String> INSTANCES = List.of("10.0.0.1", "10.0.0.2");
  static final int UNDERLAY_MTU = 1650;
  static final Mac ANY_MAC = Mac.ZERO;

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** One host with its instance. */
  static final class Host implements AutoCloseable {
    final NetworkNamespace namespace = NetworkNamespace.create();
    final NetworkNamespace instance = NetworkNamespace.create();
    final Netlink netlink = Netlink.open(namespace);
    final Netlink atInstance = Netlink.open(instance);
    final Ip4 underlay;
    DatapathOptions options;
    EbpfDatapath datapath;
    int tap;

    Host(int index) throws IOException {
      underlay = UNDERLAY.get(index);
      EbpfWires.silenceIpv6(namespace);
      EbpfWires.silenceIpv6(instance);
      try (Netlink outside = Netlink.open()) {
        outside.links().createVeth(new VethEnd("tap", namespace), new VethEnd("eth0", instance));
      }
      netlink.links().up("tap");
      netlink.links().up("lo");
      atInstance.links().up("eth0");
      atInstance.addresses().add("eth0", Cidr.parse(INSTANCES.get(index) + "/24"));
    }

    void openDatapath(UnaryOperator<DatapathOptions> choice) {
      Path pins =
          Path.of(
              "/run",
              "midolab-hosts-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet());
      options = choice.apply(DatapathOptions.defaults().withPins(pins));
      datapath = namespace.call(() -> EbpfDatapath.open(options));
      tap = datapath.attach("tap");
      datapath.onUpcall(upcall -> {});
    }

    /**
     * Installs flows that forward all frames of the instance to the other host, and the replies to
     * the instance.
     */
    void join(Host other, Encapsulation encapsulation, int keyOut, int keyIn) {
      datapath.tunnels(Set.of(new TunnelEndpoint(encapsulation, underlay)), Set.of(other.underlay));
      FlowAction out = new Tunnel(encapsulation, keyOut, underlay, other.underlay);
      for (int type : List.of(FlowKey.ETHERTYPE_ARP, FlowKey.ETHERTYPE_IPV4, 0x8100)) {
        install(key(tap, 0, type), FlowMask.of(), out);
        install(
            key(Datapath.TUNNEL_PORT, keyIn, type),
            FlowMask.of(FlowField.TUNNEL_KEY),
            new Output(tap));
      }
    }

    void install(FlowKey key, FlowMask mask, FlowAction... actions) {
      datapath.install(new Flow(key, mask, List.of(actions), null));
    }

    @Override
    public void close() {
      try {
        if (datapath != null) {
          datapath.destroy();
        }
      } finally {
        netlink.close();
        atInstance.close();
        namespace.close();
        instance.close();
      }
    }
  }

  final Host one;
  final Host two;

  TwoHosts() throws IOException {
    one = new Host(0);
    two = new Host(1);
    try (Netlink outside = Netlink.open()) {
      outside
          .links()
          .createVeth(
              new VethEnd("eth2", one.namespace, UNDERLAY_MTU, ""),
              new VethEnd("eth2", two.namespace, UNDERLAY_MTU, ""));
    }
    for (Host host : List.of(one, two)) {
      host.netlink.links().up("eth2");
      host.netlink.addresses().add("eth2", Cidr.parse(host.underlay + "/24"));
    }
  }

  void openDatapaths(boolean redirectToPeer) {
    openDatapaths(options -> options.withRedirectToPeer(redirectToPeer));
  }

  void openDatapaths(UnaryOperator<DatapathOptions> choice) {
    one.openDatapath(choice);
    two.openDatapath(choice);
  }

  /** Sets the MTUs of the instances and of the underlay. */
  void setMtus(int instances, int underlay) {
    for (Host host : List.of(one, two)) {
      host.netlink.links().setMtu("tap", instances);
      host.atInstance.links().setMtu("eth0", instances);
      host.netlink.links().setMtu("eth2", underlay);
    }
  }

  void join(Encapsulation encapsulation) {
    one.join(two, encapsulation, 7001, 7002);
    two.join(one, encapsulation, 7002, 7001);
  }

  static FlowKey key(int inPort, int tunnelKey, int etherType) {
    return new FlowKey(
        inPort, tunnelKey, ANY_MAC, ANY_MAC, etherType, 0, 0, 0, 0, 0, Ip4.ANY, Ip4.ANY, 0, 0);
  }

  static FlowMask inPortAndType() {
    return new FlowMask(EnumSet.noneOf(FlowField.class), 0, 0);
  }

  @Override
  public void close() {
    try {
      one.close();
    } finally {
      two.close();
    }
  }
}
