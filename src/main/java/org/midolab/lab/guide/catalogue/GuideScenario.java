package org.midolab.lab.guide.catalogue;

import io.cucumber.core.gherkin.Feature;
import io.cucumber.core.gherkin.Pickle;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A scenario of the features, with the items of the catalogue that it covers.
 *
 * @param items in the guide's order; never empty for a scenario that a run walks
 * @param traffic true when it is tagged {@code @traffic}: it sends packets or watches them, and
 *     another that does so could be seen by it
 * @param disturbs true when it is tagged {@code @disturbs}: it changes the lab for its time, also
 *     in a run for a certificate
 */
public record GuideScenario(
    String name,
    String feature,
    URI uri,
    int line,
    List<Catalogue.Item> items,
    boolean traffic,
    boolean disturbs) {

  private static final String TRAFFIC = "@traffic";
  private static final String DISTURBS = "@disturbs";

  public GuideScenario {
    items = List.copyOf(items);
  }

  /** Returns the scenario's place: {@code file:line}. */
  public String place() {
    var path = uri.getSchemeSpecificPart();
    return path.substring(path.lastIndexOf('/') + 1) + ":" + line;
  }

  /** Returns the scenario's id: that of its tag, or of its first item. */
  public String id() {
    return items.getFirst().id();
  }

  static GuideScenario of(Catalogue catalogue, Feature feature, Pickle pickle) {
    Set<Catalogue.Item> items = new LinkedHashSet<>();
    for (var tag : idTags(pickle)) {
      items.addAll(catalogue.startingWith(tag));
    }
    var sorted = catalogue.items().stream().filter(items::contains).toList();
    return new GuideScenario(
        pickle.getName(),
        feature.getName().orElse(""),
        pickle.getUri(),
        pickle.getLocation().getLine(),
        sorted,
        pickle.getTags().contains(TRAFFIC),
        pickle.getTags().contains(DISTURBS));
  }

  /** Returns the tags that name items, without the at sign. */
  static List<String> idTags(Pickle pickle) {
    return pickle.getTags().stream()
        .map(tag -> tag.substring(1))
        .filter(tag -> tag.startsWith("qsg-") || tag.startsWith("lab-"))
        .toList();
  }
}
