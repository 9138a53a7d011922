package org.midolab.lab.certificate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.midolab.lab.certificate.bundle.BundleException;
import org.midolab.lab.certificate.bundle.Json;
import org.midolab.lab.certificate.bundle.LogFile;
import org.midolab.lab.certificate.bundle.Sha256;
import org.midolab.lab.certificate.profile.Product;
import org.midolab.lab.certificate.profile.Profile;
import org.midolab.lab.certificate.run.RunEvent;
import org.midolab.lab.certificate.run.RunRecord;
import org.midolab.lab.certificate.run.Software;
import org.midolab.lab.guide.catalogue.GuideDataException;

/**
 * Checks that the parts of a bundle are consistent: files, log, profile, product, statement and
 * times (docs: certification.md#checking).
 */
final class Consistency {

  private final BundleFiles files;
  private final Statement statement;
  private final Certificate certificate;
  private final LogFile log;
  private final RunRecord run;
  private final Function<String, Optional<Profile>> profiles;
  private final Software own;
  private final List<String> faults = new ArrayList<>();

  Consistency(
      BundleFiles files,
      Statement statement,
      LogFile log,
      RunRecord run,
      Function<String, Optional<Profile>> profiles,
      Software own) {
    this.files = files;
    this.statement = statement;
    this.certificate = statement.predicate().midolab();
    this.log = log;
    this.run = run;
    this.profiles = profiles;
    this.own = own;
  }

  List<String> faults() {
    statement();
    files();
    evidence();
    page();
    log();
    times();
    profile();
    return List.copyOf(faults);
  }

  /** Returns what was not checked, as the end of a sentence; empty if all was. */
  String remark() {
    var other = certificate.midolab();
    return own.isSameAs(other)
        ? ""
        : "; the page was not compared: it is of MidoLab %s, sources %s; read %s instead"
            .formatted(other.version(), other.sources(), BundleFiles.DATA);
  }

  private void check(boolean fits, String otherwise) {
    if (!fits) {
      faults.add(otherwise);
    }
  }

  /** Checks the statement's own fields against the certificate. */
  private void statement() {
    var again = Statement.of(certificate, statement.files());
    check(
        Arrays.equals(Json.bytes(statement), Json.bytes(again)),
        BundleFiles.CERTIFICATE + ": the fields of its statement do not fit each other");
    check(
        certificate.refusals().isEmpty() && !certificate.result().equals(Certificate.FAILED),
        BundleFiles.CERTIFICATE + ": it certifies what was refused");
  }

  private void files() {
    var listed = statement.files();
    check(
        listed.keySet().equals(new TreeSet<>(BundleFiles.SIGNED)),
        BundleFiles.CERTIFICATE + ": it lists " + listed.keySet());
    for (var name : BundleFiles.SIGNED) {
      try {
        var found = Sha256.of(files.read(name));
        check(
            found.equals(listed.get(name)),
            name + ": its bytes have the SHA-256 " + found + ", the certificate lists another");
      } catch (BundleException e) {
        faults.add(e.getMessage());
      }
    }
    var known = new TreeSet<>(BundleFiles.SIGNED);
    known.add(BundleFiles.CERTIFICATE);
    known.add(BundleFiles.EVIDENCE);
    files.names().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> faults.add(name + ": is not part of a bundle"));
  }

  private void evidence() {
    var store = files.evidence();
    var used =
        run.scenarios().values().stream()
            .flatMap(s -> s.observations().stream())
            .flatMap(o -> o.evidence().stream())
            .map(RunEvent.Exhibit::sha256)
            .collect(Collectors.toCollection(TreeSet::new));
    for (var digest : used) {
      try {
        store.text(digest);
      } catch (BundleException e) {
        faults.add(e.getMessage());
      }
    }
    store.names().stream()
        .filter(name -> !used.contains(name))
        .forEach(
            name -> faults.add(BundleFiles.EVIDENCE + "/" + name + ": the log does not know it"));
  }

  /**
   * Checks the page and the data file. The page is compared only if this MidoLab is the one that
   * issued it, because another version may render it differently. Otherwise {@link #remark} says
   * so.
   */
  private void page() {
    try {
      check(
          Arrays.equals(files.read(BundleFiles.DATA), Json.pretty(certificate)),
          BundleFiles.DATA + ": does not say what the certificate says");
      check(
          !own.isSameAs(certificate.midolab())
              || Arrays.equals(files.read(BundleFiles.PAGE), CertificatePage.of(certificate)),
          BundleFiles.PAGE + ": does not say what the certificate says");
    } catch (BundleException e) {
      return; // files() has reported the missing file
    }
  }

  private void log() {
    check(
        log.head().equals(certificate.log()),
        BundleFiles.LOG + ": its last line is not the one that the certificate names");
    run.begin()
        .ifPresent(
            begin -> {
              check(
                  begin.midolab().equals(certificate.midolab())
                      && begin.host().equals(certificate.host())
                      && begin.lab().equals(certificate.lab())
                      && begin.load().equals(certificate.loadAtStart()),
                  BundleFiles.LOG + ": it is of another lab, machine or MidoLab");
              check(
                  begin.profile().equals(certificate.profile())
                      && begin.list().equals(certificate.list()),
                  BundleFiles.LOG + ": it is of another profile");
              check(
                  begin.product().equals(statement.files().get(BundleFiles.PRODUCT)),
                  BundleFiles.LOG + ": it is of another product's declaration");
            });
    run.end()
        .ifPresent(
            end ->
                check(
                    end.load().equals(certificate.loadAtEnd()),
                    BundleFiles.LOG + ": its load at the end is another"));
  }

  private void times() {
    check(
        run.started().equals(certificate.started())
            && run.finished().equals(certificate.finished()),
        BundleFiles.LOG + ": it begins or ends at another time than the certificate says");
    var issued = Instant.parse(certificate.issued());
    check(
        Instant.parse(certificate.finished()).getEpochSecond() <= issued.getEpochSecond(),
        BundleFiles.CERTIFICATE + ": it is issued before the run's end");
  }

  private void profile() {
    var profile = profiles.apply(certificate.profile());
    if (profile.isEmpty()) {
      faults.add("there is no profile '" + certificate.profile() + "' here to compare with");
      return;
    }
    if (!profile.get().digest().equals(certificate.list())) {
      faults.add(
          "the canonical list of profile %s is another here; check with MidoLab %s, sources %s"
              .formatted(
                  certificate.profile(),
                  certificate.midolab().version(),
                  certificate.midolab().sources()));
      return;
    }
    try {
      assess(
          profile.get(),
          Json.read(BundleFiles.PRODUCT, files.read(BundleFiles.PRODUCT), Product.class));
    } catch (BundleException | GuideDataException e) {
      faults.add(BundleFiles.PRODUCT + ": makes no sense: " + e.getMessage());
    }
  }

  /** Assesses the log again in the same way as the issuer, and compares the results. */
  private void assess(Profile profile, Product product) {
    var issued = Instant.parse(certificate.issued());
    var day = LocalDate.ofInstant(issued, ZoneOffset.UTC);
    var again = Assessment.of(profile, product, run, day);
    faults.addAll(again.refusals());
    check(
        again.result().equals(certificate.result()),
        BundleFiles.CERTIFICATE + ": its result is not what the log shows: " + again.result());
    check(
        again.scenarios().equals(certificate.scenarios())
            && again.features().equals(certificate.features()),
        BundleFiles.CERTIFICATE + ": its outcomes are not those of the log");
    check(
        Issuer.expires(Instant.parse(certificate.finished()), product.declarations())
            .toString()
            .equals(certificate.expires()),
        BundleFiles.CERTIFICATE + ": it expires on another day than it may");
    check(
        product.product().equals(certificate.product())
            && product.version().equals(certificate.version())
            && product.vendor().equals(certificate.vendor())
            && product.ports().equals(certificate.ports())
            && product.deviations().equals(certificate.deviations())
            && product.unobservable().equals(certificate.unobservable()),
        BundleFiles.PRODUCT + ": it is not the product that the certificate names");
  }
}
