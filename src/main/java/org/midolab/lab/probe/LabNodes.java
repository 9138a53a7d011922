package org.midolab.lab.probe;

import java.util.List;
import org.midolab.lab.spec.NodeKind;

/** The nodes of one running lab, as an operator and a judge reach them. */
public interface LabNodes {

  /** The lab's name. */
  String lab();

  /** The names of the labs of this checkout that are up, this one's among them. */
  default List<String> labsUp() {
    return List.of(lab());
  }

  /**
   * A random secret of this lab, the same whenever it is asked for. The lab keeps it where only its
   * owner reads.
   *
   * @param name what it is for, such as {@code ADMIN_PASS}
   */
  String secret(String name);

  /**
   * The MD5 password of the BGP session between two addresses, as the lab gave it to the end that
   * is its own.
   */
  String bgpPassword(String oneAddress, String otherAddress);

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

  /** The nodes of some kinds, in the lab file's order. */
  default List<LabNode> of(NodeKind... kinds) {
    var wanted = List.of(kinds);
    return all().stream().filter(n -> wanted.contains(n.kind())).toList();
  }
}
