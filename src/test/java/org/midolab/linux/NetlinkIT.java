package org.midolab.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs in two namespaces of its own; nothing of it is visible outside them. */
@AsRoot
class NetlinkIT {

  private NetworkNamespace left;
  private NetworkNamespace right;
  private Netlink atLeft;
  private Netlink atRight;

  @BeforeEach
  void makeNamespaces() {
    left = NetworkNamespace.create();
    right = NetworkNamespace.create();
    atLeft = Netlink.open(left);
    atRight = Netlink.open(right);
  }

  @AfterEach
  void closeNamespaces() {
    atLeft.close();
    atRight.close();
    left.close();
    right.close();
  }

  private void joinBoth() {
    try (Netlink outside = Netlink.open()) {
      outside
          .links()
          .createVeth(
              new VethEnd("eth1", left, 1650, "fa:16:3e:00:00:01"),
              new VethEnd("eth7", right, 1650, "fa:16:3e:00:00:02"));
    }
  }

  @Test
  void bothEndsOfAVethAreCreatedInTheirNamespaces() {
    joinBoth();

    Link one = atLeft.links().get("eth1");
    assertThat(one.mac()).isEqualTo("fa:16:3e:00:00:01");
    assertThat(one.mtu()).isEqualTo(1650);
    assertThat(one.kind()).isEqualTo("veth");
    assertThat(one.up()).isFalse();
    assertThat(atRight.links().get("eth7"))
        .extracting(Link::mac, Link::mtu)
        .containsExactly("fa:16:3e:00:00:02", 1650);
    assertThat(atRight.links().find("eth1")).isEmpty();
    try (Netlink outside = Netlink.open()) {
      assertThat(outside.links().find("eth7")).isEmpty();
    }
  }

  @Test
  void carrierIsOnWhenBothEndsAreUp() {
    joinBoth();
    atLeft.links().up("eth1");
    assertThat(atLeft.links().get("eth1")).matches(link -> link.up() && !link.carrier());
    atRight.links().up("eth7");
    await().until(() -> atLeft.links().get("eth1").carrier());
  }

  @Test
  void deletingOneEndDeletesTheOther() {
    joinBoth();
    assertThat(atLeft.links().deleteIfPresent("eth1")).isTrue();
    assertThat(atLeft.links().deleteIfPresent("eth1")).isFalse();
    await().until(() -> atRight.links().find("eth7").isEmpty());
  }

  @Test
  void changesOfLinkAreReadBack() {
    atLeft.links().createVeth(new VethEnd("a"), new VethEnd("b"));
    atLeft.links().setMtu("a", 9000);
    atLeft.links().setMac("a", "02:00:00:00:00:0a");
    atLeft.links().rename("a", "uplink");
    atLeft.links().move("b", right);

    assertThat(atLeft.links().get("uplink"))
        .extracting(Link::mtu, Link::mac)
        .containsExactly(9000, "02:00:00:00:00:0a");
    assertThat(atRight.links().find("b")).isPresent();
    assertThat(atLeft.links().find("b")).isEmpty();
  }

  @Test
  void bridgeHoldsItsPorts() {
    atLeft.links().createBridge("br0");
    atLeft.links().createVeth(new VethEnd("p1"), new VethEnd("p2"));
    atLeft.links().setMaster("p1", "br0");
    int bridge = atLeft.links().get("br0").index();
    assertThat(atLeft.links().get("p1").master()).isEqualTo(bridge);
    atLeft.links().clearMaster("p1");
    assertThat(atLeft.links().get("p1").master()).isZero();
    assertThat(atLeft.links().get("br0").kind()).isEqualTo("bridge");
  }

  @Test
  void addressesAndRoutes() {
    joinBoth();
    atLeft.links().up("eth1");
    atRight.links().up("eth7");
    atLeft.addresses().add("eth1", Cidr.parse("198.51.100.1/30"));
    atLeft.addresses().add("eth1", Cidr.parse("198.51.100.1/30"));
    assertThat(atLeft.addresses().of("eth1"))
        .extracting(Address::cidr)
        .contains(Cidr.parse("198.51.100.1/30"));

    Cidr floating = Cidr.parse("192.0.2.0/24");
    atLeft.routes().add(floating, InetAddress.ofLiteral("198.51.100.2"));
    RouteEntry added = route(atLeft, floating);
    assertThat(added.table()).isEqualTo(RouteEntry.MAIN);
    assertThat(added.nextHops())
        .singleElement()
        .satisfies(
            hop -> {
              assertThat(hop.gateway()).contains(InetAddress.ofLiteral("198.51.100.2"));
              assertThat(hop.link()).isEqualTo(atLeft.links().get("eth1").index());
            });
    atLeft.routes().delete(added);
    assertThat(atLeft.routes().all()).noneMatch(r -> r.destination().equals(floating));

    atLeft.routes().add(Cidr.parse("0.0.0.0/0"), InetAddress.ofLiteral("198.51.100.2"));
    assertThat(route(atLeft, Cidr.parse("0.0.0.0/0")).nextHops()).hasSize(1);
    atLeft.addresses().delete("eth1", Cidr.parse("198.51.100.1/30"));
    assertThat(atLeft.addresses().of("eth1"))
        .noneMatch(a -> a.cidr().equals(Cidr.parse("198.51.100.1/30")));
  }

  private static RouteEntry route(Netlink netlink, Cidr destination) {
    return netlink.routes().all().stream()
        .filter(r -> r.destination().equals(destination))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void multipathRoutesAreRead() throws Exception {
    atLeft.links().createBridge("d0");
    atLeft.links().up("d0");
    atLeft.addresses().add("d0", Cidr.parse("198.51.100.1/24"));
    ip(
        left,
        "route",
        "add",
        "192.0.2.0/24",
        "proto",
        "bgp",
        "nexthop",
        "via",
        "198.51.100.2",
        "weight",
        "1",
        "nexthop",
        "via",
        "198.51.100.3",
        "weight",
        "2");

    RouteEntry route = route(atLeft, Cidr.parse("192.0.2.0/24"));
    assertThat(route.protocol()).isEqualTo(RouteEntry.BGP);
    assertThat(route.nextHops())
        .extracting(hop -> hop.gateway().orElseThrow().getHostAddress(), RouteEntry.NextHop::weight)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("198.51.100.2", 1),
            org.assertj.core.groups.Tuple.tuple("198.51.100.3", 2));
  }

  private static void ip(NetworkNamespace namespace, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = "ip";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    int exit =
        namespace.call(
            (NetworkNamespace.Work<Integer, Exception>)
                () -> new ProcessBuilder(command).inheritIO().start().waitFor());
    assertThat(exit).isZero();
  }

  @Test
  void neighbours() {
    atLeft.links().createBridge("d0");
    atLeft.links().up("d0");
    InetAddress peer = InetAddress.ofLiteral("198.51.100.2");
    atLeft.neighbours().add("d0", peer, "02:00:00:00:00:02");
    int link = atLeft.links().get("d0").index();
    assertThat(atLeft.neighbours().all())
        .contains(new Neighbour(link, peer, "02:00:00:00:00:02", Neighbour.PERMANENT));
    atLeft.neighbours().delete("d0", peer);
    assertThat(atLeft.neighbours().all())
        .noneMatch(n -> n.address().equals(peer) && n.state() == Neighbour.PERMANENT);
  }

  @Test
  void monitorReportsLinksAddressesAndRoutes() {
    Queue<NetlinkEvent> events = new ConcurrentLinkedQueue<>();
    try (NetlinkMonitor monitor = NetlinkMonitor.start(left, events::add)) {
      assertThat(monitor).isNotNull();
      atLeft.links().createBridge("d0");
      atLeft.links().up("d0");
      atLeft.addresses().add("d0", Cidr.parse("198.51.100.1/24"));
      atLeft.routes().add(Cidr.parse("192.0.2.0/24"), InetAddress.ofLiteral("198.51.100.9"));
      atLeft.links().delete("d0");

      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  assertThat(events)
                      .anyMatch(
                          e ->
                              e instanceof NetlinkEvent.LinkChanged(Link l, boolean gone)
                                  && l.name().equals("d0")
                                  && l.up()
                                  && !gone)
                      .anyMatch(
                          e ->
                              e instanceof NetlinkEvent.AddressChanged(Address a, boolean gone)
                                  && a.cidr().equals(Cidr.parse("198.51.100.1/24"))
                                  && !gone)
                      .anyMatch(
                          e ->
                              e instanceof NetlinkEvent.RouteChanged(RouteEntry r, boolean gone)
                                  && r.destination().equals(Cidr.parse("192.0.2.0/24"))
                                  && !gone)
                      .anyMatch(
                          e ->
                              e instanceof NetlinkEvent.LinkChanged(Link l, boolean gone)
                                  && l.name().equals("d0")
                                  && gone));
    }
    int seen = events.size();
    atLeft.links().createBridge("d1");
    assertThat(events).hasSize(seen);
  }

  @Test
  void errorsNameTheCallTheErrnoAndAHint() {
    atLeft.links().createBridge("d0");
    assertThatThrownBy(() -> atLeft.links().createBridge("d0"))
        .isInstanceOfSatisfying(LinuxException.class, e -> assertThat(e.is(Errno.EEXIST)).isTrue())
        .hasMessageContaining("create bridge d0")
        .hasMessageContaining("EEXIST");
    assertThatThrownBy(() -> atLeft.links().up("nowhere"))
        .hasMessage("look up link nowhere: ENODEV, no such interface");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> atLeft.links().createBridge("a-name-that-is-too-long"))
        .withMessageContaining("1 to 15");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> atLeft.links().setMac("d0", "02:00"))
        .withMessageContaining("six octets");
  }

  @Test
  void manyThreadsShareOneSocket() throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> work =
          java.util.stream.IntStream.range(0, 16)
              .<Callable<Void>>mapToObj(
                  i ->
                      () -> {
                        atLeft.links().createBridge("d" + i);
                        atLeft.links().up("d" + i);
                        return null;
                      })
              .toList();
      for (var done : pool.invokeAll(work)) {
        done.get();
      }
    }
    assertThat(atLeft.links().all()).filteredOn(link -> link.kind().equals("bridge")).hasSize(16);
  }

  @Test
  void namespacesDoNotLeakToOtherThreads() throws Exception {
    joinBoth();
    try (NetworkNamespace here = NetworkNamespace.current()) {
      assertThat(left.isSameAs(right)).isFalse();
      boolean inside =
          left.call(
              () -> {
                try (NetworkNamespace now = NetworkNamespace.current()) {
                  return now.isSameAs(left);
                }
              });
      assertThat(inside).isTrue();
      try (NetworkNamespace after = NetworkNamespace.current()) {
        assertThat(after.isSameAs(here)).isTrue();
      }
    }
    assertThatThrownBy(
            () ->
                left.run(
                    () -> {
                      throw new java.io.IOException("from inside");
                    }))
        .isInstanceOf(java.io.IOException.class)
        .hasMessage("from inside");
  }

  @Test
  void namedNamespacesAreThoseOfIpNetns() throws Exception {
    String name = "midolab-test-" + ProcessHandle.current().pid();
    try (NetworkNamespace made = NetworkNamespace.create(name);
        NetworkNamespace found = NetworkNamespace.named(name)) {
      assertThat(found.isSameAs(made)).isTrue();
      assertThat(new ProcessBuilder("ip", "netns", "exec", name, "true").start().waitFor())
          .isZero();
      assertThatThrownBy(() -> NetworkNamespace.create(name)).hasMessageContaining("EEXIST");
    } finally {
      NetworkNamespace.delete(name);
    }
    assertThat(Files.exists(Path.of("/run/netns", name))).isFalse();
  }
}
