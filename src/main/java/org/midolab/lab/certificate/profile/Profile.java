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
 * What a product must show, and what it may. {@code features/profiles/NAME.yaml} is its text. Its
 * scenarios with their assertions are the canonical list: a run that has fewer, or other ones, is
 * not certified.
 *
 * @param profile its name
 * @param title what kind of product it is for
 */
public record Profile(String profile, String title, List<Feature> features) {

  /** The directory of profiles beside the features. */
  public static final String DIRECTORY = "profiles";

  /**
   * Something that a product can do.
   *
   * @param core true where every product must
   */
  public record Feature(String name, String title, boolean core, List<Scenario> scenarios) {

    public Feature {
      scenarios = List.copyOf(scenarios);
    }
  }

  /**
   * @param id of the item that its scenario is tagged with
   * @param assertions what the scenario sees, each time that it passes
   */
  public record Scenario(String id, List<Assertion> assertions) {

    public Scenario {
      assertions = List.copyOf(assertions);
    }
  }

  /**
   * @throws GuideDataException when a scenario or a feature stands twice
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
   * The profile of that name, if there is one.
   *
   * @param features the directory of the features
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

  /** SHA-256 of the canonical list: features, scenarios and assertions as JSON. */
  public String digest() {
    return Sha256.of(Json.bytes(this));
  }

  public List<Scenario> scenarios() {
    return features.stream().flatMap(f -> f.scenarios().stream()).toList();
  }

  public Optional<Feature> feature(String name) {
    return features.stream().filter(f -> f.name().equals(name)).findFirst();
  }
}
