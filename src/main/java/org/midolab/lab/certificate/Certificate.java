package org.midolab.lab.certificate;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.midolab.lab.certificate.bundle.Times;
import org.midolab.lab.certificate.profile.Declaration;
import org.midolab.lab.certificate.run.Host;
import org.midolab.lab.certificate.run.Load;
import org.midolab.lab.certificate.run.Software;

/**
 * The content of a certificate or of a report (docs: certification.md#bundle).
 *
 * @param product name of the product
 * @param version version of the product
 * @param vendor vendor of the product
 * @param ports nodes and interfaces of the product in the lab
 * @param profile name of the profile
 * @param list SHA-256 of the profile's canonical list
 * @param midolab the software that ran the scenarios
 * @param host the machine of the lab
 * @param lab name of the lab
 * @param started start of the run; all times are UTC in ISO 8601, of the years 1970 to 9999
 * @param finished end of the run
 * @param issued time of issue
 * @param expires time from which the certificate is not valid, at most 365 days after the run's end
 * @param log SHA-256 of the log's last line
 * @param result {@link #PASSED}, {@link #WARNED} or {@link #FAILED}
 * @param refusals the reasons for which it is only a report; empty in a certificate
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

  /** All scenarios of the profile passed. */
  public static final String PASSED = "PASSED";

  /** All scenarios passed, except for declared deviations and declared unobservable scenarios. */
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
    Times.instant(started);
    Times.instant(finished);
    Times.instant(issued);
    Times.instant(expires);
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
   * A feature of the profile and the product's claim about it.
   *
   * @param name name of the feature
   * @param core whether every product must support it
   * @param supported whether the product claims to support it; always true for a core feature
   * @param remark the reason if it is not supported; else empty
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
   * The outcome of a scenario.
   *
   * @param id id of the scenario
   * @param name title of the scenario in the profile
   * @param feature name of the feature
   * @param detail details of the outcome; may be empty
   * @param evidence SHA-256 of each raw answer, in the order of recording
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

  /** Returns the ids of the scenarios with one of these outcomes. */
  public List<String> ids(CertifiedOutcome... wanted) {
    return scenarios.stream()
        .filter(s -> List.of(wanted).contains(s.outcome()))
        .map(ScenarioOutcome::id)
        .toList();
  }

  /** Returns one line with product, profile and result. */
  public String headline() {
    return "%s %s of %s, profile %s: %s".formatted(product, version, vendor, profile, result);
  }
}
