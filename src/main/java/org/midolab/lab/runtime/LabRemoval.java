package org.midolab.lab.runtime;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.midolab.lab.spec.LabName;

/**
 * Removes labs. It removes only objects whose labels name exactly the lab and its checkout, and
 * only a directory below this checkout's {@code .midolab/} that a lab created. It works on
 * incomplete labs, too. Containers are killed at once, since nothing in them needs an orderly
 * shutdown.
 */
public final class LabRemoval {

  private final Engine engine;
  private final LabHome home;
  private final LabRegistry registry;

  private LabRemoval(Engine engine, LabHome home) {
    this.engine = engine;
    this.home = home;
    this.registry = new LabRegistry(engine, home);
  }

  public static LabRemoval of(Engine engine, LabHome home) {
    return new LabRemoval(engine, home);
  }

  /**
   * Returns every lab that the engine or this checkout has a record of, including other checkouts'
   * labs.
   */
  public List<KnownLab> all() {
    return registry.all();
  }

  /**
   * Removes a lab of this checkout and its state.
   *
   * @return false if this checkout has no such lab
   */
  public boolean remove(LabName lab) {
    boolean objects = removeObjects(object -> object.belongsTo(lab, home.root().toString()));
    boolean state = removeState(lab);
    return state || objects;
  }

  /**
   * Removes a lab of this checkout, or one that another checkout left behind.
   *
   * @throws IllegalArgumentException if the lab belongs to another checkout, which has its state
   */
  public void remove(KnownLab lab) {
    if (lab.own()) {
      remove(lab.name());
      return;
    }
    if (!lab.ownerless()) {
      throw new IllegalArgumentException(lab.describe() + " is in use");
    }
    String place = lab.home().map(Path::toString).orElse("");
    removeObjects(object -> object.belongsTo(lab.name(), place));
  }

  /** Removes everything that one boot created, and the lab's state if that boot wrote it. */
  void undo(LabState boot, Path directory) {
    removeObjects(object -> object.session().equals(boot.session()));
    boolean same =
        LabState.read(directory).map(state -> state.session().equals(boot.session())).orElse(true);
    if (same) {
      removeState(boot.lab());
    }
  }

  /** Removes labs of test runs that ended without removing them. Returns the labs' names. */
  public List<LabName> removeOrphans() {
    List<LabName> orphans =
        home.labsWithState().stream()
            .filter(lab -> LabState.read(home.state(lab)).map(LabState::orphaned).orElse(false))
            .toList();
    orphans.forEach(this::remove);
    return orphans;
  }

  /**
   * Removes every image of this project that no container uses, and returns their names. The next
   * boot builds them again.
   */
  public List<String> removeImages() {
    List<String> removed = new ArrayList<>();
    for (Image image : engine.client().listImagesCmd().withReferenceFilter("midolab/*").exec()) {
      for (String tag : image.getRepoTags()) {
        try {
          engine.client().removeImageCmd(tag).exec();
          removed.add(tag);
        } catch (ConflictException | NotFoundException e) {
          // A container uses it, or it was removed together with another image.
        }
      }
    }
    return removed;
  }

  private boolean removeObjects(Predicate<LabObject> which) {
    List<LabObject> objects = LabObject.all(engine).stream().filter(which).toList();
    Parallel.each(
        objects.stream().filter(o -> o.kind() == LabObject.Kind.CONTAINER).toList(),
        container -> removeContainer(container.id()));
    objects.stream()
        .filter(object -> object.kind() == LabObject.Kind.NETWORK)
        .forEach(network -> removeNetwork(network.id()));
    return !objects.isEmpty();
  }

  private void removeContainer(String id) {
    try {
      engine.client().removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException e) {
      // Another process has removed it.
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
      // Another process has removed it.
    } catch (DockerException e) {
      throw new LabFailure("removing network " + id + ": " + e.getMessage(), e);
    }
  }

  /**
   * Removes the lab's directory. The state file is removed last, so that an interrupted removal can
   * be repeated.
   */
  private boolean removeState(LabName lab) {
    Path directory = home.state(lab);
    if (!Files.exists(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    if (!LabRegistry.isLabDirectory(directory)) {
      throw new LabFailure(
          directory
              + " is not a lab's directory, since it has no "
              + LabState.FILE
              + "; it is not removed");
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      Path state = directory.resolve(LabState.FILE);
      List<Path> paths =
          tree.filter(path -> !path.equals(state) && !path.equals(directory))
              .sorted(Comparator.reverseOrder())
              .toList();
      for (Path path : paths) {
        Files.delete(path);
      }
      Files.deleteIfExists(state);
      Files.delete(directory);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
