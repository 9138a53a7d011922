package org.midolab.lab.certificate.profile;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.midolab.lab.guide.catalogue.GuideData;
import org.midolab.lab.guide.catalogue.GuideDataException;

/**
 * The product and what its vendor declares. A YAML file beside the lab file is its text.
 *
 * @param ports where it stands in the lab: {@code bgp1 eth1}
 * @param supported extended features of the profile that it has
 * @param unsupported extended features that it does not have
 * @param deviations scenarios that fail, and may
 * @param unobservable scenarios that cannot be watched on this product; they are not run
 */
public record Product(
    String product,
    String version,
    String vendor,
    List<String> ports,
    List<String> supported,
    List<Declaration> unsupported,
    List<Declaration> deviations,
    List<Declaration> unobservable) {

  /** The file's name beside a lab file. */
  public static final String FILE = "product.yaml";

  public Product {
    if (product == null || version == null || vendor == null) {
      throw new GuideDataException("a product has product, version and vendor; one is missing");
    }
    ports = copy(ports);
    supported = copy(supported);
    unsupported = copy(unsupported);
    deviations = copy(deviations);
    unobservable = copy(unobservable);
  }

  private static <T> List<T> copy(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /**
   * @throws GuideDataException when the file is missing, or no product of this shape
   */
  public static Product read(Path file) {
    return GuideData.read(file, Product.class);
  }

  public Optional<Declaration> unsupported(String feature) {
    return of(unsupported, feature);
  }

  public Optional<Declaration> deviation(String scenario) {
    return of(deviations, scenario);
  }

  public Optional<Declaration> unobservable(String scenario) {
    return of(unobservable, scenario);
  }

  private static Optional<Declaration> of(List<Declaration> declarations, String subject) {
    return declarations.stream().filter(d -> d.subject().equals(subject)).findFirst();
  }

  public List<Declaration> declarations() {
    return Stream.of(unsupported, deviations, unobservable).flatMap(List::stream).toList();
  }

  /**
   * What of the declaration does not fit the profile, a sentence each: an extended feature that is
   * not spoken of exactly once, a name that the profile does not have, an end that has passed.
   */
  public List<String> faults(Profile profile, LocalDate day) {
    var faults = new ArrayList<String>();
    for (var feature : profile.features()) {
      var name = feature.name();
      long spoken =
          supported.stream().filter(name::equals).count()
              + unsupported.stream().filter(d -> d.subject().equals(name)).count();
      if (spoken != (feature.core() ? 0 : 1)) {
        faults.add(
            feature.core()
                ? "the feature " + name + " is core: it is not declared"
                : "the extended feature " + name + " is declared " + spoken + " times, not once");
      }
    }
    Stream.concat(supported.stream(), unsupported.stream().map(Declaration::subject))
        .filter(name -> profile.feature(name).isEmpty())
        .forEach(name -> faults.add("the profile has no feature " + name));
    Stream.concat(deviations.stream(), unobservable.stream())
        .map(Declaration::subject)
        .filter(id -> profile.scenarios().stream().noneMatch(s -> s.id().equals(id)))
        .forEach(id -> faults.add("the profile has no scenario " + id));
    declarations().stream()
        .filter(d -> d.isExpired(day))
        .forEach(d -> faults.add("the declaration of " + d.subject() + " ended on " + d.expires()));
    return faults;
  }

  /**
   * The ids of the scenarios that are walked: without what is declared unsupported or unobservable.
   */
  public List<String> selection(Profile profile) {
    return profile.features().stream()
        .filter(f -> unsupported(f.name()).isEmpty())
        .flatMap(f -> f.scenarios().stream())
        .map(Profile.Scenario::id)
        .filter(id -> unobservable(id).isEmpty())
        .toList();
  }
}
