package org.midolab.midonet.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.midolab.midonet.agent.simulation.VirtualTopology;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortBuilder;
import org.midolab.midonet.model.Topology;

/**
 * Two networks with a port on this host each, and a router with a port on the first network and an
 * uplink on this host.
 *
 * <pre>
 *   here ── network ── inside:router:uplink ──      there ── other
 * </pre>
 */
class AnnouncementsTest {

  private static final long SECOND = 1_000_000_000L;
  private static final Ip4 ADDRESS = Ip4.parse("192.0.2.10");
  private static final Mac FIRST = Mac.parse("ac:ca:ba:00:00:01");
  private static final Mac SECOND_MAC = Mac.parse("ac:ca:ba:00:00:02");

  private final UUID network = UUID.randomUUID();
  private final UUID other = UUID.randomUUID();
  private final UUID router = UUID.randomUUID();
  private final Port here = port(p -> p.networkId(network));
  private final Port there = port(p -> p.networkId(other));
  private final Port inside =
      port(
          p ->
              p.routerId(router)
                  .portAddress(Ip4.parse("192.0.2.1"))
                  .portMac(FIRST)
                  .peerId(UUID.randomUUID()));
  private final Port peer =
      PortBuilder.builder(port(p -> p.networkId(network)))
          .id(inside.peerId())
          .peerId(inside.id())
          .build();
  private final Port uplink =
      port(p -> p.routerId(router).portAddress(Ip4.parse("198.51.100.2")).portMac(SECOND_MAC));

  private final LocalPorts local = new LocalPorts();
  private final List<String> announced = new ArrayList<>();
  private Topology topology =
      Topology.EMPTY.edit().put(here).put(there).put(inside).put(peer).put(uplink).done();
  private final Announcements announcements =
      new Announcements(
          topology(), local, (port, address, owner) -> announced.add(name(port, address, owner)));

  private static Port port(UnaryOperator<PortBuilder> with) {
    return with.apply(PortBuilder.builder().id(UUID.randomUUID()).adminStateUp(true)).build();
  }

  private VirtualTopology topology() {
    return (VirtualTopology)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {VirtualTopology.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "port" -> topology.port((UUID) arguments[0]);
                  case "ports" -> topology.portsOf((UUID) arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private String name(UUID port, Ip4 address, Mac owner) {
    String where = port.equals(here.id()) ? "here" : port.equals(there.id()) ? "there" : "uplink";
    return where + " " + address + " " + owner;
  }

  @BeforeEach
  void bind() {
    local.bind(here.id(), "tap1", 1, true);
    local.bind(there.id(), "tap2", 2, true);
    local.bind(uplink.id(), "eth1", 3, true);
  }

  private void change(Port after) {
    Topology before = topology;
    topology = topology.edit().put(after).done();
    announcements.topologyChanged(before, topology, Set.of(after.id()), 0);
    announcements.tick(0);
  }

  @Test
  void aNewOwnerIsAnnouncedTwiceInItsNetworkOnly() {
    announcements.owned(network, ADDRESS, FIRST, 0);
    for (long now = 0; now < 10 * SECOND; now += SECOND / 10) {
      announcements.tick(now);
    }
    assertThat(announced).containsExactly("here " + ADDRESS + " " + FIRST, announced.getFirst());
  }

  @Test
  void theLastOwnerIsAnnounced() {
    announcements.owned(network, ADDRESS, FIRST, 0);
    announcements.tick(0);
    announcements.owned(network, ADDRESS, SECOND_MAC, SECOND);
    announcements.tick(SECOND);
    announcements.tick(4 * SECOND);
    assertThat(announced)
        .containsExactly(
            "here " + ADDRESS + " " + FIRST,
            "here " + ADDRESS + " " + SECOND_MAC,
            "here " + ADDRESS + " " + SECOND_MAC);
  }

  @Test
  void portsThatAreNotActiveHereSendNoAnnouncement() {
    local.bind(here.id(), "tap1", 1, false);
    announcements.owned(network, ADDRESS, FIRST, 0);
    announcements.tick(0);
    local.unbind(here.id());
    announcements.owned(network, ADDRESS, FIRST, 0);
    announcements.tick(0);
    assertThat(announced).isEmpty();
  }

  @Test
  void aRoutersPortIsAnnouncedInItsNetworkOrOutOfItsUplink() {
    change(PortBuilder.builder(inside).portMac(SECOND_MAC).build());
    assertThat(announced).containsExactly("here 192.0.2.1 " + SECOND_MAC);
    announced.clear();
    change(PortBuilder.builder(uplink).portAddress(Ip4.parse("198.51.100.6")).build());
    assertThat(announced).containsExactly("uplink 198.51.100.6 " + SECOND_MAC);
  }

  @Test
  void aChangeThatNeighboursCannotSeeIsNotAnnounced() {
    change(PortBuilder.builder(inside).inboundFilterId(UUID.randomUUID()).build());
    change(PortBuilder.builder(here).inboundFilterId(UUID.randomUUID()).build());
    assertThat(announced).isEmpty();
  }

  @Test
  void anUplinkThatBecomesActiveOnThisHostIsAnnounced() {
    announcements.activated(uplink.id(), 0);
    announcements.activated(here.id(), 0);
    announcements.tick(0);
    assertThat(announced).containsExactly("uplink 198.51.100.2 " + SECOND_MAC);
  }

  @Test
  void manyAnnouncementsOfOneDeviceDoNotBlockThoseOfOthers() {
    int many = 3 * Announcements.BURST;
    for (int i = 0; i < many; i++) {
      announcements.owned(network, new Ip4(ADDRESS.bits() + i), FIRST, 0);
    }
    announcements.owned(other, ADDRESS, FIRST, 0);
    announcements.tick(0);
    assertThat(announced)
        .hasSize(Announcements.BURST + 1)
        .contains("there " + ADDRESS + " " + FIRST);
    assertThat(announcements.refused()).isEqualTo(many - Announcements.BURST);
  }
}
