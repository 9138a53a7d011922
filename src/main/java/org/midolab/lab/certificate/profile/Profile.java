package org.midolab.lab.certificate.profile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.certificate.bundle.Json;
import org.midolab.lab.certificate.bundle.Sha256;
import org.midolab.lab.guide.catalogue.GuideData;
import org.midolab.lab.guide.catalogue.GuideDataException;
import org.midolab.lab.spec.LabName;

/**
 * The requirements for a kind of product, from {@code features/profiles/NAME.yaml} (docs:
 * certification.md#profiles). Its scenarios and assertions are the canonical list. A run with fewer
 * or other ones is not certified.
 *
 * @param profile name of the profile
 * @param title kind of product
 * @param features core and extended features
 */
public record Profile(String profile, String title, List<Feature> features) {

  /** Name of the directory of profiles in the directory of the features. */
  public static final String DIRECTORY = "profiles";

  /**
   * A capability of a product.
   *
   * @param core whether every product must support it
   */
  public record Feature(String name, String title, boolean core, List<Scenario> scenarios) {

    public Feature {
      scenarios = List.copyOf(scenarios);
    }
  }

  /**
   * A scenario of the canonical list.
   *
   * @param id id of the item with which the scenario is tagged
   * @param title name of the scenario in its feature file
   * @param assertions the assertions of each passed run of the scenario
   */
  public record Scenario(String id, String title, List<Assertion> assertions) {

    public Scenario {
      assertions = List.copyOf(assertions);
    }
  }

  /**
   * Creates a profile.
   *
   * @throws GuideDataException if it contains a scenario or a feature twice
   */
  public Profile {
    features = List.copyOf(features);
    var seen = new HashSet<String>();
    for (var feature : features) {
      unique(seen, "feature " + feature.name(), profile);
      feature.scenarios().forEach(s -> unique(seen, "scenario " + s.id(), profile));
    }
  }

  private static void unique(HashSet<String> seen, String what, String profile) {
    if (!seen.add(what)) {
      throw new GuideDataException("the profile " + profile + " has the " + what + " twice");
    }
  }

  /**
   * Reads the profile with a name.
   *
   * @param features the directory of the features
   * @return empty if there is none
   */
  public static Optional<Profile> named(Path features, String name) {
    if (!LabName.isName(name)) {
      return Optional.empty();
    }
    var file = features.resolve(DIRECTORY).resolve(name + ".yaml");
    return Files.isRegularFile(file)
        ? Optional.of(GuideData.read(file, Profile.class))
        : Optional.empty();
  }

  /**
   * Returns the SHA-256 of the canonical list: of features, scenarios, their titles and assertions
   * as JSON.
   */
  public String digest() {
    return Sha256.of(Json.bytes(this));
  }

  /** Returns the scenarios of all features, in order. */
  public List<Scenario> scenarios() {
    return features.stream().flatMap(f -> f.scenarios().stream()).toList();
  }

  /** Returns the feature with a name, if there is one. */
  public Optional<Feature> feature(String name) {
    return features.stream().filter(f -> f.name().equals(name)).findFirst();
  }
}
