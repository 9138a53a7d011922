package org.midolab.lab.bench;

import java.time.Duration;
import java.util.function.BiConsumer;
import org.midolab.lab.guide.LabGuide;
import org.midolab.lab.guide.catalogue.Catalogue;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.run.GuideListener;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.ScenarioResult;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.Ping;
import org.midolab.lab.probe.RunningLab;
import org.midolab.lab.probe.Wait;
import org.midolab.lab.runtime.Lab;
import org.midolab.lab.runtime.LabBuilder;
import org.midolab.lab.runtime.LabHome;
import org.midolab.lab.runtime.Progress;
import org.midolab.lab.spec.LabName;

/**
 * A lab for a benchmark. It is booted under another name than the shipped lab, its features are
 * walked to the end, and it is removed when it is closed or when this process ends, however it
 * ends.
 */
public final class WalkedLab implements AutoCloseable {

  private final Lab lab;

  private WalkedLab(Lab lab) {
    this.lab = lab;
  }

  /**
   * Boots and walks the lab {@code quickstart}, until a floating IP answers pings from the
   * internet.
   *
   * @param phases receives each phase with its time
   */
  public static WalkedLab quickstart(LabHome home, BiConsumer<String, Duration> phases) {
    return reaching(of(home, "quickstart", "benchqs", phases), "internet", "192.0.2.11");
  }

  /** Boots and walks the lab {@code pair}, until two instances reach each other. */
  public static WalkedLab pair(LabHome home, BiConsumer<String, Duration> phases) {
    return reaching(of(home, "pair", "benchpair", phases), "vm1", "192.168.1.12");
  }

  /** Boots and walks the lab {@code scale}, until the API answers. */
  public static WalkedLab scale(LabHome home, BiConsumer<String, Duration> phases) {
    return of(home, "scale", "benchscale", phases);
  }

  private static WalkedLab of(
      LabHome home, String file, String name, BiConsumer<String, Duration> phases) {
    var lab =
        LabBuilder.of(home, file)
            .named(new LabName(name))
            .ownedByThisProcess()
            .progress(new PhaseTimes(phases))
            .boot();
    var walked = new WalkedLab(lab);
    try {
      walked.walk(phases);
      return walked;
    } catch (RuntimeException | Error e) {
      walked.close();
      throw e;
    }
  }

  private static WalkedLab reaching(WalkedLab walked, String from, String target) {
    try {
      Wait.until(
          Deadline.REPLY,
          Ping.from(new RunningLab(walked.lab).node(from), target),
          Expectation.that("a reply", Ping::isAnswered));
      return walked;
    } catch (RuntimeException | Error e) {
      walked.close();
      throw e;
    }
  }

  private void walk(BiConsumer<String, Duration> phases) {
    var features = new Features(phases);
    try (var guide = LabGuide.on(lab)) {
      var result = guide.runner().mode(Mode.PERFORM).listener(features).run();
      features.finish();
      result.orFail();
    }
  }

  Lab lab() {
    return lab;
  }

  @Override
  public void close() {
    lab.down();
    lab.close();
  }

  /** Reports the phases of the boot. */
  private record PhaseTimes(BiConsumer<String, Duration> phases) implements Progress {
    @Override
    public void started(String phase) {
      // Reported with its duration when it has finished.
    }

    @Override
    public void finished(String phase, Duration took) {
      phases.accept(phase, took);
    }
  }

  /** Reports each feature of the walk as a phase. */
  private static final class Features implements GuideListener {

    /**
     * Features that only observe do nothing in this walk, so phases shorter than this are not
     * reported.
     */
    private static final Duration WORTH_REPORTING = Duration.ofMillis(50);

    private final BiConsumer<String, Duration> phases;
    private String feature = "";
    private Duration took = Duration.ZERO;

    Features(BiConsumer<String, Duration> phases) {
      this.phases = phases;
    }

    @Override
    public void started(GuideScenario scenario, Catalogue.Chapter chapter, int number, int of) {
      if (!scenario.feature().equals(feature)) {
        finish();
        feature = scenario.feature();
      }
    }

    @Override
    public void finished(ScenarioResult result) {
      took = took.plus(result.took());
    }

    void finish() {
      if (took.compareTo(WORTH_REPORTING) > 0) {
        phases.accept(feature, took);
      }
      feature = "";
      took = Duration.ZERO;
    }
  }
}
