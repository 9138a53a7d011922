package org.midolab.lab.runtime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.midolab.lab.spec.LinkPlan;
import org.midolab.lab.spec.LinkPlan.End;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;

/**
 * A link of a running lab that tests can break and restore. Faults act on the end without an agent,
 * so that they do not depend on what the system under test does with its own interface.
 *
 * <pre>
 *   agent:eth1 ════════════════ eth1:peer
 *                          cut    │ interface down: the agent's end loses its carrier
 *                          drop   │ nftables, ingress and egress: carrier stays, all packets are dropped
 * </pre>
 */
public final class LinkHandle {

  private static final String TABLE = "midolab_drop";

  private final Lab lab;
  private final LinkPlan plan;

  LinkHandle(Lab lab, LinkPlan plan) {
    this.lab = lab;
    this.plan = plan;
  }

  public LinkPlan plan() {
    return plan;
  }

  /** Sets one end down, so that both ends lose their carrier. */
  public void cut() {
    withLinks((node, netlink) -> netlink.links().down(faultEnd().iface()));
  }

  /** Drops every packet in both directions while the carrier stays. Needs Linux 5.16 or newer. */
  public void drop() {
    String iface = faultEnd().iface();
    String rules =
        "table netdev "
            + TABLE
            + " {\n"
            + "  chain in { type filter hook ingress device \""
            + iface
            + "\" priority 0; policy drop; }\n"
            + "  chain out { type filter hook egress device \""
            + iface
            + "\" priority 0; policy drop; }\n"
            + "}\n";
    lab.node(faultEnd().node())
        .execInNamespace(List.of("nft", "-f", "-"), rules.getBytes(StandardCharsets.UTF_8))
        .orFail("dropping the packets at " + faultEnd());
  }

  /** Undoes {@link #cut} and {@link #drop}. Does nothing to a link that works. */
  public void mend() {
    lab.node(faultEnd().node())
        .execInNamespace(List.of("nft", "delete", "table", "netdev", TABLE), new byte[0]);
    withLinks((node, netlink) -> netlink.links().up(faultEnd().iface()));
    Node node = lab.node(faultEnd().node());
    try (Wiring wiring = new Wiring(lab.plan(), Map.of(node.name(), node.networkNamespace()))) {
      wiring.routes(node.plan());
    }
  }

  /**
   * Returns the end at which faults are injected: the end without an agent, or the second if
   * neither has one.
   */
  private End faultEnd() {
    End first = plan.ends().getFirst();
    End last = plan.ends().getLast();
    return lab.node(last.node()).plan().kind().agent() ? first : last;
  }

  private interface Change {
    void on(Node node, Netlink netlink);
  }

  private void withLinks(Change change) {
    Node node = lab.node(faultEnd().node());
    try (NetworkNamespace namespace = NetworkNamespace.open(node.networkNamespace());
        Netlink netlink = Netlink.open(namespace)) {
      change.on(node, netlink);
    }
  }

  @Override
  public String toString() {
    return plan.ends().getFirst() + " – " + plan.ends().getLast();
  }
}
