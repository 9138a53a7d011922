package org.midolab.lab.runtime;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import com.github.dockerjava.api.model.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Takes labs away by their label, so that it works on half a lab too. Containers are killed, not
 * asked: nothing in them is worth a farewell.
 */
public final class Demolition {

  private final Engine engine;
  private final LabHome home;

  private Demolition(Engine engine, LabHome home) {
    this.engine = engine;
    this.home = home;
  }

  public static Demolition of(Engine engine, LabHome home) {
    return new Demolition(engine, home);
  }

  /** Removes all containers and networks of a lab and then its state; true if there was any. */
  public boolean remove(String lab) {
    List<Container> containers = containers(Map.of(Labels.LAB, lab));
    Parallel.each(containers, container -> removeContainer(container.getId()));
    List<Network> networks =
        engine
            .client()
            .listNetworksCmd()
            .withFilter("label", List.of(Labels.LAB + "=" + lab))
            .exec();
    networks.forEach(network -> removeNetwork(network.getId()));
    boolean state = forget(home.state(lab));
    return state || !containers.isEmpty() || !networks.isEmpty();
  }

  /** Removes what test runs left behind that ended without taking their lab down. */
  public List<String> sweep() {
    List<String> orphans =
        Lab.running(home).stream()
            .filter(lab -> LabState.read(home.state(lab)).map(LabState::orphaned).orElse(false))
            .toList();
    orphans.forEach(this::remove);
    return orphans;
  }

  /** Every lab that the engine or this checkout knows of. */
  public List<String> all() {
    TreeSet<String> labs = new TreeSet<>(Lab.running(home));
    for (Container container :
        engine
            .client()
            .listContainersCmd()
            .withShowAll(true)
            .withLabelFilter(List.of(Labels.LAB))
            .exec()) {
      labs.add(container.getLabels().get(Labels.LAB));
    }
    for (Network network :
        engine.client().listNetworksCmd().withFilter("label", List.of(Labels.LAB)).exec()) {
      labs.add(network.getLabels().get(Labels.LAB));
    }
    return List.copyOf(labs);
  }

  /** Removes every image of ours that no container uses; their names. The next boot makes them. */
  public List<String> removeImages() {
    List<String> removed = new ArrayList<>();
    for (Image image : engine.client().listImagesCmd().withReferenceFilter("midolab/*").exec()) {
      for (String tag : image.getRepoTags()) {
        try {
          engine.client().removeImageCmd(tag).exec();
          removed.add(tag);
        } catch (ConflictException | NotFoundException e) {
          // In use, or gone with another: neither is ours to take.
        }
      }
    }
    return removed;
  }

  List<Container> containers(Map<String, String> labels) {
    return engine.client().listContainersCmd().withShowAll(true).withLabelFilter(labels).exec();
  }

  private void removeContainer(String id) {
    try {
      engine.client().removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException e) {
      // Somebody was faster: it is gone, which is what was wanted.
    } catch (DockerException e) {
      if (e.getMessage() == null || !e.getMessage().contains("already in progress")) {
        throw new LabFailure("removing container " + id + ": " + e.getMessage(), e);
      }
    }
  }

  private void removeNetwork(String id) {
    try {
      engine.client().removeNetworkCmd(id).exec();
    } catch (NotFoundException e) {
      // As above.
    } catch (DockerException e) {
      throw new LabFailure("removing network " + id + ": " + e.getMessage(), e);
    }
  }

  private static boolean forget(Path state) {
    if (!Files.exists(state)) {
      return false;
    }
    try (Stream<Path> tree = Files.walk(state)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
