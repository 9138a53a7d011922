package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.mac;
import static org.midolab.midonet.agent.simulation.RandomTraffic.pick;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.PoolMember;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.model.Vip;

/**
 * Soundness of tags: a change of the topology that touches none of a flow's tags does not change
 * its result. Random changes are made to random topologies, and the results of packets before and
 * after are compared.
 */
class TagSoundnessTest {

  private static final List<String> ALL_PORTS =
      List.of(
          "up1",
          "up2",
          "vm1",
          "vm2",
          "edge-ext",
          "edge-ext-peer",
          "tenant-gw",
          "tenant-gw-peer",
          "tenant-net1",
          "tenant-net1-peer",
          "trunk",
          "vlan",
          "vlan-peer");

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void aChangeThatTouchesNoTagChangesNoResult(@ForAll long seed) {
    Random random = new Random(seed);
    Lab lab = RandomTraffic.lab(random);
    List<String> ports = new ArrayList<>();
    List<byte[]> frames = new ArrayList<>();
    List<Result> before = new ArrayList<>();
    TagIndex<Integer> index = new TagIndex<>();
    for (int i = 0; i < 60; i++) {
      ports.add(pick(random, RandomTraffic.PORTS));
      frames.add(RandomTraffic.frame(random, ports.get(i)));
      before.add(lab.in(ports.get(i), frames.get(i)));
      index.add(i, tags(before.get(i)));
    }
    Set<FlowTag> changed = change(random, lab);
    Set<Integer> touched = new HashSet<>();
    changed.forEach(tag -> touched.addAll(index.touchedBy(tag)));
    for (int i = 0; i < frames.size(); i++) {
      if (!tags(before.get(i)).isEmpty()) {
        boolean same =
            decision(lab.in(ports.get(i), frames.get(i))).equals(decision(before.get(i)));
        Statistics.collect(
            touched.contains(i) ? "touched" : "untouched", same ? "same" : "different");
        assertThat(same || touched.contains(i))
            .as(
                "seed %d, changed %s%n before %s%n after %s",
                seed, changed, before.get(i), lab.in(ports.get(i), frames.get(i)))
            .isTrue();
      }
    }
  }

  /**
   * Returns empty if the result has no flow, or if it depends on a neighbour that was learned by
   * the same simulation: an agent would know the neighbour afterwards, this topology does not.
   */
  private static Set<FlowTag> tags(Result result) {
    Set<FlowTag> tags = tagsOfFlow(result);
    boolean learned =
        result.effects().stream()
            .anyMatch(
                effect ->
                    effect instanceof Effect.LearnArp(var router, _, var address, _)
                        && tags.contains(new FlowTag.ArpEntry(router, address)));
    return learned ? Set.of() : tags;
  }

  private static Set<FlowTag> tagsOfFlow(Result result) {
    return switch (result) {
      case Result.Forward forward -> forward.tags();
      case Result.Drop drop -> drop.lifetime() == Result.Lifetime.NONE ? Set.of() : drop.tags();
      case Result.Served _, Result.Consumed _, Result.Wait _, Result.AwaitPort _ -> Set.of();
    };
  }

  private static Object decision(Result result) {
    return switch (result) {
      case Result.Forward forward -> forward.actions();
      case Result.Drop drop -> List.of(drop.reason(), drop.copies());
      case Result.Served _ -> "served";
      case Result.Consumed _ -> "consumed";
      case Result.Wait wait -> wait.address();
      case Result.AwaitPort wait -> wait.range();
    };
  }

  /** Makes one change, and returns the tags that it touches. */
  private static Set<FlowTag> change(Random random, Lab lab) {
    String port = pick(random, ALL_PORTS);
    Port old = lab.port(id(port));
    Mac station = pick(random, RandomTraffic.MACS);
    switch (random.nextInt(16)) {
      case 0 -> {
        lab.edit(port, p -> p.adminStateUp(!old.adminStateUp()));
        return TopologyChange.of(old, lab.port(id(port)));
      }
      case 1 -> {
        lab.inactive(port);
        return TopologyChange.activity(old);
      }
      case 2 -> {
        Prefix destination =
            new Prefix(RandomTraffic.address(random), random.nextInt(33)).network();
        String router = random.nextBoolean() ? "edge" : "tenant";
        lab.route(
            router,
            "0.0.0.0/0",
            destination.toString(),
            Route.NextHop.BLACKHOLE,
            null,
            null,
            random.nextInt(60));
        return Set.of(new FlowTag.Route(id(router), destination));
      }
      case 3 -> {
        String chain =
            pick(random, List.of("in-vm1", "net-out", "edge-in", "sub", "OS_PRE", "OS_POST"));
        RandomTraffic.rule(random, lab, chain);
        return Set.of(new FlowTag.Filter(id(chain)));
      }
      case 4 -> {
        String name = pick(random, List.of("vm1", "vm2"));
        lab.station("net1", station, name);
        return Set.of(TopologyChange.macTable(id("net1"), 0, station));
      }
      case 5 -> {
        String address = pick(random, RandomTraffic.ADDRESSES);
        String router = random.nextBoolean() ? "edge" : "tenant";
        lab.neighbour(
            router,
            address,
            random.nextBoolean() ? Neighbour.UNREACHABLE : new Neighbour.Known(mac("new"), false));
        return Set.of(TopologyChange.arpTable(id(router), Lab.ip(address)));
      }
      case 6 -> {
        TopologyObject router = lab.router(id("tenant"));
        lab.editRouter("tenant", r -> r.adminStateUp(false).forwardChainId(id("sub")));
        return TopologyChange.of(router, lab.router(id("tenant")));
      }
      case 7 -> {
        TopologyObject network = lab.network(id("net1"));
        lab.editBridge(
            "net1", n -> n.adminStateUp(random.nextBoolean()).inboundFilterId(id("sub")));
        return TopologyChange.of(network, lab.network(id("net1")));
      }
      case 8 -> {
        lab.link("new", "edge", "10.7.0.1/24", "net1").edit("new", p -> p.portMac(station));
        Set<FlowTag> tags = new HashSet<>(TopologyChange.of(null, lab.port(id("new"))));
        tags.addAll(TopologyChange.of(null, lab.port(id("new-peer"))));
        return tags;
      }
      case 9 -> {
        UUID subnet = id("192.168.1.0/24");
        Dhcp before = lab.subnet(subnet);
        RandomTraffic.dhcp(lab, station);
        return TopologyChange.of(before, lab.subnet(subnet));
      }
      case 10 -> {
        Topology before = lab.topology;
        String name = pick(random, List.of("vip1", "vip2"));
        RandomTraffic.vip(random, lab, name);
        return balancing(before, lab.topology, Vip.class, id(name));
      }
      case 11 -> {
        Topology before = lab.topology;
        RandomTraffic.member(random, lab);
        Set<FlowTag> tags = balancing(before, lab.topology, PoolMember.class, id("member1"));
        tags.addAll(balancing(before, lab.topology, PoolMember.class, id("member2")));
        return tags;
      }
      case 12 -> {
        Port vlan = lab.port(id("vlan"));
        lab.edit("vlan", p -> p.vlanId(vlan.vlanId() == 1 ? 2 : 1));
        return TopologyChange.of(vlan, lab.port(id("vlan")));
      }
      case 13 -> {
        TopologyObject mirror = lab.mirror(id("mirror"));
        RandomTraffic.mirror(random, lab);
        return TopologyChange.of(mirror, lab.mirror(id("mirror")));
      }
      case 14 -> {
        RandomTraffic.group(lab, port);
        return TopologyChange.of(old, lab.port(id(port)));
      }
      default -> {
        lab.edit(
            port,
            p -> p.inboundFilterId(id("sub")).portMac(old.portMac() == null ? null : station));
        if (old.portAddress() != null) {
          lab.edit(port, p -> p.portAddress(Lab.ip("192.0.2.77")));
        }
        return TopologyChange.of(old, lab.port(id(port)));
      }
    }
  }

  private static Set<FlowTag> balancing(
      Topology before, Topology after, Class<? extends TopologyObject> type, UUID id) {
    return TopologyChange.balancing(
        before,
        after,
        Stream.of(before, after)
            .map(topology -> (TopologyObject) topology.find(type, id))
            .filter(Objects::nonNull)
            .toList());
  }
}
