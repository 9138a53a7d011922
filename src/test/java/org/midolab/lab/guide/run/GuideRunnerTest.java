package org.midolab.lab.guide.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.catalogue.StepName;
import org.midolab.lab.guide.catalogue.UnknownStepException;
import org.midolab.lab.guide.fixture.FixtureFiles;
import org.midolab.lab.guide.fixture.FixtureLog;
import org.midolab.lab.guide.run.Outcome.Blocked;
import org.midolab.lab.guide.run.Outcome.Failed;
import org.midolab.lab.guide.run.Outcome.NotApplicable;
import org.midolab.lab.guide.run.Outcome.NotRun;
import org.midolab.lab.guide.run.Outcome.Passed;
import org.midolab.lab.guide.run.Outcome.Waived;

class GuideRunnerTest {

  private final FixtureLog log = new FixtureLog();

  @Test
  void runsInTheGuidesOrderAfterPrerequisites() throws Exception {
    var plan = runner("fixture").plan();

    assertThat(plan)
        .extracting(GuideScenario::name)
        .containsExactly(
            "Foundation",
            "Bricks",
            "Paint",
            "Moat",
            "Everybody is kept out",
            "The house stands",
            "It stands in a storm");
  }

  @Test
  void performsAndObserves() throws Exception {
    var result = runner("fixture").mode(Mode.PERFORM_AND_OBSERVE).run();

    assertThat(log.actions())
        .containsExactly("dig", "pour", "bricks", "paint", "look for a moat", "blow");
    assertThat(log.observations())
        .containsExactly("a foundation", "bricks", "paint", "nobody", "a house", "a house");
    assertThat(result.isGreen()).isTrue();
  }

  @Test
  void performsUpToAStep() throws Exception {
    runner("fixture").mode(Mode.PERFORM).upTo(new StepName("2.1-wall-2")).run();

    assertThat(log.actions()).containsExactly("dig", "pour", "bricks");
    assertThat(log.observations()).isEmpty();
  }

  @Test
  void leavesOutChaptersBeyondTheGuideUnlessNamed() throws Exception {
    runner("fixture").mode(Mode.PERFORM).run();
    assertThat(log.actions()).doesNotContain("blow");

    runner("fixture").mode(Mode.PERFORM).only(new StepName("storm")).run();
    assertThat(log.actions()).contains("blow");
  }

  @Test
  void observesWithoutPerforming() throws Exception {
    var result = runner("fixture").mode(Mode.OBSERVE).only(new StepName("2.1")).run();

    assertThat(log.actions()).isEmpty();
    assertThat(log.observations()).containsExactly("a foundation", "bricks", "paint");
    assertThat(result.isGreen()).isTrue();
  }

  @Test
  void aSectionIsNotGradedOnClaimsThatHoldLater() throws Exception {
    runner("fixture").mode(Mode.OBSERVE).only(new StepName("2.1")).run();
    runner("fixture").mode(Mode.OBSERVE).only(new StepName("2.1-wall-f1")).run();
    runner("fixture").mode(Mode.OBSERVE).only(new StepName("1.0")).run();

    assertThat(log.observations())
        .containsExactly("a foundation", "bricks", "paint", "nobody", "a house");
  }

  @Test
  void aSelectedStepRunsAfterItsPrerequisitesOnly() throws Exception {
    runner("fixture").mode(Mode.PERFORM_AND_OBSERVE).only(new StepName("2.1-wall-2a")).run();

    assertThat(log.actions()).containsExactly("dig", "pour", "bricks");
  }

  @Test
  void aStepAfterAFailedPrerequisiteIsBlockedAndNamesIt() throws Exception {
    var result = runner("broken").run();
    var outcomes = byName(result);

    assertThat(outcomes.get("Foundation"))
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.message()).contains("last seen: a crack"));
    assertThat(outcomes.get("Bricks"))
        .isInstanceOfSatisfying(
            Blocked.class, b -> assertThat(b.by()).isEqualTo("qsg-2.1-wall-1.1 (Foundation)"));
    assertThat(outcomes.get("Paint"))
        .isInstanceOfSatisfying(Blocked.class, b -> assertThat(b.by()).contains("Bricks"));
    assertThat(outcomes.get("Moat")).isInstanceOf(NotApplicable.class);
    assertThat(log.actions()).doesNotContain("bricks", "paint");
    assertThat(result.isGreen()).isFalse();
  }

  @Test
  void everyItemHasAnOutcome() throws Exception {
    var result = runner("fixture").only(new StepName("2.1-wall-1")).run();
    var outcomes =
        result.items().entrySet().stream()
            .collect(Collectors.toMap(e -> e.getKey().id(), Map.Entry::getValue));

    assertThat(outcomes.get("qsg-2.1-wall-1.1")).isInstanceOf(Passed.class);
    assertThat(outcomes.get("qsg-2.1-wall-1.2")).isInstanceOf(Passed.class);
    assertThat(outcomes.get("qsg-2.1-wall-2a")).isInstanceOf(NotRun.class);
    assertThat(outcomes.get("qsg-3.0-chair-1")).isInstanceOf(Waived.class);
    assertThat(outcomes.get("qsg-1.0-look-f2").detail()).contains("the joiner", "2027-11-01");
  }

  @Test
  void aNotApplicableStepHasTheProbesEvidence() throws Exception {
    var result = runner("fixture").only(new StepName("2.2")).run();

    assertThat(result.scenarios().getFirst().outcome().detail())
        .isEqualTo("no moat around the house");
  }

  /** {@code qsg-2.1-wall-2a} has a scenario that passes, and a waiver that names it. */
  @Test
  void aWaivedItemStaysWaivedWhenItsScenarioPasses(@TempDir Path directory) throws Exception {
    for (var file : List.of("a-walls.feature", "b-look.feature", "catalogue.yaml")) {
      Files.copy(FixtureFiles.directory("fixture").resolve(file), directory.resolve(file));
    }
    Files.writeString(
        directory.resolve("waivers.yaml"),
        """
        waivers:
          - {items: [qsg-2.1-wall-2a], reason: mortar is missing, owner: x, since: 2026-01-01, expires: 2027-01-01}
          - {items: [qsg-3], reason: text, owner: x, since: 2026-01-01, expires: 2027-01-01, textOnly: true}
        """);

    var result = runner(directory).run();

    assertThat(byName(result).get("Bricks")).isInstanceOf(Waived.class);
    assertThat(byName(result).get("Paint")).isInstanceOf(Passed.class);
    var items =
        result.items().entrySet().stream()
            .collect(Collectors.toMap(e -> e.getKey().id(), Map.Entry::getValue));
    assertThat(items.get("qsg-2.1-wall-2a").word()).isEqualTo("waived");
    assertThat(items.get("qsg-3.0-chair-1").word()).isEqualTo("text only");
    assertThat(result.verdict().sentence())
        .isEqualTo("5 of 7 checks passed; 1 not applicable, 1 waived.");
  }

  @Test
  void aStepThatDoesNotApplyDoesNotPass() throws Exception {
    var result = runner("fixture").mode(Mode.OBSERVE).only(new StepName("2.2")).run();

    assertThat(result.isGreen()).isTrue();
    assertThat(result.verdict().sentence()).isEqualTo("Nothing was applicable: no check was made.");
  }

  @Test
  void typedTextIsRecordedWithoutItsSecrets() throws Exception {
    var journal = new Journal(new Redactor());
    journal.redactor().hide("bricks");

    var result = runner("fixture").journal(journal).only(new StepName("2.1-wall-2a")).run();

    assertThat(result.scenarios().getLast().evidence())
        .containsExactly(new Evidence("typed", "‹secret›"));
  }

  @Test
  void rejectsAnUnknownStep() throws Exception {
    var runner = runner("fixture").only(new StepName("9.9"));

    assertThatThrownBy(runner::run)
        .isInstanceOf(UnknownStepException.class)
        .hasMessageContaining("9.9")
        .hasMessageContaining("2.1-wall");
  }

  @Test
  void rejectsAStepWithoutAnyScenario() throws Exception {
    var runner = runner("fixture").mode(Mode.OBSERVE).only(new StepName("3.0"));

    assertThatThrownBy(runner::run)
        .isInstanceOf(UnknownStepException.class)
        .hasMessageContaining("nothing to run");
  }

  @Test
  void aRehearsalFindsAStepWithoutADefinition() throws Exception {
    var result = runner("undefined").rehearse();

    assertThat(byName(result).get("Paint")).isInstanceOf(Failed.class);
    assertThat(byName(result).get("Foundation")).isInstanceOf(Passed.class);
    assertThat(log.actions()).isEmpty();
  }

  @Test
  void runsExactlyTheNamedScenariosWithoutPrerequisites() throws Exception {
    var ids = List.of("qsg-2.1-wall-2a", "qsg-2.1-wall-20");
    var result = runner("fixture").mode(Mode.OBSERVE).exactly(ids).run();

    assertThat(result.scenarios())
        .extracting(s -> s.scenario().id())
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(log.observations()).containsExactlyInAnyOrder("bricks", "paint");
  }

  @Test
  void refusesToRunFewerScenariosThanNamed() throws Exception {
    var runner = runner("fixture").exactly(List.of("qsg-2.1-wall-2a", "qsg-2.1-wall-99"));

    assertThatThrownBy(runner::run)
        .isInstanceOf(UnknownStepException.class)
        .hasMessageContaining("expected one scenario qsg-2.1-wall-99")
        .hasMessageContaining("found 0");
    assertThat(log.observations()).isEmpty();
  }

  private GuideRunner runner(String fixture) throws URISyntaxException {
    return runner(FixtureFiles.directory(fixture));
  }

  private GuideRunner runner(Path features) {
    return GuideRunner.of(features)
        .with(List.of(log))
        .glue("classpath:/org/midolab/lab/guide/fixture");
  }

  private static Map<String, Outcome> byName(GuideResult result) {
    return result.scenarios().stream()
        .collect(Collectors.toMap(s -> s.scenario().name(), ScenarioResult::outcome));
  }
}
