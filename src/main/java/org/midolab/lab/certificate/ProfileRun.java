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
import org.midolab.lab.guide.run.GuideListener;
import org.midolab.lab.guide.run.GuideRunner;

/** Runs the scenarios of a profile that apply to a product, and records them in a bundle. */
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
   * @param runner a runner for the lab, with its mode set
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
      runner.exactly(walked).listener(GuideListener.both(recorder, progress)).run();
      recorder.end(place.load().get());
    }
  }
}
