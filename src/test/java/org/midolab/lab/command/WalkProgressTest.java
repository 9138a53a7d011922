package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.run.Outcome;
import org.midolab.lab.guide.run.ScenarioResult;

/** Output of a run that performs: a line for each part of a feature. */
class WalkProgressTest {

  @Test
  void aFeatureThatIsContinuedLaterIsNotPrintedTwiceByTheSameName() {
    var out = new StringWriter();
    var progress = new WalkProgress(new Console(new PrintWriter(out)), false);
    for (String feature : List.of("3.1 Keystone", "3.2 MariaDB", "3.1 Keystone")) {
      var scenario = new GuideScenario("s", feature, URI.create("a:b"), 1, List.of(), false, false);
      progress.started(scenario, null, 1, 3);
      progress.finished(
          new ScenarioResult(scenario, new Outcome.Passed(), Duration.ofSeconds(2), List.of()));
    }
    progress.finishFeature();

    Stream<String> phases =
        out.toString().lines().map(line -> line.strip().replaceAll(" +2\\.0 s$", ""));
    assertThat(phases).containsExactly("3.1 Keystone", "3.2 MariaDB", "3.1 Keystone, continued");
  }

  @Test
  void aRunThatASignalEndsSaysWhatItHasSeen() {
    var progress = new WalkProgress(new Console(new PrintWriter(new StringWriter())), true);
    var item = new Catalogue.Item("qsg-3.1-key-1", Catalogue.Kind.DO, "", List.of(), List.of());
    var scenario =
        new GuideScenario("s", "3.1 Keystone", URI.create("a:b"), 1, List.of(item), false, false);
    for (Outcome outcome :
        List.of(
            new Outcome.Passed(),
            new Outcome.Passed(),
            new Outcome.Failed("expected a; was b", new AssertionError()),
            new Outcome.Blocked("s"),
            new Outcome.NotApplicable("no router"))) {
      progress.finished(new ScenarioResult(scenario, outcome, Duration.ofSeconds(2), List.of()));
    }

    assertThat(progress.interrupted())
        .isEqualTo("interrupted: 2 passed, 2 failed or were blocked, the rest was not checked");
    assertThat(CertifyCommand.interrupted(progress, "pair"))
        .contains("2 passed, 2 failed or were blocked")
        .contains("no certificate was written")
        .endsWith("./lab down pair; ./lab up pair");
  }
}
