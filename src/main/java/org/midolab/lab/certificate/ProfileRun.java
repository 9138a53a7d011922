package org.midolab.lab.certificate;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.midolab.lab.certificate.bundle.RunLog;
import org.midolab.lab.certificate.profile.Product;
import org.midolab.lab.certificate.profile.Profile;
import org.midolab.lab.certificate.run.Host;
import org.midolab.lab.certificate.run.Load;
import org.midolab.lab.certificate.run.RunEvent;
import org.midolab.lab.certificate.run.RunRecorder;
import org.midolab.lab.certificate.run.Software;
import org.midolab.lab.guide.catalogue.GuideScenario;
import org.midolab.lab.guide.run.GuideListener;
import org.midolab.lab.guide.run.GuideRunner;
import org.midolab.lab.guide.run.Mode;

/**
 * Runs the scenarios of a profile that apply to a product, and records them in a bundle. Those that
 * disturb the lab come last, and are performed; of the others only the observations are made.
 */
public record ProfileRun(BundleFiles files, Profile profile, Product product, InstantSource clock) {

  /**
   * The circumstances of a run.
   *
   * @param lab name of the lab
   * @param midolab the running software
   * @param host the machine of the lab
   * @param load returns the load of the machine; called at the start and at the end
   */
  public record Place(String lab, Software midolab, Host host, Supplier<Load> load) {}

  /**
   * Runs all selected scenarios, even if some fail.
   *
   * @param runner a runner for the lab
   * @param progress receives the start and the end of each scenario
   */
  public void walk(Place place, GuideRunner runner, GuideListener progress) {
    walk(place, runner, progress, product.selection(profile));
  }

  void walk(Place place, GuideRunner runner, GuideListener progress, List<String> walked) {
    try (var log = RunLog.begin(files.log(), clock)) {
      var recorder = new RunRecorder(log, files.evidence());
      recorder.begin(
          new RunEvent.RunStarted(
              place.lab(),
              profile.profile(),
              profile.digest(),
              files.declare(product),
              place.midolab(),
              place.host(),
              place.load().get(),
              product.selection(profile)));
      var listener = GuideListener.both(recorder, progress);
      var disturbing =
          runner.exactly(walked).plan().stream()
              .filter(GuideScenario::disturbs)
              .map(GuideScenario::id)
              .toList();
      var observing = walked.stream().filter(id -> !disturbing.contains(id)).toList();
      walk(runner.mode(Mode.OBSERVE), observing, listener);
      walk(runner.mode(Mode.PERFORM_AND_OBSERVE), disturbing, listener);
      recorder.end(place.load().get());
    }
  }

  /** No scenarios would be all scenarios to the runner. */
  private static void walk(GuideRunner runner, List<String> ids, GuideListener listener) {
    if (!ids.isEmpty()) {
      runner.exactly(ids).listener(listener).run();
    }
  }
}
