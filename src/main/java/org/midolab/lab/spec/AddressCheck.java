package org.midolab.lab.spec;

import java.util.ArrayList;
import java.util.List;
import org.midolab.lab.spec.LinkPlan.End;

/**
 * Checks the addresses of a lab against each other: the ends of a link share a subnet, subnets of
 * two segments do not overlap, no address is twice on a segment, and no address is in the range of
 * the management networks.
 */
final class AddressCheck {

  /** The range that the management networks of all labs are leased from. */
  static final Cidr MANAGEMENT = Cidr.of("198.18.0.0/16");

  private record Addressed(End end, Cidr address, String segment) {}

  private final Planner planner;
  private final List<Addressed> all = new ArrayList<>();

  AddressCheck(Planner planner, List<LinkPlan> links) {
    this.planner = planner;
    for (LinkPlan link : links) {
      String segment = segment(link);
      for (End end : link.ends()) {
        end.address().ifPresent(address -> all.add(new Addressed(end, address, segment)));
      }
    }
  }

  /**
   * Returns the segment of a link. Links with a common bridge are one segment; any other link is a
   * segment of its own.
   */
  private String segment(LinkPlan link) {
    return link.ends().stream()
        .map(End::node)
        .filter(node -> planner.kind(node) == NodeKind.BRIDGE)
        .findFirst()
        .map(bridge -> "bridge " + bridge)
        .orElse("link " + link.ends());
  }

  void run() {
    for (int i = 0; i < all.size(); i++) {
      Addressed one = all.get(i);
      if (one.address().overlaps(MANAGEMENT)) {
        report(one, one.address() + " overlaps the management networks' " + MANAGEMENT, "");
      }
      for (Addressed earlier : all.subList(0, i)) {
        compare(one, earlier);
      }
    }
  }

  private void compare(Addressed one, Addressed earlier) {
    Cidr mine = one.address();
    Cidr theirs = earlier.address();
    String both = one.end() + " has " + mine + ", " + earlier.end() + " has " + theirs;
    boolean sameSegment = one.segment().equals(earlier.segment());
    boolean sameSubnet = mine.network().equals(theirs.network());
    if (sameSegment && mine.bits() == theirs.bits()) {
      report(one, "one address twice on a segment: " + both, "");
    } else if (sameSegment && !sameSubnet) {
      report(one, "two subnets on one segment: " + both, "one subnet per segment");
    } else if (!sameSegment && mine.overlaps(theirs) && !betweenInstances(one, earlier)) {
      report(one, "overlapping subnets on two segments: " + both, "one segment per subnet");
    }
  }

  /**
   * Reports whether both are instances. The virtual network connects instances, and the lab file
   * does not describe it.
   */
  private boolean betweenInstances(Addressed one, Addressed other) {
    return planner.kind(one.end().node()) == NodeKind.INSTANCE
        && planner.kind(other.end().node()) == NodeKind.INSTANCE
        && one.address().bits() != other.address().bits();
  }

  private void report(Addressed at, String message, String allowed) {
    planner.report(planner.placeOf(at.end()), message, allowed);
  }
}
