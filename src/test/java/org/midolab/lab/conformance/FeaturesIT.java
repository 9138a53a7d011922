package org.midolab.lab.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Isolated;
import org.midolab.lab.guide.LabGuide;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.Differences;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.catalogue.StepName;
import org.midolab.lab.guide.run.GuideListener;
import org.midolab.lab.guide.run.GuideResult;
import org.midolab.lab.guide.run.GuideRunner;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Outcome;
import org.midolab.lab.guide.run.ScenarioResult;
import org.midolab.lab.runtime.Engine;
import org.midolab.lab.runtime.HostInventory;
import org.midolab.lab.runtime.Lab;
import org.midolab.lab.runtime.LabBuilder;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.Progress;
import org.midolab.lab.runtime.Setup;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.LabPlan;
import org.opentest4j.TestAbortedException;

/**
 * Performs and observes the whole guide, from bare nodes to the last failover. Each scenario is a
 * test. The reports are written to {@code reports/}; {@code -Dmidolab.step=4.4} walks one step and
 * what it needs; {@code -Dmidolab.lab=pair} walks only that lab.
 */
@Isolated("it measures times")
class FeaturesIT {

  private static final String LAB = "verify";
  private static final String ZONE = "midonet-cli -e 'list tunnel-zone' | awk '{print $2}'";
  private static final String COMPUTE =
      "midonet-cli -e 'list host' | awk '/ name compute1 /{print $2}'";
  private static final Optional<String> STEP =
      Optional.ofNullable(System.getProperty("midolab.step"));

  private static final Optional<String> ONLY =
      Optional.ofNullable(System.getProperty("midolab.lab"));

  private final LabHome home = LabHome.find();
  private final Progress progress = new Printed("");

  @TestFactory
  List<DynamicTest> theGuideRuns() {
    if (!isWalked("quickstart")) {
      return List.of();
    }
    // An unknown step is reported before anything is booted.
    assertThat(only(GuideRunner.of(home.features())).plan()).isNotEmpty();
    new Setup(home).require(Setup::allowedByEnvironment, progress);
    List<DynamicTest> tests = new ArrayList<>();
    try (var engine = Engine.connect()) {
      var before = HostInventory.take(engine);
      var walked = bootAndWalk();
      walked.result().scenarios().forEach(scenario -> tests.add(test(scenario)));
      walked
          .grades()
          .forEach(
              grade ->
                  tests.add(
                      DynamicTest.dynamicTest(
                          "check " + grade.after(),
                          () -> assertThat(grade.red()).isEqualTo(grade.expected()))));
      var left = HostInventory.take(engine).since(before, LAB);
      tests.add(
          DynamicTest.dynamicTest("nothing is left behind", () -> assertThat(left).isEmpty()));
    }
    return tests;
  }

  /**
   * Walks the features of the lab {@code pair}, including those over GRE, and those of the lab
   * {@code scale}, which the API benchmark uses. Both run at the same time, because they mostly
   * wait. Reports are written for the guide only.
   */
  @TestFactory
  List<DynamicTest> thePairAndTheScaleRun() throws Exception {
    if (STEP.isPresent()) {
      return List.of();
    }
    new Setup(home).require(Setup::allowedByEnvironment, progress);
    List<DynamicTest> tests = new ArrayList<>();
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      var walks =
          Stream.of("pair", "scale")
              .filter(FeaturesIT::isWalked)
              .map(lab -> threads.submit(() -> walkOwn(lab)))
              .toList();
      for (var walk : walks) {
        tests.addAll(walk.get());
      }
    }
    return tests;
  }

  /**
   * Walks the features of the lab {@code cloud}, whose servers are emulated. It runs alone, because
   * an emulator takes a whole processor.
   */
  @TestFactory
  List<DynamicTest> theCloudRuns() {
    if (STEP.isPresent() || !isWalked("cloud")) {
      return List.of();
    }
    new Setup(home).require(Setup::allowedByEnvironment, progress);
    return walkOwn("cloud");
  }

  private static boolean isWalked(String lab) {
    return ONLY.isEmpty() || ONLY.get().equals(lab);
  }

  private List<DynamicTest> walkOwn(String file) {
    var printed = new Printed(file + ": ");
    try (Lab lab =
        LabBuilder.of(home, file)
            .named(new LabName(LAB + file))
            .ownedByThisProcess()
            .progress(printed)
            .boot()) {
      try (var guide = LabGuide.on(lab)) {
        var runner =
            guide
                .runner()
                .mode(Mode.PERFORM_AND_OBSERVE)
                .listener(new PrintedProgress(file + ": "));
        return runner.run().scenarios().stream().map(FeaturesIT::test).toList();
      } finally {
        printed.time("down", lab::down);
      }
    }
  }

  /**
   * The result of the walk, and those of {@code lab check 4.4} after the walk and after each of two
   * manual changes.
   */
  private record Walked(GuideResult result, List<Grade> grades) {}

  /**
   * @param red the failed scenarios, each with its message
   */
  private record Grade(String after, List<String> red, List<String> expected) {}

  private Walked bootAndWalk() {
    try (Lab lab =
        LabBuilder.of(home, "quickstart")
            .named(new LabName(LAB))
            .ownedByThisProcess()
            .progress(progress)
            .boot()) {
      try {
        var result = walk(lab);
        report(result, lab.plan());
        return new Walked(result, STEP.isEmpty() ? grades(lab) : List.of());
      } finally {
        progress.time("down", lab::down);
      }
    }
  }

  private GuideResult walk(Lab lab) {
    try (var guide = LabGuide.on(lab)) {
      var reports = home.reports();
      var runner =
          guide
              .runner()
              .mode(Mode.PERFORM_AND_OBSERVE)
              .listener(new PrintedProgress(""))
              .plugin("html:" + reports.resolve("cucumber.html"))
              .plugin("json:" + reports.resolve("cucumber.json"))
              .plugin("io.qameta.allure.cucumber7jvm.AllureCucumber7Jvm");
      return only(runner).run();
    }
  }

  private static GuideRunner only(GuideRunner runner) {
    STEP.map(StepName::new).ifPresent(runner::only);
    return runner;
  }

  /**
   * Removes a member from the tunnel zone and adds it again, as a trainee might do, and checks the
   * lab each time.
   */
  private List<Grade> grades(Lab lab) {
    var grades = new ArrayList<Grade>();
    grades.add(grade(lab, "the walk", List.of()));
    String zone = lab.node("controller").shell(ZONE).orFail("the tunnel zone").out().strip();
    String host = lab.node("controller").shell(COMPUTE).orFail("the host").out().strip();
    String address = lab.node("compute1").address("eth2").orElseThrow();
    cli(lab, "tunnel-zone %s delete member host %s".formatted(zone, host));
    grades.add(
        grade(
            lab,
            "a member is removed",
            List.of(
                "qsg-4.4-reg-3.6 expected of the address of compute1 in tunnel zone tz: "
                    + address
                    + "; last seen: no member")));
    cli(lab, "tunnel-zone %s add member host %s address %s".formatted(zone, host, address));
    grades.add(grade(lab, "it is back", List.of()));
    return grades;
  }

  private static void cli(Lab lab, String line) {
    lab.node("controller").exec("midonet-cli", "-e", line).orFail(line);
  }

  private static Grade grade(Lab lab, String after, List<String> expected) {
    try (var guide = LabGuide.on(lab)) {
      var red =
          guide.runner().mode(Mode.OBSERVE).only(new StepName("4.4")).run().scenarios().stream()
              .filter(s -> s.outcome() instanceof Outcome.Failed)
              .map(s -> s.scenario().id() + " " + s.outcome().detail().replaceFirst(" \\(.*", ""))
              .toList();
      return new Grade(after, red, expected);
    }
  }

  private void report(GuideResult result, LabPlan plan) {
    new GuideReport(result, Differences.read(home.features()), Optional.of(plan), LocalDate.now())
        .write(home.reports().resolve("guide.html"));
  }

  /**
   * Returns a test that reports a recorded result. The walk is over when JUnit runs it; so JUnit's
   * counts are those of the walk.
   */
  private static DynamicTest test(ScenarioResult result) {
    var name = result.scenario().id() + " " + result.scenario().name();
    return DynamicTest.dynamicTest(name, result.scenario().uri(), () -> rethrow(result.outcome()));
  }

  private static void rethrow(Outcome outcome) {
    switch (outcome) {
      case Outcome.Passed _ -> {}
      case Outcome.Failed failed -> throw new AssertionError(failed.message(), failed.error());
      case Outcome.Blocked _,
          Outcome.NotApplicable _,
          Outcome.NotMeasured _,
          Outcome.Waived _,
          Outcome.TextOnly _,
          Outcome.NotRun _ ->
          throw new TestAbortedException(outcome.word() + ": " + outcome.detail());
    }
  }

  /** Prints the phases of the boot, one on each line. */
  private record Printed(String of) implements Progress {
    @Override
    public void started(String phase) {}

    @Override
    public void finished(String phase, Duration took) {
      System.out.printf("  %-60s %6.1f s%n", of + phase, took.toMillis() / 1000.0);
    }
  }

  /** Prints the scenarios of the walk, one on each line, with a message for failures. */
  private record PrintedProgress(String prefix) implements GuideListener {
    @Override
    public void started(GuideScenario scenario, Catalogue.Chapter chapter, int number, int of) {
      System.out.printf("  %s%3d/%d %s%n", prefix, number, of, scenario.name());
    }

    @Override
    public void finished(ScenarioResult result) {
      if (result.outcome().isRed()) {
        System.out.println(
            "      " + prefix + result.outcome().word() + ": " + result.outcome().detail());
      }
    }
  }
}
