package org.midolab.lab.guide.catalogue;

import java.nio.file.Path;
import java.util.List;

/**
 * The differences between the guide's instructions and the lab. The data is in {@code
 * features/differences.yaml}.
 */
public record Differences(List<Difference> differences) {

  /** Name of the file in the directory of the features. */
  public static final String FILE = "differences.yaml";

  public Differences {
    differences = List.copyOf(differences);
  }

  public static Differences read(Path features) {
    return GuideData.read(features.resolve(FILE), Differences.class);
  }

  /**
   * A difference.
   *
   * @param step the id of its item, or the common prefix of the ids of its items
   * @param guide what the guide says
   * @param lab what the lab does
   * @param why the reason
   */
  public record Difference(String step, String guide, String lab, String why) {}
}
