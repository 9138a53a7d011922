package org.midolab.lab.guide.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.fixture.FixtureFiles;
import org.midolab.lab.guide.fixture.FixtureLog;

/** Tests of an observing run with traffic scenarios on a second thread. */
class LanesTest {

  private final FixtureLog log = new FixtureLog();
  private final List<String> events = new ArrayList<>();

  private final GuideListener listener =
      new GuideListener() {
        @Override
        public void finished(ScenarioResult result) {
          events.add(result.scenario().name() + " " + result.outcome().word());
        }
      };

  private GuideResult check(String fixture) throws Exception {
    return GuideRunner.of(FixtureFiles.directory(fixture))
        .mode(Mode.OBSERVE)
        .with(List.of(log))
        .listener(listener)
        .glue("classpath:/org/midolab/lab/guide/fixture")
        .run();
  }

  /** Each of two steps waits until the other has started. */
  @Test
  void observesTrafficConcurrentlyAndReportsInTheOrderOfTheRoute() throws Exception {
    var result = check("lanes");

    assertThat(events)
        .containsExactly(
            "Paving passed", "Driving passed", "Signs passed", "Driving by the signs passed");
    assertThat(result.scenarios())
        .extracting(s -> s.scenario().id())
        .containsExactly("qsg-1.0-road-1", "qsg-1.0-road-2", "qsg-1.0-road-3", "qsg-1.0-road-4");
  }

  @Test
  void observesRedTrafficAgainAfterTheOthers() throws Exception {
    check("hasty");

    assertThat(events).startsWith("Paving passed", "Driving passed");
    assertThat(log.observations().stream().filter("a car"::equals)).hasSize(2);
  }

  @Test
  void blocksTrafficWithARedPrerequisite() throws Exception {
    check("hasty");

    assertThat(events).endsWith("Signs failed", "Driving by the signs blocked");
    assertThat(log.observations()).doesNotContain("a car that stops");
  }
}
