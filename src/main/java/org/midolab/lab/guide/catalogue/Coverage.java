package org.midolab.lab.guide.catalogue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that the whole guide is covered: each item has a scenario, or a waiver that has not
 * expired.
 */
public final class Coverage {

  private Coverage() {}

  /** Returns the violations, one sentence each; empty if there are none. */
  public static List<String> gaps(Path features, LocalDate today) {
    var catalogue = Catalogue.read(features);
    return gaps(catalogue, FeatureFiles.in(features), Waivers.read(features), today);
  }

  static List<String> gaps(
      Catalogue catalogue, FeatureFiles files, Waivers waivers, LocalDate today) {
    var gaps = new ArrayList<String>();
    var scenarios = files.scenarios(catalogue);
    for (var item : catalogue.items()) {
      boolean hasScenario = scenarios.stream().anyMatch(s -> s.items().contains(item));
      if (!hasScenario && waivers.of(item).isEmpty()) {
        gaps.add(item.id() + " (" + item.title() + ") has neither a scenario nor a waiver");
      }
    }
    for (var waiver : waivers.waivers()) {
      if (waiver.isExpired(today)) {
        gaps.add(
            "the waiver of "
                + waiver.items()
                + " expired on "
                + waiver.expires()
                + "; ask "
                + waiver.owner());
      }
      for (var prefix : waiver.items()) {
        if (catalogue.startingWith(prefix).isEmpty()) {
          gaps.add("the waiver of " + prefix + " names no existing item");
        }
      }
    }
    for (var pickle : files.pickles()) {
      var place = pickle.getUri().getSchemeSpecificPart() + ":" + pickle.getLocation().getLine();
      var tags = GuideScenario.idTags(pickle);
      if (tags.isEmpty()) {
        gaps.add("the scenario at " + place + " has no tag that names an item");
      }
      for (var tag : tags) {
        if (catalogue.startingWith(tag).isEmpty()) {
          gaps.add("the tag @" + tag + " at " + place + " names no item");
        }
        waivers.waivers().stream()
            .flatMap(waiver -> waiver.items().stream())
            .filter(prefix -> !prefix.equals(tag) && tag.startsWith(prefix))
            .filter(
                prefix -> catalogue.startingWith(prefix).containsAll(catalogue.startingWith(tag)))
            .forEach(
                prefix ->
                    gaps.add(
                        "the waiver of "
                            + prefix
                            + " covers "
                            + tag
                            + ", which has a scenario at "
                            + place
                            + "; list the items of the waiver one by one"));
      }
    }
    return gaps;
  }
}
