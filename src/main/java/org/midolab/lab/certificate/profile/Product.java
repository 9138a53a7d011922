package org.midolab.lab.certificate.profile;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.midolab.lab.guide.catalogue.GuideData;
import org.midolab.lab.guide.catalogue.GuideDataException;

/**
 * A product and its vendor's declarations, from a YAML file in the directory of the lab file (docs:
 * certification.md#product).
 *
 * @param product name of the product
 * @param ports nodes and interfaces of the product in the lab: {@code bgp1 eth1}
 * @param supported names of the profile's extended features that the product supports
 * @param unsupported extended features that it does not support
 * @param deviations scenarios whose failure is accepted
 * @param unobservable scenarios that cannot be observed on this product; they are not run
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

  /** Name of the file. */
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

  private static <T> List<T> copy(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  /**
   * Reads a file.
   *
   * @throws GuideDataException if the file is missing or not valid
   */
  public static Product read(Path file) {
    return GuideData.read(file, Product.class);
  }

  /** Returns the declaration that a feature is not supported, if there is one. */
  public Optional<Declaration> unsupported(String feature) {
    return of(unsupported, feature);
  }

  /** Returns the declared deviation of a scenario, if there is one. */
  public Optional<Declaration> deviation(String scenario) {
    return of(deviations, scenario);
  }

  /** Returns the declaration that a scenario is not observable, if there is one. */
  public Optional<Declaration> unobservable(String scenario) {
    return of(unobservable, scenario);
  }

  private static Optional<Declaration> of(List<Declaration> declarations, String subject) {
    return declarations.stream().filter(d -> d.subject().equals(subject)).findFirst();
  }

  /** Returns all declarations. */
  public List<Declaration> declarations() {
    return Stream.of(unsupported, deviations, unobservable).flatMap(List::stream).toList();
  }

  /**
   * Returns the faults of the declarations, a sentence each: an extended feature that is not
   * declared exactly once, a declared core feature, a name that the profile does not have, an
   * expired declaration.
   *
   * @param day the day on which the declarations must be valid
   */
  public List<String> faults(Profile profile, LocalDate day) {
    var faults = new ArrayList<String>();
    for (var feature : profile.features()) {
      var name = feature.name();
      long declared =
          supported.stream().filter(name::equals).count()
              + unsupported.stream().filter(d -> d.subject().equals(name)).count();
      if (declared != (feature.core() ? 0 : 1)) {
        faults.add(
            feature.core()
                ? "the feature " + name + " is core: it is not declared"
                : "the extended feature " + name + " is declared " + declared + " times, not once");
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
   * Returns the ids of the scenarios to run: those that are not declared unsupported or
   * unobservable.
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
