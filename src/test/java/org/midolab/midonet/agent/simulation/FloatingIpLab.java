package org.midolab.midonet.agent.simulation;

import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.ConditionBuilder;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.Rule.Type;

/**
 * The guide's topology as the Neutron translation makes it (docs: contract.md#neutron-translation).
 *
 * <pre>
 *   bgp1 ─ up1 ┐                                                        ┌ vm1 192.168.1.10 (192.0.2.10)
 *              edge ─ 192.0.2.1 ─ ext ─ 192.0.2.2 ─ tenant ─ .1 ─ net1 ─┤
 *   bgp2 ─ up2 ┘                                                        └ vm2 192.168.1.11 (192.0.2.11)
 * </pre>
 */
final class FloatingIpLab {

  static final String INTERNET = "198.51.100.254";
  static final String FLOATING = "192.0.2.10";
  static final String FIXED = "192.168.1.10";
  static final String FLOATING2 = "192.0.2.11";
  static final String FIXED2 = "192.168.1.11";
  static final Mac BGP1 = mac("bgp1");
  static final Mac BGP2 = mac("bgp2");
  static final Mac VM1 = mac("vm1-nic");

  private FloatingIpLab() {}

  static Lab make() {
    Lab lab = new Lab();
    lab.router("edge").router("tenant").bridge("ext").bridge("net1");
    lab.uplink("up1", "edge", "198.51.100.2/30").uplink("up2", "edge", "203.0.113.2/30");
    lab.link("edge-ext", "edge", "192.0.2.1/24", "ext")
        .link("tenant-gw", "tenant", "192.0.2.2/24", "ext");
    lab.link("tenant-net1", "tenant", "192.168.1.1/24", "net1");
    lab.tap("vm1", "net1").tap("vm2", "net1");

    lab.route("edge", "192.0.2.0/24", "edge-ext", null);
    lab.route("edge", "198.51.100.0/30", "up1", null).route("edge", "203.0.113.0/30", "up2", null);
    learned(lab, "up1", "198.51.100.1");
    learned(lab, "up2", "203.0.113.1");
    lab.route("tenant", "192.168.1.0/24", "tenant-net1", null)
        .route("tenant", "0.0.0.0/0", "tenant-gw", "192.0.2.1");

    translate(lab, FIXED, FLOATING);
    translate(lab, FIXED2, FLOATING2);
    lab.rule("OS_PRE", destination("192.0.2.2"), Type.REV_SNAT);
    Set<UUID> gateway = Set.of(id("tenant-gw"));
    lab.rule("OS_SKIP_SNAT", ConditionBuilder.builder().outPortIds(gateway).build(), Type.RETURN);
    lab.rule("OS_SKIP_SNAT", ConditionBuilder.builder().inPortIds(gateway).build(), Type.ACCEPT);
    lab.rule(
        "OS_SKIP_SNAT",
        ConditionBuilder.builder().conjunctionInv(true).matchNwDstRewritten(true).build(),
        Type.ACCEPT);
    lab.jump("OS_POST", Condition.ANY, "OS_SKIP_SNAT");
    lab.jump("OS_POST", Condition.ANY, "OS_FLOAT_SNAT_EXACT");
    lab.jump("OS_POST", Condition.ANY, "OS_FLOAT_SNAT");
    lab.editRouter(
        "tenant", router -> router.inboundFilterId(id("OS_PRE")).outboundFilterId(id("OS_POST")));

    lab.suppress("net1", FIXED, VM1).station("net1", VM1, "vm1");
    lab.neighbour("edge", "198.51.100.1", BGP1).neighbour("edge", "203.0.113.1", BGP2);
    lab.bgpPeer("up1", "198.51.100.1").bgpPeer("up2", "203.0.113.1");
    return lab;
  }

  private static void translate(Lab lab, String fixed, String floating) {
    Set<UUID> gateway = Set.of(id("tenant-gw"));
    Condition out = ConditionBuilder.builder(source(fixed)).outPortIds(gateway).build();
    lab.staticNat("OS_PRE", destination(floating), Type.DNAT, fixed);
    lab.staticNat("OS_FLOAT_SNAT_EXACT", out, Type.SNAT, floating);
    lab.staticNat("OS_FLOAT_SNAT", source(fixed), Type.SNAT, floating);
    lab.suppress("ext", floating, mac("tenant-gw"));
  }

  private static void learned(Lab lab, String port, String peer) {
    lab.route("edge", "0.0.0.0/0", INTERNET + "/32", Route.NextHop.PORT, port, peer, 20);
  }

  static Condition source(String address) {
    return ConditionBuilder.builder().nwSrc(Prefix.parse(address)).build();
  }

  static Condition destination(String address) {
    return ConditionBuilder.builder().nwDst(Prefix.parse(address)).build();
  }
}
