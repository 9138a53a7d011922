package org.midolab.lab.guide.run;

import io.cucumber.core.options.RuntimeOptionsBuilder;
import io.cucumber.core.runtime.Runtime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.midolab.lab.guide.catalogue.FeatureFiles;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.catalogue.Waivers;
import org.midolab.lab.probe.SharedAnswers;
import org.midolab.lab.probe.WaitBudget;

/**
 * Has Cucumber run the scenarios of a walk, in its order and one after another. A run that only
 * looks takes those that send or watch packets on a second thread, beside the others: they wait,
 * while the others compute.
 *
 * @param tools what the steps act with, by type
 * @param patience how long a run that only looks waits in all for what it does not see at once
 * @param apart whether scenarios that send or watch packets run beside the others
 * @param dry true for a walk that does and looks at nothing
 */
record Walker(
    FeatureFiles features,
    Waivers waivers,
    Walk walk,
    Mode mode,
    Journal journal,
    List<Object> tools,
    Cucumber cucumber,
    Duration patience,
    boolean apart,
    boolean dry) {

  private static final URI GATE = URI.create("classpath:/org/midolab/lab/guide/gate");

  /**
   * @param glue where the steps are defined
   * @param plugins by Cucumber's usual texts; they are told of one scenario at a time
   */
  record Cucumber(String glue, List<String> plugins) {}

  Walker {
    tools = new ArrayList<>(tools);
    tools.add(mode);
    tools.add(new CatalogueNodes(walk));
    tools.add(mode.performs() ? SharedAnswers.none() : SharedAnswers.ofOneRun());
  }

  void run() {
    var waiting = mode.performs() ? WaitBudget.unlimited() : WaitBudget.of(patience);
    var traffic = walk.left().stream().filter(GuideScenario::traffic).toList();
    var others = walk.left().stream().filter(s -> !s.traffic()).toList();
    if (apart && !traffic.isEmpty() && !others.isEmpty()) {
      try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
        var beside =
            CompletableFuture.runAsync(
                () -> walk(Lane.onTrial(walk, traffic, journal.redactor())), threads);
        walk(Lane.of(walk, others, journal, waiting));
        beside.join();
      }
    }
    if (!walk.left().isEmpty()) {
      walk(Lane.of(walk, walk.left(), journal, waiting));
    }
  }

  private void walk(Lane lane) {
    var scoped = new ArrayList<>(tools);
    scoped.add(lane.journal());
    scoped.add(lane.patience());
    scoped.add(new Gatekeeper(lane));
    var options = new RuntimeOptionsBuilder().addGlue(GATE).addGlue(URI.create(cucumber.glue()));
    options
        .setPickleOrder(pickles -> Route.order(pickles, lane.scenarios()))
        .setNoSummary()
        .setPublishQuiet(true)
        .setMonochrome(true)
        .setDryRun(dry);
    cucumber.plugins().forEach(options::addPluginName);
    var factory = new GuideObjectFactory(scoped);
    Runtime.builder()
        .withRuntimeOptions(options.build())
        .withFeatureSupplier(features::features)
        .withClassLoader(Walker.class::getClassLoader)
        .withObjectFactorySupplier(() -> factory)
        .withAdditionalPlugins(new OutcomeRecorder(waivers, lane))
        .build()
        .run();
  }
}
