package org.midolab.lab.guide.catalogue;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the lab does not do what the guide says, word for word. {@code features/differences.yaml}
 * is its text.
 */
public record Differences(List<Difference> differences) {

  /** The file's name beside the features. */
  public static final String FILE = "differences.yaml";

  public Differences {
    differences = List.copyOf(differences);
  }

  public static Differences read(Path features) {
    return GuideData.read(features.resolve(FILE), Differences.class);
  }

  /**
   * @param step the item, or the beginning of the items' ids, that it is about
   * @param guide what the guide says
   * @param lab what the lab does
   * @param why why it does so
   */
  public record Difference(String step, String guide, String lab, String why) {}
}
