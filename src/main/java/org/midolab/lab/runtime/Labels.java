package org.midolab.lab.runtime;

import java.util.Map;
import java.util.TreeMap;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.NodeKind;
import org.midolab.lab.spec.NodePlan;

/** Names and labels of a lab's objects. */
final class Labels {

  static final String LAB = "midolab.lab";

  /** The checkout that created the object. No other checkout removes it. */
  static final String HOME = "midolab.home";

  static final String NODE = "midolab.node";
  static final String PART = "midolab.part";
  static final String SESSION = "midolab.session";

  private Labels() {}

  static String container(LabName lab, String node) {
    return "midolab-" + lab + "-" + node;
  }

  static String holder(LabName lab, String node) {
    return container(lab, node) + ".holder";
  }

  /** Returns the name of the container that owns the network namespace of a node. */
  static String namespaceOwner(LabName lab, NodePlan node) {
    return node.kind() == NodeKind.BRIDGE ? container(lab, node.name()) : holder(lab, node.name());
  }

  static String network(LabName lab) {
    return "midolab-" + lab;
  }

  static Map<String, String> of(LabState state) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(LAB, state.lab().value());
    labels.put(HOME, state.home());
    labels.put(SESSION, state.session());
    return labels;
  }

  static Map<String, String> of(LabState state, NodePlan node, String part) {
    Map<String, String> labels = of(state);
    labels.put(NODE, node.name());
    labels.put(PART, part);
    return labels;
  }
}
