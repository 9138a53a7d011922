package org.midolab.lab.probe;

import java.util.List;

/** The nodes of one running lab, as an operator and a judge reach them. */
public interface LabNodes {

  /** The lab's name. */
  String lab();

  /** Every node, in the lab file's order. */
  List<LabNode> all();

  /**
   * @throws IllegalArgumentException when the lab has no such node; the message lists those that it
   *     has
   */
  default LabNode node(String name) {
    return all().stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "lab "
                        + lab()
                        + " has no node \""
                        + name
                        + "\"; it has "
                        + all().stream().map(LabNode::name).toList()));
  }

  /** The nodes that play a role, in the lab file's order. */
  default List<LabNode> playing(Role... roles) {
    var wanted = List.of(roles);
    return all().stream().filter(n -> wanted.contains(n.role())).toList();
  }
}
