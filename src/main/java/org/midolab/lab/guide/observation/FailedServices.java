package org.midolab.lab.guide.observation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.probe.LabException;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Unit;
import org.midolab.lab.spec.LabCommand;

/**
 * Finds services that are enabled and do not run. They are a likely reason for other failures and
 * should be fixed first.
 */
public final class FailedServices {

  private final LabNodes lab;

  public FailedServices(LabNodes lab) {
    this.lab = lab;
  }

  /**
   * Returns a sentence that names each such service with the command that starts it; empty if there
   * is none.
   */
  Optional<String> sentence() {
    Map<String, String> found = new ConcurrentHashMap<>();
    var nodes = lab.all().stream().filter(node -> !node.services().isEmpty()).toList();
    new ScenarioNodes("every node that serves", nodes)
        .each(node -> of(node).ifPresent(sentence -> found.put(node.name(), sentence)));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", new TreeMap<>(found).values()));
  }

  private Optional<String> of(LabNode node) {
    List<Unit> down;
    try {
      down =
          Unit.of(node, node.services()).stream()
              .filter(unit -> unit.isKnown() && unit.isEnabled() && unit.isDown())
              .toList();
    } catch (LabException e) {
      return Optional.of("node " + node.name() + " does not run: " + e.getMessage());
    }
    if (down.isEmpty()) {
      return Optional.empty();
    }
    var names = down.stream().map(Unit::name).collect(Collectors.joining(" "));
    return Optional.of(
        "on %s %s %s, fix: %s"
            .formatted(
                node.name(),
                names.replace(" ", " and "),
                down.size() == 1 ? "is " + down.getFirst().active() : "do not run",
                LabCommand.of(
                    lab.lab(),
                    lab.labsUp(),
                    "exec",
                    node.name() + " -- systemctl start " + names)));
  }
}
