package org.midolab.lab.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.midolab.lab.spec.LabPlan;
import org.midolab.lab.spec.LinkPlan;
import org.midolab.lab.spec.LinkPlan.End;
import org.midolab.lab.spec.NodeKind;
import org.midolab.lab.spec.NodePlan;

/**
 * A drawing of a lab's plan: the internet at the top, instances at the bottom, and a line for every
 * link with the addresses at its ends.
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

  static final int WIDTH = 1040;
  static final int BOX_WIDTH = 132;
  static final int BOX_HEIGHT = 50;

  private static final List<List<NodeKind>> ROWS =
      List.of(
          List.of(NodeKind.INTERNET),
          List.of(NodeKind.BGP_PEER),
          List.of(NodeKind.GATEWAY),
          List.of(NodeKind.BRIDGE),
          List.of(NodeKind.NSDB, NodeKind.CONTROLLER, NodeKind.COMPUTE),
          List.of(NodeKind.INSTANCE));

  private static final int[] ROW_Y = {50, 160, 280, 380, 470, 590};

  private final LabPlan plan;
  private final Map<String, Spot> spots = new LinkedHashMap<>();

  LabPicture(LabPlan plan) {
    this.plan = plan;
    for (int row = 0; row < ROW_Y.length; row++) {
      place(row);
    }
  }

  private void place(int row) {
    var kinds = ROWS.get(row);
    var nodes = plan.nodes().stream().filter(n -> kinds.contains(n.kind().general())).toList();
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

  String name() {
    return plan.name().value();
  }

  int height() {
    return spots.values().stream().mapToInt(Spot::y).max().orElse(0) + BOX_HEIGHT + 10;
  }

  /** Returns a line for every link. */
  List<Wire> wires() {
    return links()
        .flatMap(
            ends ->
                at(ends.getFirst(), ends.getLast()).stream()
                    .flatMap(
                        from ->
                            at(ends.getLast(), ends.getFirst()).stream()
                                .map(to -> new Wire(from, to))))
        .toList();
  }

  List<Spot> segments() {
    return spots.values().stream().filter(Spot::isSegment).toList();
  }

  List<Spot> boxes() {
    return spots.values().stream().filter(spot -> !spot.isSegment()).toList();
  }

  /** Returns the labels at the ends of the lines. */
  List<Label> ends() {
    return links()
        .flatMap(
            ends ->
                Stream.concat(
                    label(ends.getFirst(), ends.getLast()).stream(),
                    label(ends.getLast(), ends.getFirst()).stream()))
        .toList();
  }

  private Stream<List<End>> links() {
    return plan.links().stream().map(LinkPlan::ends).filter(ends -> ends.size() == 2);
  }

  /**
   * Returns the point where a line starts: the middle of the box, or the point of a shared segment
   * that is nearest to the other end.
   */
  private Optional<Point> at(End end, End other) {
    var spot = spots.get(end.node());
    var far = spots.get(other.node());
    if (spot == null || far == null) {
      return Optional.empty();
    }
    return Optional.of(new Point(spot.isSegment() ? far.x() : spot.x(), spot.y()));
  }

  private Optional<Label> label(End end, End other) {
    var spot = spots.get(end.node());
    var far = spots.get(other.node());
    if (spot == null || far == null || spot.isSegment()) {
      return Optional.empty();
    }
    boolean below = far.y() > spot.y();
    int aside = below && !far.isSegment() ? Integer.signum(far.x() - spot.x()) : 0;
    // Lines that diverge below a box have their labels on both sides.
    var anchor = aside < 0 ? "end" : aside > 0 ? "start" : "middle";
    int y = spot.y() + (below ? BOX_HEIGHT / 2 + 13 : -BOX_HEIGHT / 2 - 6);
    var words = end.iface() + end.address().map(address -> " " + address.address()).orElse("");
    return Optional.of(new Label(spot.x() + 7 * aside, y, anchor, words));
  }

  /**
   * A node and the middle of its box or line.
   *
   * @param x in pixels from the left
   * @param y in pixels from the top
   */
  record Spot(NodePlan node, int x, int y) {
    boolean isSegment() {
      return node.kind() == NodeKind.BRIDGE;
    }

    /** Returns the second line of text in its box. */
    String remark() {
      return node.bgp().map(bgp -> "AS " + bgp.as()).orElse(node.kind().word());
    }
  }

  record Point(int x, int y) {}

  record Wire(Point from, Point to) {}

  /**
   * A text in the picture.
   *
   * @param anchor SVG's {@code text-anchor}
   */
  record Label(int x, int y, String anchor, String words) {}
}
