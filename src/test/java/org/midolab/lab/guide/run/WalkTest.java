package org.midolab.lab.guide.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.FeatureFiles;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.fixture.FixtureFiles;

/** Tests of results in another order than that of the route: 1, 2, 3, and 4, which needs 3. */
class WalkTest {

  private final List<String> events = new ArrayList<>();
  private Walk walk;
  private List<GuideScenario> route;

  @BeforeEach
  void walk() throws Exception {
    Path features = FixtureFiles.directory("lanes");
    var catalogue = Catalogue.read(features);
    var scenarios = FeatureFiles.in(features).scenarios(catalogue);
    walk =
        new Walk(
            Route.through(catalogue, scenarios),
            catalogue,
            new GuideListener() {
              @Override
              public void started(
                  GuideScenario scenario, Catalogue.Chapter chapter, int number, int of) {
                events.add(number + "/" + of + " " + scenario.name());
              }

              @Override
              public void finished(ScenarioResult result) {
                events.add(result.outcome().word());
              }
            });
    route = walk.route().scenarios();
  }

  private void finished(int number, Outcome outcome) {
    var evidence = List.of(new Evidence("seen", "something"));
    walk.finished(
        new ScenarioResult(route.get(number - 1), outcome, Duration.ofSeconds(1), evidence));
  }

  @Test
  void reportsAnEarlyResultAfterAllResultsBeforeIt() {
    walk.started(route.get(1));
    finished(2, new Outcome.Passed());
    assertThat(events).isEmpty();
    walk.started(route.get(0));
    assertThat(events).containsExactly("1/4 Paving");

    finished(1, new Outcome.Passed());

    assertThat(events).containsExactly("1/4 Paving", "passed", "2/4 Driving", "passed");
    assertThat(walk.left()).containsExactly(route.get(2), route.get(3));
  }

  @Test
  void blocksAScenarioWhosePrerequisiteFailedLaterAndDropsItsEvidence() {
    finished(4, new Outcome.Passed());
    finished(1, new Outcome.Passed());
    finished(2, new Outcome.Passed());

    finished(3, new Outcome.Failed("no signs", null));

    assertThat(walk.results()).extracting(s -> s.outcome().word()).endsWith("failed", "blocked");
    assertThat(walk.results().getLast().outcome().detail())
        .isEqualTo("blocked by qsg-1.0-road-3 (Signs)");
    assertThat(walk.results().getLast().evidence()).isEmpty();
  }

  @Test
  void returnsAnObstacleAsSoonAsItArrives() {
    assertThat(walk.obstacle(route.get(3))).isEmpty();

    finished(3, new Outcome.Failed("no signs", null));

    assertThat(walk.obstacle(route.get(3))).contains(route.get(2));
  }
}
