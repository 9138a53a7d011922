package org.midolab.lab.certificate;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.midolab.lab.certificate.profile.Declaration;
import org.midolab.lab.certificate.run.Host;
import org.midolab.lab.certificate.run.Load;
import org.midolab.lab.certificate.run.Software;

/**
 * All that a certificate, or a report, says.
 *
 * @param product its name
 * @param version the product's
 * @param ports where the product stood in the lab
 * @param profile the profile's name
 * @param list SHA-256 of the profile's canonical list
 * @param started of the run; UTC, ISO 8601, as the other times
 * @param expires when it counts no more
 * @param log SHA-256 of the log's last line
 * @param result {@link #PASSED}, {@link #WARNED} or {@link #FAILED}
 * @param refusals why it is a report only; empty in a certificate
 */
public record Certificate(
    String product,
    String version,
    String vendor,
    List<String> ports,
    String profile,
    String list,
    Software midolab,
    Host host,
    String lab,
    String started,
    String finished,
    String issued,
    String expires,
    Load loadAtStart,
    Load loadAtEnd,
    String log,
    String result,
    List<FeatureClaim> features,
    List<ScenarioOutcome> scenarios,
    List<Declaration> deviations,
    List<Declaration> unobservable,
    List<String> refusals) {

  /** Everything that was to be shown was seen. */
  public static final String PASSED = "PASSED";

  /** Seen but for what is declared: a deviation, or what cannot be watched. */
  public static final String WARNED = "WARNED";

  /** Not certified. */
  public static final String FAILED = "FAILED";

  public Certificate {
    requireNonNull(product);
    requireNonNull(version);
    requireNonNull(vendor);
    ports = List.copyOf(ports);
    requireNonNull(profile);
    requireNonNull(list);
    requireNonNull(midolab);
    requireNonNull(host);
    requireNonNull(lab);
    Instant.parse(started);
    Instant.parse(finished);
    Instant.parse(issued);
    Instant.parse(expires);
    requireNonNull(loadAtStart);
    requireNonNull(loadAtEnd);
    requireNonNull(log);
    requireNonNull(result);
    features = List.copyOf(features);
    scenarios = List.copyOf(scenarios);
    deviations = List.copyOf(deviations);
    unobservable = List.copyOf(unobservable);
    refusals = List.copyOf(refusals);
  }

  /**
   * A feature of the profile, and what the product claims of it.
   *
   * @param supported always true for a core feature
   * @param remark why it is not supported; else empty
   */
  public record FeatureClaim(
      String name, String title, boolean core, boolean supported, String remark) {

    public FeatureClaim {
      requireNonNull(name);
      requireNonNull(title);
      requireNonNull(remark);
    }
  }

  /**
   * @param name empty when the run did not come to it
   * @param detail what the outcome's word does not say; may be empty
   * @param evidence SHA-256 of the raw answers, in the order in which they came
   */
  public record ScenarioOutcome(
      String id,
      String name,
      String feature,
      CertifiedOutcome outcome,
      String detail,
      List<String> evidence) {

    public ScenarioOutcome {
      requireNonNull(id);
      requireNonNull(name);
      requireNonNull(feature);
      requireNonNull(outcome);
      requireNonNull(detail);
      evidence = List.copyOf(evidence);
    }
  }

  /** The ids of the scenarios with one of these outcomes. */
  public List<String> ids(CertifiedOutcome... wanted) {
    return scenarios.stream()
        .filter(s -> List.of(wanted).contains(s.outcome()))
        .map(ScenarioOutcome::id)
        .toList();
  }

  /** One line: product, profile, result. */
  public String headline() {
    return "%s %s of %s, profile %s: %s".formatted(product, version, vendor, profile, result);
  }
}
