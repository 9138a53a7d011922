package org.midolab.lab.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.midolab.lab.spec.LabFile;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.LabPlan;
import org.midolab.lab.spec.NodeKind;
import org.midolab.lab.spec.NodePlan;
import org.midolab.lab.spec.Printable;
import org.midolab.lab.spec.Suggestion;

/**
 * A running lab. {@link #close()} closes the connection to the engine; the lab itself runs until
 * {@link #down()}.
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
   * Connects to the running lab of that name. Its plan is the one that it was booted from.
   *
   * @throws WrongUsage if no such lab is running, or if it is still being booted
   */
  public static Lab attach(LabHome home, LabName name) {
    Path directory = home.state(name);
    LabState state = LabState.read(directory).orElseThrow(() -> new WrongUsage(notUp(home, name)));
    if (state.phase() == LabState.Phase.BOOTING) {
      throw new WrongUsage(state.booting());
    }
    try {
      Path file = directory.resolve("lab.yaml");
      LabPlan plan = LabFile.plan(file.toString(), Files.readString(file));
      return new Lab(
          Engine.connect(), home, plan, state, new Secrets(directory.resolve("secrets.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String notUp(LabHome home, LabName name) {
    List<String> up = running(home).stream().map(LabName::value).toList();
    List<String> shipped = home.shippedLabs();
    return "lab '%s' is not up; up: %s; %s%s"
        .formatted(
            name,
            up.isEmpty() ? "none" : String.join(", ", up),
            shipped.contains(name.value())
                ? "start it with: ./lab up " + name
                : "labs here: " + String.join(", ", shipped),
            Suggestion.of(name.value(), Stream.concat(up.stream(), shipped.stream()).toList()));
  }

  /** Returns the names of the labs that were booted from this checkout and not removed since. */
  public static List<LabName> running(LabHome home) {
    return home.labsWithState().stream()
        .filter(lab -> Files.exists(home.state(lab).resolve(LabState.FILE)))
        .toList();
  }

  public LabName name() {
    return plan.name();
  }

  public LabPlan plan() {
    return plan;
  }

  /** Returns the lab's state directory. It may hold artefacts of a run, too. */
  public Path directory() {
    return home.state(name());
  }

  /** Returns the lab file that the lab was booted from. The file may have changed since. */
  public Path source() {
    return Path.of(state.source());
  }

  public LabHome home() {
    return home;
  }

  public Secrets secrets() {
    return secrets;
  }

  /** Returns all nodes, in the lab file's order, segments included. */
  public List<Node> nodes() {
    return List.copyOf(nodes.values());
  }

  /** Returns the nodes of one kind and of those that extend it, in the lab file's order. */
  public List<Node> nodes(NodeKind kind) {
    return nodes.values().stream().filter(node -> node.plan().kind().is(kind)).toList();
  }

  /**
   * Returns a node by its name.
   *
   * @throws WrongUsage if the lab has no such node; the message lists its nodes
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
   * Returns the link that ends at an interface of a node.
   *
   * @throws WrongUsage if no link ends there
   */
  public LinkHandle link(String node, String iface) {
    return plan.link(node, iface)
        .map(link -> new LinkHandle(this, link))
        .orElseThrow(
            () -> new WrongUsage("lab '" + name() + "' has no link at " + node + ":" + iface));
  }

  /** Reports whether all nodes of the lab run. */
  public boolean isComplete() {
    return state.phase() == LabState.Phase.RUNNING
        && nodes.values().stream().allMatch(Node::isRunning);
  }

  /** Records that this process performs the guide on the lab and starts a step. */
  public void walkReached(String step) {
    new UnfinishedWalk(ProcessHandle.current().pid(), step).write(directory());
  }

  /** Records that the guide was performed to its end. */
  public void walkEnded() {
    UnfinishedWalk.end(directory());
  }

  /** Returns the performance of the guide that has not come to its end, if there is one. */
  public Optional<UnfinishedWalk> unfinishedWalk() {
    return UnfinishedWalk.in(directory());
  }

  /** Removes all objects of the lab at once. Its nodes are killed, not shut down. */
  public void down() {
    LabRemoval.of(engine, home).remove(name());
  }

  @Override
  public void close() {
    engine.close();
  }
}
