package org.midolab.lab.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.midolab.lab.certificate.key.KeyRing;
import org.midolab.lab.certificate.profile.Product;
import org.midolab.lab.certificate.profile.Profile;
import org.midolab.lab.certificate.run.Host;
import org.midolab.lab.certificate.run.Load;
import org.midolab.lab.certificate.run.Software;
import org.midolab.lab.guide.FakeUplink;
import org.midolab.lab.guide.run.GuideListener;

/**
 * Bundles for tests: the scenarios of the uplink profile with their real steps, and simulated
 * nodes.
 */
public final class RecordedRun {

  static final Path FEATURES = Path.of("features");
  static final Profile UPLINK = Profile.named(FEATURES, "uplink").orElseThrow();
  static final Product FRR = Product.read(Path.of("labs/quickstart", Product.FILE));
  static final Software MIDOLAB = new Software("5.0", "0123456789abcdef");
  static final Load QUIET = new Load(0.5, 2);

  /** Start of a run. Each line of its log is one second later than the previous one. */
  static final Instant BEGIN = Instant.parse("2026-11-28T10:00:00Z");

  private static final Duration WAIT = Duration.ofHours(1);

  static final Instant ISSUED = BEGIN.plus(WAIT);

  private final Path directory;
  private final Product product;
  private final Map<String, String> answers;
  private final Load load;
  private final Instant begin;
  private final Software midolab;

  private RecordedRun(
      Path directory,
      Product product,
      Map<String, String> answers,
      Load load,
      Instant begin,
      Software midolab) {
    this.directory = directory;
    this.product = product;
    this.answers = answers;
    this.load = load;
    this.begin = begin;
    this.midolab = midolab;
  }

  /** Returns a run in which all scenarios pass. */
  public static RecordedRun in(Path directory) {
    return new RecordedRun(directory, FRR, Map.of(), QUIET, BEGIN, MIDOLAB);
  }

  RecordedRun of(Product other) {
    return new RecordedRun(directory, other, answers, load, begin, midolab);
  }

  /** Returns a run with another answer to a question. */
  public RecordedRun where(String question, String answer) {
    return new RecordedRun(directory, product, Map.of(question, answer), load, begin, midolab);
  }

  RecordedRun at(Load busy) {
    return new RecordedRun(directory, product, answers, busy, begin, midolab);
  }

  /** Returns a run that begins at another time and is certified one hour later. */
  public RecordedRun at(Instant other) {
    return new RecordedRun(directory, product, answers, load, other, midolab);
  }

  /** Returns a run by another MidoLab. */
  public RecordedRun by(Software other) {
    return new RecordedRun(directory, product, answers, load, begin, other);
  }

  /** Runs the scenarios, and issues a certificate or a report. */
  public Issuer.Issued issue(KeyRing keys) throws Exception {
    return issue(keys, product.selection(UPLINK));
  }

  /** Does the same with only these scenarios. */
  Issuer.Issued issue(KeyRing keys, List<String> walked) throws Exception {
    Files.createDirectories(directory);
    var files = new BundleFiles(directory);
    var now = new AtomicReference<>(begin);
    var run = new ProfileRun(files, UPLINK, product, () -> now.getAndUpdate(t -> t.plusSeconds(1)));
    try (var paper = new FakeUplink()) {
      answers.forEach(paper::put);
      run.walk(
          new ProfileRun.Place(
              "paper", midolab, new Host("6.18.0", "amd64", "a processor", 2), () -> load),
          paper.runner(),
          GuideListener.SILENT,
          walked);
    }
    return new Issuer(files, UPLINK, product).issue(keys.signing(), begin.plus(WAIT));
  }

  static Verifier verifier(KeyRing keys) {
    return new Verifier(keys, keys.revoked(), name -> Profile.named(FEATURES, name), MIDOLAB);
  }

  static Verification verify(Path bundle, KeyRing keys) {
    return verifier(keys).verify(new BundleFiles(bundle), ISSUED.plusSeconds(60));
  }

  /** Returns a copy of a bundle, for changes. */
  static Path copy(Path bundle, Path to) throws IOException {
    try (var files = Files.walk(bundle)) {
      for (var file : files.toList()) {
        var target = to.resolve(bundle.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }
}
