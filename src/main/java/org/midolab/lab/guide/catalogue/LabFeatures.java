package org.midolab.lab.guide.catalogue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.spec.LabPlan;

/** Which features are walked on a lab. */
public final class LabFeatures {

  private LabFeatures() {}

  /**
   * The directory of the features that lie beside the lab file; else the guide's, for a lab that
   * has every node that the guide's catalogue speaks of; else none.
   *
   * @param labFile where the lab was read from
   * @throws GuideDataException when the lab's own features speak of a node that it does not have
   */
  public static Optional<Path> of(LabHome home, Path labFile, LabPlan plan) {
    Path own = labFile.toAbsolutePath().resolveSibling("features");
    if (Files.exists(own.resolve(Catalogue.FILE))) {
      var missing = missing(own, plan);
      if (!missing.isEmpty()) {
        throw new GuideDataException(
            own.resolve(Catalogue.FILE)
                + " speaks of "
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
