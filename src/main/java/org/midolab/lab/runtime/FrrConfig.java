package org.midolab.lab.runtime;

import org.midolab.lab.spec.BgpPlan;
import org.midolab.lab.spec.BgpPlan.Neighbor;
import org.midolab.lab.spec.Cidr;
import org.midolab.lab.spec.NodePlan;

/** Renders the FRR configuration of a router of the lab from its plan. */
final class FrrConfig {

  private FrrConfig() {}

  /**
   * Returns the text of {@code /etc/frr/frr.conf}. The connect retry timer is set for each
   * neighbour, because FRR's default of 120 s would make every failover slow.
   */
  static String render(NodePlan node, BgpPlan bgp, Secrets secrets) {
    StringBuilder text = new StringBuilder();
    line(text, "! Rendered from the lab file. Change it there.");
    line(text, "frr defaults datacenter");
    line(text, "hostname " + node.name());
    line(text, "log syslog informational");
    line(text, "service integrated-vtysh-config");
    line(text, "!");
    line(text, "router bgp " + bgp.as());
    line(text, " bgp router-id " + bgp.routerId());
    line(text, " no bgp ebgp-requires-policy");
    line(text, " no bgp network import-check");
    line(text, " bgp bestpath as-path multipath-relax");
    for (Neighbor neighbor : bgp.neighbors()) {
      String head = " neighbor " + neighbor.address().address() + " ";
      line(text, head + "remote-as " + neighbor.as());
      line(text, head + "timers " + bgp.timers().keepalive() + " " + bgp.timers().hold());
      line(text, head + "timers connect " + bgp.timers().connect());
      if (neighbor.authenticated()) {
        line(
            text,
            head
                + "password "
                + secrets.bgp(neighbor.local().address(), neighbor.address().address()));
      }
    }
    line(text, " !");
    line(text, " address-family ipv4 unicast");
    for (Cidr network : bgp.networks()) {
      line(text, "  network " + network);
    }
    line(text, "  maximum-paths 8");
    line(text, " exit-address-family");
    line(text, "exit");
    line(text, "!");
    node.loopback().stream().findFirst().ifPresent(address -> sendFrom(text, address));
    return text.toString();
  }

  /**
   * Sets the source address of packets that the node sends by learned routes: the one address that
   * it announces.
   */
  private static void sendFrom(StringBuilder text, Cidr address) {
    line(text, "route-map LOOPBACK permit 10");
    line(text, " set src " + address.address());
    line(text, "exit");
    line(text, "ip protocol bgp route-map LOOPBACK");
    line(text, "!");
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
