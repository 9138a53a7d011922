package org.midolab.midonet.agent.simulation;

import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Condition.FragmentPolicy;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Dhcp;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.packet.FlowKey;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.TestFrames;

/** Random frames and topologies, made so that most cases of the simulation occur often. */
final class RandomTraffic {

  static final List<String> ADDRESSES =
      List.of(
          "192.0.2.10",
          "192.0.2.2",
          "192.0.2.1",
          "192.168.1.10",
          "192.168.1.11",
          "192.168.1.1",
          "198.51.100.254",
          "198.51.100.1",
          "198.51.100.2",
          "203.0.113.1",
          "203.0.113.2",
          "224.0.0.5",
          "255.255.255.255",
          "0.0.0.0",
          "10.0.0.1",
          "192.168.1.255");
  static final List<String> PORTS = List.of("up1", "up2", "vm1", "vm2", "trunk");

  /** A group with some of the ports. */
  static final UUID GROUP = id("group");

  static final List<Mac> MACS =
      List.of(
          mac("up1"),
          mac("up2"),
          mac("tenant-net1"),
          mac("bgp1"),
          mac("vm1-nic"),
          mac("vm2-nic"),
          mac("stranger"),
          Mac.BROADCAST,
          Mac.parse("01:00:5e:00:00:05"));
  static final int[] PROTOCOLS = {1, 1, 6, 6, 6, 17, 47};
  static final int[] L4 = {0, 3, 8, 11, 22, 67, 68, 80, 179, 5000};
  static final int[] FRAGMENTS = {0, 0, 0, 0, 0x2000, 0x0010};

  private RandomTraffic() {}

  // ---- frames

  static byte[] frame(Random random, String port) {
    Mac destination =
        random.nextInt(3) == 0
            ? pick(random, MACS)
            : port.startsWith("up") ? mac(port) : mac("tenant-net1");
    FlowKey key =
        new FlowKey(
            1,
            0,
            pick(random, MACS.subList(0, 7)),
            destination,
            switch (random.nextInt(12)) {
              case 0 -> FlowKey.ETHERTYPE_ARP;
              case 1 -> FlowKey.ETHERTYPE_IPV6;
              default -> FlowKey.ETHERTYPE_IPV4;
            },
            random.nextInt(port.equals("trunk") ? 2 : 10) == 0 ? 0x1000 | random.nextInt(3) : 0,
            PROTOCOLS[random.nextInt(PROTOCOLS.length)],
            0,
            random.nextInt(4) * 4,
            1 + random.nextInt(6),
            address(random),
            address(random),
            L4[random.nextInt(L4.length)],
            L4[random.nextInt(L4.length)]);
    return build(random, key, FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
  }

  static Ip4 address(Random random) {
    Ip4 near = Ip4.parse(pick(random, ADDRESSES));
    return random.nextInt(3) == 0 ? new Ip4(near.bits() ^ 1 << random.nextInt(32)) : near;
  }

  static byte[] build(Random random, FlowKey key, int flagsAndOffset) {
    byte[] frame =
        switch (key.etherType()) {
          case FlowKey.ETHERTYPE_ARP ->
              new org.midolab.midonet.packet.ArpPacket(
                      1 + (key.ipProto() & 1),
                      key.tpSrc() == 0 || key.tpSrc() > 10 ? key.ethSrc() : mac("liar"),
                      key.ipSrc(),
                      mac("stranger"),
                      key.ipDst())
                  .toFrame();
          case FlowKey.ETHERTYPE_IPV4 -> ipv4(random, key, flagsAndOffset);
          default -> new byte[60];
        };
    FrameRewriter.setEthernet(frame, key.ethSrc(), key.ethDst());
    if (key.etherType() == FlowKey.ETHERTYPE_IPV6) {
      frame[12] = (byte) 0x86;
      frame[13] = (byte) 0xDD;
    }
    return key.vlan() == 0 ? frame : FrameRewriter.pushVlan(frame, key.vlan() & 0xFFF);
  }

  private static byte[] ipv4(Random random, FlowKey key, int flagsAndOffset) {
    byte[] quoted =
        TestFrames.udp(mac("a"), mac("b"), pick(random, ADDRESSES), pick(random, ADDRESSES), 1, 2);
    byte[] payload = java.util.Arrays.copyOfRange(quoted, 14, quoted.length);
    byte[] frame =
        TestFrames.ipv4(
            key.ethSrc(),
            key.ethDst(),
            key.ipSrc(),
            key.ipDst(),
            key.ipProto(),
            key.ttl(),
            flagsAndOffset,
            key.tpSrc(),
            key.tpDst(),
            payload);
    setTos(frame, key.tos());
    return frame;
  }

  private static void setTos(byte[] frame, int tos) {
    frame[15] = (byte) tos;
    int checksum = (frame[24] & 0xFF) << 8 | frame[25] & 0xFF;
    int sum = (~checksum & 0xFFFF) + tos;
    int after = ~(sum + (sum >> 16)) & 0xFFFF;
    frame[24] = (byte) (after >> 8);
    frame[25] = (byte) after;
  }

  // ---- topologies

  static Lab lab(Random random) {
    Lab lab = FloatingIpLab.make();
    lab.neighbour("tenant", "192.168.1.11", mac("vm2-nic"))
        .neighbour("tenant", "192.168.1.9", Neighbour.UNREACHABLE);
    if (random.nextBoolean()) {
      lab.station("net1", mac("vm2-nic"), "vm2");
    }
    lab.bridge("aware")
        .tap("trunk", "aware")
        .trunk("vlan", "aware", "net1")
        .edit("vlan", port -> port.vlanId(1));
    if (random.nextBoolean()) {
      lab.stationOf("aware", 1, mac("vm1-nic"), "vlan");
    }
    if (random.nextBoolean()) {
      dhcp(lab, mac(random.nextBoolean() ? "vm1-nic" : "vm2-nic"));
    }
    for (String port : PORTS) {
      if (random.nextBoolean()) {
        group(lab, port);
      }
    }
    String[] chains = {
      "in-vm1", "out-vm1", "in-up1", "net-in", "net-out", "edge-in", "forward", "local", "sub"
    };
    for (String chain : chains) {
      lab.chain(chain);
      int rules = random.nextInt(4);
      for (int i = 0; i < rules; i++) {
        rule(random, lab, chain);
      }
    }
    lab.edit("vm1", port -> port.inboundFilterId(id("in-vm1")).outboundFilterId(id("out-vm1")));
    lab.edit("up1", port -> port.inboundFilterId(id("in-up1")));
    lab.editBridge(
        "net1", net -> net.inboundFilterId(id("net-in")).outboundFilterId(id("net-out")));
    lab.editRouter(
        "edge",
        router ->
            router
                .inboundFilterId(id("edge-in"))
                .forwardChainId(id("forward"))
                .localRedirectChainId(id("local"))
                .adminStateUp(random.nextInt(10) > 0));
    balancer(random, lab);
    mirror(random, lab);
    lab.edit("vm1", p -> p.inboundMirrorIds(mirrors(random)).preOutFilterMirrorIds(mirrors(random)))
        .edit(
            "up1", p -> p.postInFilterMirrorIds(mirrors(random)).outboundMirrorIds(mirrors(random)))
        .editBridge(
            "net1", n -> n.inboundMirrorIds(mirrors(random)).outboundMirrorIds(mirrors(random)))
        .editRouter(
            "edge", r -> r.inboundMirrorIds(mirrors(random)).outboundMirrorIds(mirrors(random)));
    long salt = random.nextLong();
    lab.translated = key -> translated(new Random(salt ^ key.hashCode()));
    for (int i = random.nextInt(5); i > 0; i--) {
      Prefix destination = new Prefix(address(random), random.nextInt(33)).network();
      String source =
          random.nextInt(3) == 0 ? "192.168.0.0/" + (8 + random.nextInt(20)) : "0.0.0.0/0";
      Route.NextHop kind = Route.NextHop.values()[random.nextInt(3)];
      lab.route(
          "edge",
          source,
          destination.toString(),
          kind,
          pick(random, PORTS.subList(0, 2)),
          "198.51.100.1",
          50);
    }
    return lab;
  }

  /** Adds a mirror, or replaces it. */
  static void mirror(Random random, Lab lab) {
    lab.mirror("mirror", pick(random, PORTS), condition(random));
  }

  /** Adds a port to the group, or removes a member. */
  static void group(Lab lab, String port) {
    boolean isMember = lab.port(id(port)).portGroupIds().contains(GROUP);
    lab.edit(port, p -> p.portGroupIds(isMember ? Set.of() : Set.of(GROUP)));
  }

  private static List<UUID> mirrors(Random random) {
    return random.nextInt(4) == 0 ? List.of(id("mirror")) : List.of();
  }

  /** Adds a load balancer to one of the routers, with VIPs and members. */
  private static void balancer(Random random, Lab lab) {
    lab.balancer("balancer", random.nextBoolean() ? "edge" : "tenant").pool("pool", "balancer");
    vip(random, lab, "vip1");
    vip(random, lab, "vip2");
    for (int i = random.nextInt(3); i > 0; i--) {
      member(random, lab);
    }
  }

  static void vip(Random random, Lab lab, String name) {
    lab.vip(
        name,
        "pool",
        pick(random, ADDRESSES.subList(0, 11)),
        L4[random.nextInt(L4.length)],
        vip -> vip.adminStateUp(random.nextInt(5) > 0));
  }

  static void member(Random random, Lab lab) {
    lab.member(
        pick(random, List.of("member1", "member2")),
        "pool",
        pick(random, ADDRESSES.subList(3, 5)),
        L4[random.nextInt(L4.length)],
        member -> member.adminStateUp(random.nextInt(4) > 0));
  }

  /** Adds a DHCP subnet with one host. Its server is the router. */
  static void dhcp(Lab lab, Mac host) {
    var entry = new Dhcp.Host(host, Ip4.parse("192.168.1.10"), null, List.of());
    lab.dhcp("net1", "192.168.1.0/24", subnet -> subnet.hosts(List.of(entry)));
  }

  /** Returns a translation for every second key. */
  private static Endpoint translated(Random random) {
    return random.nextBoolean() ? new Endpoint(address(random), 100 + random.nextInt(100)) : null;
  }

  static void rule(Random random, Lab lab, String chain) {
    Condition condition = condition(random);
    switch (random.nextInt(10)) {
      case 0 -> lab.rule(chain, condition, Rule.Type.DROP);
      case 1 -> lab.rule(chain, condition, Rule.Type.REJECT);
      case 2 -> lab.rule(chain, condition, Rule.Type.RETURN);
      case 3 -> lab.jump(chain, condition, "sub");
      case 4 ->
          lab.staticNat(
              chain,
              condition,
              random.nextBoolean() ? Rule.Type.DNAT : Rule.Type.SNAT,
              pick(random, ADDRESSES.subList(0, 9)));
      case 5 -> {
        String address = pick(random, ADDRESSES.subList(0, 9));
        lab.nat(
            chain,
            condition,
            random.nextBoolean() ? Rule.Type.DNAT : Rule.Type.SNAT,
            address + "-" + address + (random.nextBoolean() ? ":0-0" : ":100-200"));
      }
      case 6 ->
          lab.reverseNat(
              chain, condition, random.nextBoolean() ? Rule.Type.REV_DNAT : Rule.Type.REV_SNAT);
      case 7 -> redirect(random, lab, chain, condition, Rule.Type.REDIRECT);
      case 8 -> redirect(random, lab, chain, condition, Rule.Type.L2TRANSFORM);
      default -> lab.rule(chain, condition, Rule.Type.ACCEPT);
    }
  }

  private static void redirect(
      Random random, Lab lab, String chain, Condition condition, Rule.Type type) {
    boolean accepts = random.nextBoolean();
    lab.rule(
        chain,
        condition,
        rule ->
            rule.type(type)
                .flowAction(accepts ? Rule.FlowAction.ACCEPT : Rule.FlowAction.REDIRECT)
                .targetPortId(id(pick(random, PORTS)))
                .ingress(random.nextBoolean())
                .failOpen(random.nextBoolean())
                .popVlan(random.nextBoolean())
                .pushVlan(random.nextBoolean() ? 1 + random.nextInt(2) : null));
  }

  private static Condition condition(Random random) {
    ConditionBuilder c = ConditionBuilder.builder().conjunctionInv(random.nextInt(8) == 0);
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      boolean inverted = random.nextInt(4) == 0;
      Prefix prefix = new Prefix(address(random), random.nextInt(33));
      Range range = new Range(random.nextInt(30), 30 + random.nextInt(200));
      switch (random.nextInt(16)) {
        case 0 -> c.nwSrc(prefix).nwSrcInv(inverted);
        case 1 -> c.nwDst(prefix).nwDstInv(inverted);
        case 2 -> c.nwProto(PROTOCOLS[random.nextInt(PROTOCOLS.length)]).nwProtoInv(inverted);
        case 3 -> c.tpSrc(range).tpSrcInv(inverted);
        case 4 -> c.tpDst(range).tpDstInv(inverted);
        case 5 ->
            c.dlSrc(pick(random, MACS)).dlSrcMask(new Mac(0xFFFF_FF00_0000L)).dlSrcInv(inverted);
        case 6 -> c.dlDst(pick(random, MACS)).dlDstInv(inverted);
        case 7 -> c.nwTos(random.nextInt(4) * 4).nwTosInv(inverted);
        case 8 -> c.fragmentPolicy(FragmentPolicy.values()[random.nextInt(4)]);
        case 9 -> c.inPortIds(Set.of(id(pick(random, PORTS)))).inPortInv(inverted);
        case 10 -> c.icmpDataSrc(prefix).icmpDataSrcInv(inverted);
        case 11 -> c.outPortIds(Set.of(id(pick(random, PORTS)))).outPortInv(inverted);
        case 12 -> c.portGroupId(GROUP).portGroupInv(inverted);
        case 13 -> c.inPortGroupId(GROUP).inPortGroupInv(inverted);
        case 14 -> c.outPortGroupId(GROUP).outPortGroupInv(inverted);
        default -> c.dlType(FlowKey.ETHERTYPE_IPV4).dlTypeInv(inverted);
      }
    }
    return c.build();
  }

  static <T> T pick(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
