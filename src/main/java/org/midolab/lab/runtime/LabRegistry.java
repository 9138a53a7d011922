package org.midolab.lab.runtime;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.midolab.lab.runtime.KnownLab.Standing;
import org.midolab.lab.spec.LabName;

/**
 * Finds the labs of this machine, and distinguishes this checkout's labs from those of other
 * checkouts. A lab belongs to this checkout if its containers and networks carry the label {@code
 * midolab.home} with this checkout's directory, or if only its directory below {@code .midolab/} is
 * left.
 */
final class LabRegistry {

  private final Engine engine;
  private final LabHome home;

  LabRegistry(Engine engine, LabHome home) {
    this.engine = engine;
    this.home = home;
  }

  /** Returns every lab. A name occurs twice if two checkouts used it. */
  List<KnownLab> all() {
    Map<LabName, Set<String>> homes = new TreeMap<>();
    home.labsWithState().forEach(lab -> homes(homes, lab).add(home.root().toString()));
    for (LabObject object : LabObject.all(engine)) {
      LabName.parse(object.lab()).ifPresent(lab -> homes(homes, lab).add(object.home()));
    }
    List<KnownLab> labs = new ArrayList<>();
    homes.forEach((lab, places) -> places.forEach(place -> labs.add(known(lab, place))));
    return labs;
  }

  private static Set<String> homes(Map<LabName, Set<String>> homes, LabName lab) {
    return homes.computeIfAbsent(lab, _ -> new TreeSet<>());
  }

  private KnownLab known(LabName lab, String place) {
    boolean own = place.equals(home.root().toString());
    return new KnownLab(lab, path(place), own, standing(lab, place));
  }

  private static Optional<Path> path(String place) {
    try {
      return place.isEmpty() ? Optional.empty() : Optional.of(Path.of(place));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Standing standing(LabName lab, String place) {
    List<LabObject> containers =
        LabObject.containers(engine).stream()
            .filter(object -> object.belongsTo(lab, place))
            .toList();
    Optional<Path> directory = path(place).map(p -> new LabHome(p).state(lab));
    if (directory.isEmpty()) {
      // Its owner is unknown, so it stays unless a user names it.
      return containers.isEmpty() ? Standing.LEFTOVER : Standing.ABANDONED;
    }
    try {
      return standing(containers, LabState.read(directory.get()));
    } catch (LabFailure e) {
      return containers.isEmpty() ? Standing.LEFTOVER : Standing.UP;
    }
  }

  /**
   * Returns the standing of a lab with these containers.
   *
   * @param state its state file, or empty if there is none
   */
  static Standing standing(List<LabObject> containers, Optional<LabState> state) {
    boolean known =
        state.isPresent()
            && !state.get().orphaned()
            && containers.stream()
                .allMatch(object -> object.session().equals(state.get().session()));
    if (!known) {
      boolean running = containers.stream().anyMatch(LabObject::running);
      return running ? Standing.ABANDONED : Standing.LEFTOVER;
    }
    if (state.get().phase() == LabState.Phase.BOOTING) {
      return Standing.BOOTING;
    }
    return containers.isEmpty() ? Standing.LEFTOVER : Standing.UP;
  }

  /** Reports whether a directory below {@code .midolab/} was created by a lab or is empty. */
  static boolean isLabDirectory(Path directory) {
    if (!Files.isDirectory(directory, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    String[] names = directory.toFile().list();
    return names != null
        && (names.length == 0
            || List.of(names).contains(LabState.FILE)
            || List.of(names).contains(LabState.DRAFT));
  }
}
