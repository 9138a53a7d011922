package org.midolab.lab.guide.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.midolab.lab.probe.LabException;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.spec.NodeKind;

/**
 * The nodes that a step of Gherkin names: {@code nsdb1}, {@code gateway1 and gateway2}, {@code
 * every agent host}.
 *
 * @param text the words of the step
 */
public record ScenarioNodes(String text, List<LabNode> nodes) {

  /** Pattern of the words for nodes in a step. */
  public static final String PATTERN =
      "every (?:host|NSDB node|agent host|gateway|peer|instance)"
          + "|a gateway"
          + "|the (?:controller|compute node)"
          + "|[a-z]+[0-9]*(?:, [a-z]+[0-9]*)*(?: and [a-z]+[0-9]*)?";

  public ScenarioNodes {
    nodes = List.copyOf(nodes);
  }

  /**
   * Resolves the words of a step to nodes.
   *
   * @throws IllegalArgumentException if the lab has no such node
   */
  public static ScenarioNodes of(String text, LabNodes lab) {
    var nodes =
        switch (text) {
          case "every host" ->
              lab.of(NodeKind.CONTROLLER, NodeKind.COMPUTE, NodeKind.NSDB, NodeKind.GATEWAY);
          case "every NSDB node" -> lab.of(NodeKind.NSDB);
          case "every agent host" ->
              lab.of(NodeKind.CONTROLLER, NodeKind.GATEWAY, NodeKind.COMPUTE);
          case "every gateway", "a gateway" -> lab.of(NodeKind.GATEWAY);
          case "every peer" -> lab.of(NodeKind.BGP_PEER);
          case "every instance" -> lab.of(NodeKind.INSTANCE);
          case "the controller" -> lab.of(NodeKind.CONTROLLER);
          case "the compute node" -> lab.of(NodeKind.COMPUTE);
          default -> List.of(text.split(", | and ")).stream().map(lab::node).toList();
        };
    return new ScenarioNodes(text, nodes);
  }

  /**
   * Returns the only node.
   *
   * @throws IllegalArgumentException if there is more than one node, or none
   */
  public LabNode only() {
    if (nodes.size() != 1) {
      throw new IllegalArgumentException("expected one node, \"" + text + "\" are " + nodes.size());
    }
    return nodes.getFirst();
  }

  public List<String> names() {
    return nodes.stream().map(LabNode::name).toList();
  }

  /**
   * Runs an action for all nodes concurrently. If it fails for several, throws the failure of the
   * first node.
   */
  public void each(Consumer<LabNode> action) {
    if (nodes.size() == 1) {
      action.accept(nodes.getFirst());
      return;
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      nodes.forEach(node -> running.add(threads.submit(() -> action.accept(node))));
      for (var one : running) {
        await(one);
      }
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Error error -> throw error;
        case RuntimeException exception -> throw exception;
        case null, default -> throw new LabException(e.getMessage(), e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
