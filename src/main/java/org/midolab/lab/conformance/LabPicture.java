package org.midolab.lab.conformance;

import static org.midolab.lab.conformance.Markup.element;
import static org.midolab.lab.conformance.Markup.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.midolab.lab.spec.LabPlan;
import org.midolab.lab.spec.LinkPlan;
import org.midolab.lab.spec.LinkPlan.End;
import org.midolab.lab.spec.NodeKind;
import org.midolab.lab.spec.NodePlan;

/**
 * A lab's plan as a picture: the world above, instances below, a wire for every link, with the
 * addresses at its ends.
 *
 * <pre>
 *        internet
 *       bgp1   bgp2
 *   gateway1   gateway2
 *   ══════ underlay ══════
 *   nsdb…  controller  compute1
 *                    vm1   vm2
 * </pre>
 */
final class LabPicture {

  private static final int WIDTH = 1040;
  private static final int BOX_WIDTH = 132;
  private static final int BOX_HEIGHT = 50;

  private static final Map<Integer, List<NodeKind>> ROWS =
      Map.of(
          0, List.of(NodeKind.INTERNET),
          1, List.of(NodeKind.BGP_PEER),
          2, List.of(NodeKind.GATEWAY),
          3, List.of(NodeKind.BRIDGE),
          4, List.of(NodeKind.NSDB, NodeKind.CONTROLLER, NodeKind.COMPUTE),
          5, List.of(NodeKind.INSTANCE));

  private static final int[] ROW_Y = {50, 160, 280, 380, 470, 590};

  private final LabPlan plan;
  private final Map<String, Spot> spots = new LinkedHashMap<>();

  private LabPicture(LabPlan plan) {
    this.plan = plan;
    for (int row = 0; row < ROW_Y.length; row++) {
      place(row);
    }
  }

  /** The picture as an SVG element. */
  static String of(LabPlan plan) {
    return new LabPicture(plan).draw();
  }

  private void place(int row) {
    var kinds = ROWS.get(row);
    var nodes = plan.nodes().stream().filter(n -> kinds.contains(n.kind())).toList();
    for (int i = 0; i < nodes.size(); i++) {
      var node = nodes.get(i);
      int x =
          node.kind() == NodeKind.INSTANCE
              ? besideItsHost(node, i, nodes.size())
              : WIDTH * (2 * i + 1) / (2 * nodes.size());
      spots.put(node.name(), new Spot(node, x, ROW_Y[row]));
    }
  }

  private int besideItsHost(NodePlan instance, int index, int of) {
    var host =
        plan.links().stream()
            .filter(l -> l.ends().stream().anyMatch(e -> e.node().equals(instance.name())))
            .flatMap(l -> l.ends().stream())
            .map(End::node)
            .filter(name -> !name.equals(instance.name()))
            .findFirst()
            .map(spots::get);
    int step = BOX_WIDTH + 28;
    int margin = ((of - 1) * step + BOX_WIDTH) / 2 + 4;
    int centre = Math.clamp(host.map(Spot::x).orElse(WIDTH / 2), margin, WIDTH - margin);
    return centre + (2 * index - of + 1) * step / 2;
  }

  private String draw() {
    var svg = new StringBuilder();
    plan.links().forEach(link -> svg.append(wire(link)));
    spots
        .values()
        .forEach(spot -> svg.append(spot.node().kind() == NodeKind.BRIDGE ? bar(spot) : box(spot)));
    plan.links().forEach(link -> svg.append(labels(link)));
    int height = spots.values().stream().mapToInt(Spot::y).max().orElse(0) + BOX_HEIGHT + 10;
    return element(
        "svg class=\"lab\" role=\"img\" viewBox=\"0 0 "
            + WIDTH
            + " "
            + height
            + "\" xmlns=\"http://www.w3.org/2000/svg\"",
        element("title", text("The lab " + plan.name())),
        svg.toString());
  }

  private String wire(LinkPlan link) {
    var ends = link.ends();
    if (ends.size() < 2) {
      return "";
    }
    var a = at(ends.getFirst(), ends.getLast());
    var b = at(ends.getLast(), ends.getFirst());
    if (a.isEmpty() || b.isEmpty()) {
      return "";
    }
    return "<line class=\"wire\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>"
        .formatted(a.get().x(), a.get().y(), b.get().x(), b.get().y());
  }

  /**
   * Where a wire begins: at the box's middle, or where a shared segment is nearest to the other
   * end.
   */
  private Optional<Point> at(End end, End other) {
    var spot = spots.get(end.node());
    var far = spots.get(other.node());
    if (spot == null || far == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Point(spot.node().kind() == NodeKind.BRIDGE ? far.x() : spot.x(), spot.y()));
  }

  private String labels(LinkPlan link) {
    var ends = link.ends();
    return ends.size() < 2
        ? ""
        : label(ends.getFirst(), ends.getLast()) + label(ends.getLast(), ends.getFirst());
  }

  private String label(End end, End other) {
    var spot = spots.get(end.node());
    var far = spots.get(other.node());
    if (spot == null || far == null || spot.node().kind() == NodeKind.BRIDGE) {
      return "";
    }
    boolean below = far.y() > spot.y();
    int aside =
        below && far.node().kind() != NodeKind.BRIDGE ? Integer.signum(far.x() - spot.x()) : 0;
    // Wires that part below a box have their labels on either side of the parting.
    var anchor = aside < 0 ? "end" : aside > 0 ? "start" : "middle";
    int y = spot.y() + (below ? BOX_HEIGHT / 2 + 13 : -BOX_HEIGHT / 2 - 6);
    var what = end.iface() + end.address().map(address -> " " + address.address()).orElse("");
    return element(
        "text class=\"end\" x=\"%d\" y=\"%d\" text-anchor=\"%s\""
            .formatted(spot.x() + 7 * aside, y, anchor),
        text(what));
  }

  private static String box(Spot spot) {
    var node = spot.node();
    var second = node.bgp().map(bgp -> "AS " + bgp.as()).orElse(node.kind().word());
    return element(
        "g class=\"node " + node.kind().word() + "\"",
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/>"
            .formatted(spot.x() - BOX_WIDTH / 2, spot.y() - BOX_HEIGHT / 2, BOX_WIDTH, BOX_HEIGHT),
        element(
            "text class=\"name\" x=\"%d\" y=\"%d\" text-anchor=\"middle\""
                .formatted(spot.x(), spot.y() - 2),
            text(node.name())),
        element(
            "text class=\"kind\" x=\"%d\" y=\"%d\" text-anchor=\"middle\""
                .formatted(spot.x(), spot.y() + 15),
            text(second)));
  }

  private static String bar(Spot spot) {
    return element(
        "g class=\"segment\"",
        "<rect x=\"40\" y=\"%d\" width=\"%d\" height=\"14\" rx=\"7\"/>"
            .formatted(spot.y() - 7, WIDTH - 80),
        element(
            "text class=\"kind\" x=\"60\" y=\"%d\"".formatted(spot.y() + 4),
            text(spot.node().name())));
  }

  private record Spot(NodePlan node, int x, int y) {}

  private record Point(int x, int y) {}
}
