package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.midolab.lab.spec.LabFile;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.LabPlan;
import org.midolab.lab.spec.NodeKind;
import org.midolab.lab.spec.NodePlan;
import org.midolab.lab.spec.Printable;
import org.midolab.lab.spec.Suggestion;

/**
 * A running lab. Closing it lets go of the engine's connection; the lab itself lives until {@link
 * #down()}.
 */
public final class Lab implements AutoCloseable {

  private final Engine engine;
  private final LabHome home;
  private final LabPlan plan;
  private final LabState state;
  private final Secrets secrets;
  private final Map<String, Node> nodes = new LinkedHashMap<>();

  Lab(Engine engine, LabHome home, LabPlan plan, LabState state, Secrets secrets) {
    this.engine = engine;
    this.home = home;
    this.plan = plan;
    this.state = state;
    this.secrets = secrets;
    for (NodePlan node : plan.nodes()) {
      nodes.put(node.name(), new Node(engine, state, node, plan.links()));
    }
  }

  /**
   * The running lab of that name, as it was planned when it was booted.
   *
   * @throws WrongUsage when there is none
   */
  public static Lab attach(LabHome home, LabName name) {
    Path directory = home.state(name);
    LabState state =
        LabState.read(directory)
            .orElseThrow(
                () ->
                    new WrongUsage(
                        "lab '"
                            + name
                            + "' is not up; running: "
                            + running(home)
                            + "; start it with: ./lab up "
                            + name
                            + Suggestion.of(
                                name.value(),
                                running(home).stream().map(LabName::value).toList())));
    try {
      Path file = directory.resolve("lab.yaml");
      LabPlan plan = LabFile.plan(file.toString(), Files.readString(file));
      return new Lab(
          Engine.connect(), home, plan, state, new Secrets(directory.resolve("secrets.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the labs that were started from this checkout and not taken down. */
  public static List<LabName> running(LabHome home) {
    return home.remembered().stream()
        .filter(lab -> Files.exists(home.state(lab).resolve(LabState.FILE)))
        .toList();
  }

  public LabName name() {
    return plan.name();
  }

  public LabPlan plan() {
    return plan;
  }

  /** Where the lab keeps its state; artefacts of a run may lie there too. */
  public Path directory() {
    return home.state(name());
  }

  /** The lab file that it was booted from, which may have changed since. */
  public Path source() {
    return Path.of(state.source());
  }

  public LabHome home() {
    return home;
  }

  public Secrets secrets() {
    return secrets;
  }

  /** Every node, in the lab file's order, segments included. */
  public List<Node> nodes() {
    return List.copyOf(nodes.values());
  }

  public List<Node> nodes(NodeKind kind) {
    return nodes.values().stream().filter(node -> node.plan().kind() == kind).toList();
  }

  /**
   * @throws WrongUsage when the lab has no such node; the message lists those that it has
   */
  public Node node(String wanted) {
    Node node = nodes.get(wanted);
    if (node == null) {
      throw new WrongUsage(
          "lab '"
              + name()
              + "' has no node '"
              + Printable.of(wanted)
              + "'; it has: "
              + String.join(", ", nodes.keySet())
              + Suggestion.of(wanted, nodes.keySet()));
    }
    return node;
  }

  /**
   * The wire at an interface.
   *
   * @throws WrongUsage when no link ends there
   */
  public LinkHandle link(String node, String iface) {
    return plan.link(node, iface)
        .map(link -> new LinkHandle(this, link))
        .orElseThrow(
            () -> new WrongUsage("lab '" + name() + "' has no link at " + node + ":" + iface));
  }

  /** Management address by node: what the guide's hosts file holds. */
  public Map<String, String> managementAddresses() {
    return Map.copyOf(state.addresses());
  }

  /** Whether every node that should run does. */
  public boolean isComplete() {
    return state.phase() == LabState.Phase.RUNNING
        && nodes.values().stream().allMatch(Node::isRunning);
  }

  /** Removes everything of the lab, at once and without asking its nodes. */
  public void down() {
    LabRemoval.of(engine, home).remove(name());
  }

  @Override
  public void close() {
    engine.close();
  }
}
