package org.midolab.lab.runtime;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.midolab.lab.spec.LabName;

/**
 * A container or a network of the engine that has a lab's label.
 *
 * @param id the engine's id
 * @param lab value of the label {@code midolab.lab}, unchecked
 * @param home value of {@code midolab.home}; empty if there is none
 * @param session value of {@code midolab.session}; empty if there is none
 * @param running whether it is a container with processes; they may be paused
 */
record LabObject(Kind kind, String id, String lab, String home, String session, boolean running) {

  /** The engine's states of a container without processes. */
  private static final Set<String> ENDED = Set.of("created", "exited", "dead", "removing");

  enum Kind {
    CONTAINER,
    NETWORK
  }

  /** Returns every container and every network that has a lab's label. */
  static List<LabObject> all(Engine engine) {
    return Stream.concat(containers(engine).stream(), networks(engine).stream()).toList();
  }

  static List<LabObject> containers(Engine engine) {
    return engine
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(List.of(Labels.LAB))
        .exec()
        .stream()
        .map(LabObject::of)
        .toList();
  }

  private static List<LabObject> networks(Engine engine) {
    return engine
        .client()
        .listNetworksCmd()
        .withFilter("label", List.of(Labels.LAB))
        .exec()
        .stream()
        .map(LabObject::of)
        .toList();
  }

  private static LabObject of(Container container) {
    boolean running = !ENDED.contains(container.getState());
    return of(Kind.CONTAINER, container.getId(), container.getLabels(), running);
  }

  private static LabObject of(Network network) {
    return of(Kind.NETWORK, network.getId(), network.getLabels(), false);
  }

  private static LabObject of(Kind kind, String id, Map<String, String> labels, boolean running) {
    return new LabObject(
        kind,
        id,
        labels.getOrDefault(Labels.LAB, ""),
        labels.getOrDefault(Labels.HOME, ""),
        labels.getOrDefault(Labels.SESSION, ""),
        running);
  }

  /** Reports whether the object belongs to that lab of that checkout. Both names must be equal. */
  boolean belongsTo(LabName wanted, String checkout) {
    return lab.equals(wanted.value()) && home.equals(checkout);
  }
}
