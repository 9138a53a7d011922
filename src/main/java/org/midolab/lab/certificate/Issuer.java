package org.midolab.lab.certificate;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.midolab.lab.certificate.bundle.BundleException;
import org.midolab.lab.certificate.bundle.Envelope;
import org.midolab.lab.certificate.bundle.Json;
import org.midolab.lab.certificate.bundle.LogFile;
import org.midolab.lab.certificate.bundle.Sha256;
import org.midolab.lab.certificate.bundle.Times;
import org.midolab.lab.certificate.key.SigningKey;
import org.midolab.lab.certificate.profile.Declaration;
import org.midolab.lab.certificate.profile.Product;
import org.midolab.lab.certificate.profile.Profile;
import org.midolab.lab.certificate.run.Reevaluation;
import org.midolab.lab.certificate.run.RunRecord;
import org.midolab.lab.runtime.LabFailure;

/**
 * Creates a certificate from a run's log, or a report if there is a reason against a certificate
 * (docs: certification.md#when-there-is-no-certificate). It uses only the bundle, so others can
 * check everything that it signs.
 */
public final class Issuer {

  /** Validity of a certificate in days from the end of its run. */
  private static final int DAYS = 365;

  private final BundleFiles files;
  private final Profile profile;
  private final Product product;

  public Issuer(BundleFiles files, Profile profile, Product product) {
    this.files = files;
    this.profile = profile;
    this.product = product;
  }

  /**
   * The files that were written.
   *
   * @param certificate the signed file; empty for a report
   * @param page the HTML page
   * @param data the content
   */
  public record Issued(Optional<Path> certificate, Path page, Certificate data) {}

  /**
   * Evaluates the bundle's log and writes a certificate or a report.
   *
   * @throws LabFailure if there is no log, or it does not begin with the start of a run
   */
  public Issued issue(SigningKey key, Instant now) {
    try {
      byte[] bytes = files.read(BundleFiles.LOG);
      var log = LogFile.read(BundleFiles.LOG, bytes);
      var run = RunRecord.of(BundleFiles.LOG, log.entries());
      var refusals = new ArrayList<>(log.faults());
      refusals.addAll(Reevaluation.of(run, files.evidence()).faults());
      var data = data(log, run, refusals, now);
      return data.refusals().isEmpty() ? certificate(data, key) : report(data);
    } catch (BundleException e) {
      throw new LabFailure(e.getMessage() + "; in " + files.directory(), e);
    }
  }

  private Certificate data(LogFile log, RunRecord run, List<String> found, Instant now) {
    var issued = now.truncatedTo(ChronoUnit.SECONDS);
    var day = LocalDate.ofInstant(now, ZoneOffset.UTC);
    var assessment = Assessment.of(profile, product, run, day);
    var refusals = new ArrayList<>(assessment.refusals());
    refusals.addAll(found);
    var begin =
        run.begin()
            .orElseThrow(() -> new LabFailure("the log does not begin a run: " + files.log()));
    var load = begin.load();
    var finished = run.finished().isEmpty() ? log.entries().getLast().time() : run.finished();
    return new Certificate(
        product.product(),
        product.version(),
        product.vendor(),
        product.ports(),
        profile.profile(),
        profile.digest(),
        begin.midolab(),
        begin.host(),
        begin.lab(),
        run.started(),
        finished,
        issued.toString(),
        expires(Times.instant(finished), product.declarations()).toString(),
        load,
        run.end().map(end -> end.load()).orElse(load),
        log.head(),
        refusals.isEmpty() ? assessment.result() : Certificate.FAILED,
        assessment.features(),
        assessment.scenarios(),
        product.deviations(),
        product.unobservable(),
        refusals);
  }

  /**
   * Returns the expiry: 365 days after the run's end, or earlier if a declaration ends before. It
   * does not depend on the time of issue, so that an old run cannot be certified again for longer.
   */
  static Instant expires(Instant finished, List<Declaration> declarations) {
    var latest = finished.plus(DAYS, ChronoUnit.DAYS);
    return declarations.stream()
        .map(d -> d.lastDay().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
        .filter(end -> end.isBefore(latest))
        .min(Instant::compareTo)
        .orElse(latest);
  }

  private Issued report(Certificate data) {
    files.write(BundleFiles.REPORT_DATA, Json.pretty(data));
    files.write(BundleFiles.REPORT_PAGE, CertificatePage.of(data));
    return new Issued(Optional.empty(), files.directory().resolve(BundleFiles.REPORT_PAGE), data);
  }

  private Issued certificate(Certificate data, SigningKey key) throws BundleException {
    files.write(BundleFiles.DATA, Json.pretty(data));
    files.write(BundleFiles.PAGE, CertificatePage.of(data));
    var digests = new TreeMap<String, String>();
    for (var name : BundleFiles.SIGNED) {
      digests.put(name, Sha256.of(files.read(name)));
    }
    byte[] message = Json.bytes(Statement.of(data, digests));
    byte[] signature = key.sign(Envelope.signedBytes(Envelope.IN_TOTO, message));
    files.write(
        BundleFiles.CERTIFICATE, Json.bytes(Envelope.of(message, key.id().value(), signature)));
    return new Issued(
        Optional.of(files.certificate()), files.directory().resolve(BundleFiles.PAGE), data);
  }
}
