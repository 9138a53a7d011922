package org.midolab.lab.guide.catalogue;

import io.cucumber.core.feature.FeatureParser;
import io.cucumber.core.feature.FeatureWithLines;
import io.cucumber.core.gherkin.Feature;
import io.cucumber.core.gherkin.Pickle;
import io.cucumber.core.options.RuntimeOptionsBuilder;
import io.cucumber.core.runtime.FeaturePathFeatureSupplier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The parsed feature files of a directory. */
public final class FeatureFiles {

  private final List<Feature> features;

  private FeatureFiles(List<Feature> features) {
    this.features = List.copyOf(features);
  }

  public static FeatureFiles in(Path directory) {
    var options =
        new RuntimeOptionsBuilder()
            .addFeature(FeatureWithLines.parse(directory.toAbsolutePath().toString()))
            .build();
    var parser = new FeatureParser(UUID::randomUUID);
    return new FeatureFiles(
        new FeaturePathFeatureSupplier(FeatureFiles.class::getClassLoader, options, parser).get());
  }

  /** As Cucumber runs them. */
  public List<Feature> features() {
    return features;
  }

  /** Returns every scenario in the files' order. Each row of a scenario outline is a scenario. */
  public List<GuideScenario> scenarios(Catalogue catalogue) {
    var scenarios = new ArrayList<GuideScenario>();
    for (var feature : features) {
      feature
          .getPickles()
          .forEach(pickle -> scenarios.add(GuideScenario.of(catalogue, feature, pickle)));
    }
    return scenarios;
  }

  List<Pickle> pickles() {
    return features.stream().flatMap(f -> f.getPickles().stream()).toList();
  }
}
