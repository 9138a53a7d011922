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

/** Walks the scenarios of a profile, as far as a product has them, and records them in a bundle. */
public record ProfileRun(BundleFiles files, Profile profile, Product product, InstantSource clock) {

  /**
   * Where a run takes place.
   *
   * @param lab the lab's name
   * @param load asked at the start and at the end
   */
  public record Place(String lab, Software midolab, Host host, Supplier<Load> load) {}

  /**
   * Walks, to the end whatever fails.
   *
   * @param runner acts on the lab, its mode chosen
   * @param progress is told of each scenario
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
