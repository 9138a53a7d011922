package org.midolab.lab.guide.catalogue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.spec.LabPlan;

/** Finds the features for a lab. */
public final class LabFeatures {

  private LabFeatures() {}

  /**
   * Returns the directory of the features next to the lab file. If there is none, returns the
   * guide's features for a lab with every node that the guide's catalogue names; otherwise returns
   * empty.
   *
   * @param labFile the file that the lab was read from
   * @throws GuideDataException if the lab's own features name a node that the lab does not have
   */
  public static Optional<Path> of(LabHome home, Path labFile, LabPlan plan) {
    Path own = labFile.toAbsolutePath().resolveSibling("features");
    if (Files.exists(own.resolve(Catalogue.FILE))) {
      var missing = missing(own, plan);
      if (!missing.isEmpty()) {
        throw new GuideDataException(
            own.resolve(Catalogue.FILE)
                + " names "
                + String.join(", ", missing)
                + ", and lab '"
                + plan.name()
                + "' has no such node");
      }
      return Optional.of(own);
    }
    return Optional.of(home.features()).filter(guide -> missing(guide, plan).isEmpty());
  }

  private static List<String> missing(Path features, LabPlan plan) {
    return Catalogue.read(features).items().stream()
        .flatMap(item -> item.nodes().stream())
        .distinct()
        .filter(node -> plan.node(node).isEmpty())
        .toList();
  }
}
