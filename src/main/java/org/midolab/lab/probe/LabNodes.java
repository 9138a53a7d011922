package org.midolab.lab.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.midolab.lab.spec.NodeKind;

/** The nodes of one running lab, for operators and probes. */
public interface LabNodes {

  /** Returns the lab's name. */
  String lab();

  /** Returns the names of all labs of this checkout that are up, including this one. */
  default List<String> labsUp() {
    return List.of(lab());
  }

  /**
   * Returns a random secret of this lab. It is the same at each call. The lab stores it in a file
   * that only its owner can read.
   *
   * @param name purpose of the secret, such as {@code ADMIN_PASS}
   */
  String secret(String name);

  /**
   * Returns the MD5 password of the BGP session between two addresses, which the lab has configured
   * on its own end.
   */
  String bgpPassword(String oneAddress, String otherAddress);

  /** Returns all secrets of this lab by their purposes, those of BGP sessions included. */
  Map<String, String> secrets();

  /** Returns every node, in the lab file's order. */
  List<LabNode> all();

  /**
   * Returns a node by its name.
   *
   * @throws IllegalArgumentException if the lab has no such node; the message lists its nodes
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

  /** Returns the nodes of some kinds and of those that extend them, in the lab file's order. */
  default List<LabNode> of(NodeKind... kinds) {
    return all().stream().filter(n -> Arrays.stream(kinds).anyMatch(n.kind()::is)).toList();
  }
}
