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
 * Runs the scenarios of a walk with Cucumber, in order and one after another. An observing run uses
 * a second thread for the scenarios that send or capture packets, because those wait while the
 * others use the CPU.
 *
 * @param tools objects that the steps use, by type
 * @param patience total time that an observing run waits for results that it does not see at once
 * @param apart whether scenarios that send or capture packets run on a second thread
 * @param dry whether the run neither performs nor observes
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
   * Settings of Cucumber.
   *
   * @param glue location of the steps
   * @param plugins Cucumber's plugin texts; the plugins need runs of one scenario at a time
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
