package org.midolab.lab.runtime;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.midolab.lab.spec.LinkPlan;
import org.midolab.lab.spec.LinkPlan.End;
import org.midolab.linux.Netlink;
import org.midolab.linux.NetworkNamespace;

/**
 * One wire of a running lab, to be broken and mended. Faults act on the end that carries no agent,
 * so that they do not depend on what the system under test does with its own interface.
 *
 * <pre>
 *   agent:eth1 ════════════════ eth1:peer
 *                          cut    │ interface down: the agent sees its carrier go
 *                          drop   │ nftables, ingress and egress: carrier stays, nothing passes
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

  /** Takes the carrier from both ends. */
  public void cut() {
    withLinks((node, netlink) -> netlink.links().down(far().iface()));
  }

  /** Lets every packet vanish in both directions while the carrier stays (kernel ≥ 5.16). */
  public void drop() {
    String iface = far().iface();
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
    lab.node(far().node())
        .wire(List.of("nft", "-f", "-"), rules.getBytes(StandardCharsets.UTF_8))
        .orFail("dropping what passes " + far());
  }

  /** Undoes {@link #cut} and {@link #drop}; does nothing to a sound link. */
  public void mend() {
    lab.node(far().node()).wire(List.of("nft", "delete", "table", "netdev", TABLE), new byte[0]);
    withLinks((node, netlink) -> netlink.links().up(far().iface()));
    Node node = lab.node(far().node());
    try (Wiring wiring = new Wiring(lab.plan(), Map.of(node.name(), node.networkNamespace()))) {
      wiring.routes(node.plan());
    }
  }

  /** The end at which faults are made: the one without an agent, the second if neither has one. */
  private End far() {
    End first = plan.ends().getFirst();
    End last = plan.ends().getLast();
    return lab.node(last.node()).plan().kind().agent() ? first : last;
  }

  private interface Change {
    void on(Node node, Netlink netlink);
  }

  private void withLinks(Change change) {
    Node node = lab.node(far().node());
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
