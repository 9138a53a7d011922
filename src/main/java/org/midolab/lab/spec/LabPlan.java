package org.midolab.lab.spec;

import java.util.List;
import java.util.Optional;

/**
 * A checked lab: every name is defined, every address is valid, every link has two free ends.
 *
 * @param name of the lab; part of every container's name and of every object's label
 */
public record LabPlan(LabName name, List<NodePlan> nodes, List<LinkPlan> links) {

  public LabPlan {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
  }

  public Optional<NodePlan> node(String wanted) {
    return nodes.stream().filter(node -> node.name().equals(wanted)).findFirst();
  }

  /** Returns the nodes of one kind and of those that extend it, in the order of the file. */
  public List<NodePlan> nodes(NodeKind kind) {
    return nodes.stream().filter(node -> node.kind().is(kind)).toList();
  }

  /** Returns the link with that end, if there is one. */
  public Optional<LinkPlan> link(String node, String iface) {
    return links.stream()
        .filter(link -> link.ends().stream().anyMatch(end -> end.is(node, iface)))
        .findFirst();
  }
}
