package org.midolab.lab.guide.observation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.midolab.lab.probe.Capture;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.spec.NodeKind;

/**
 * Finds out how far a packet gets: sends some echo requests while all nodes on their possible paths
 * capture packets.
 *
 * @param seen the capture of each node, in the order of the path from the internet to an instance
 */
record PacketTrail(String from, String target, Map<String, Capture> seen) {

  /** GRE is given by its protocol number, because nodes have no /etc/protocols. */
  private static final String FILTER = "icmp or arp or udp port 6677 or proto 47";

  private static final String REQUEST = "ICMP echo request";

  static PacketTrail of(LabNodes lab, LabNode from, String target) {
    var nodes =
        lab.of(
            NodeKind.INTERNET,
            NodeKind.BGP_PEER,
            NodeKind.GATEWAY,
            NodeKind.COMPUTE,
            NodeKind.INSTANCE);
    var seen = new LinkedHashMap<String, Capture>();
    capture(nodes, seen, () -> from.run("ping", "-n", "-c", "3", "-i", "0.3", "-W", "1", target));
    var ordered = new LinkedHashMap<String, Capture>();
    nodes.stream()
        .sorted((a, b) -> Integer.compare(position(a.kind()), position(b.kind())))
        .forEach(node -> ordered.put(node.name(), seen.get(node.name())));
    return new PacketTrail(from.name(), target, ordered);
  }

  private static int position(NodeKind kind) {
    return switch (kind.general()) {
      case INTERNET -> 0;
      case BGP_PEER -> 1;
      case GATEWAY -> 2;
      case COMPUTE -> 3;
      default -> 4;
    };
  }

  /** Starts the captures one inside the other, and runs the action inside the last. */
  private static void capture(List<LabNode> nodes, Map<String, Capture> seen, Runnable action) {
    if (nodes.isEmpty()) {
      action.run();
      return;
    }
    var node = nodes.getFirst();
    seen.put(
        node.name(),
        Capture.during(
            node,
            "any",
            FILTER,
            List.of("-T", "vxlan"),
            () -> capture(nodes.subList(1, nodes.size()), seen, action)));
  }

  /** Returns a sentence that says which nodes saw an echo request, and which did not. */
  String sentence() {
    return "an echo request from %s to %s was seen on %s; not on %s"
        .formatted(from, target, names(true), names(false));
  }

  private String names(boolean passed) {
    var names =
        seen.entrySet().stream()
            .filter(e -> e.getValue().shows(REQUEST) == passed)
            .map(Map.Entry::getKey)
            .toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
