package org.midolab.lab.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.certificate.bundle.Envelope;
import org.midolab.lab.certificate.bundle.Json;
import org.midolab.lab.certificate.key.KeyRing;
import org.midolab.lab.certificate.profile.Declaration;
import org.midolab.lab.certificate.profile.Product;
import org.midolab.lab.certificate.run.Load;
import org.midolab.lab.guide.FakeUplink;

/** Tests which runs get a certificate and which get only a report. */
class IssuerTest {

  @TempDir private Path directory;

  private KeyRing keys;
  private RecordedRun run;

  @BeforeEach
  void makeAKey() {
    keys = new KeyRing(directory.resolve("keys"));
    keys.create();
    run = RecordedRun.in(directory.resolve("bundle"));
  }

  private static final Product FRR = RecordedRun.FRR;

  private static Product declaring(
      List<String> supported,
      List<Declaration> unsupported,
      List<Declaration> deviations,
      List<Declaration> unobservable) {
    return new Product(
        FRR.product(),
        FRR.version(),
        FRR.vendor(),
        FRR.ports(),
        supported,
        unsupported,
        deviations,
        unobservable);
  }

  private static Declaration declare(String subject) {
    return new Declaration(subject, "it is known", "the vendor", "2027-03-01");
  }

  private static CertifiedOutcome outcome(Certificate data, String id) {
    return data.scenarios().stream()
        .filter(s -> s.id().equals(id))
        .findFirst()
        .orElseThrow()
        .outcome();
  }

  private void assertRefused(Issuer.Issued issued, String reason) {
    assertThat(issued.certificate()).isEmpty();
    assertThat(issued.data().result()).isEqualTo(Certificate.FAILED);
    assertThat(issued.data().refusals()).anySatisfy(r -> assertThat(r).contains(reason));
    assertThat(directory.resolve("bundle").toFile().list())
        .contains("report.html", "report.json")
        .noneMatch(name -> name.startsWith("certificate"));
  }

  @Test
  void certifiesARunThatPasses() throws Exception {
    var issued = run.issue(keys);

    assertThat(issued.data().refusals()).isEmpty();
    assertThat(issued.data().result()).isEqualTo(Certificate.PASSED);
    assertThat(issued.data().scenarios())
        .hasSameSizeAs(RecordedRun.UPLINK.scenarios())
        .allSatisfy(s -> assertThat(s.outcome()).isEqualTo(CertifiedOutcome.PASSED))
        .allSatisfy(s -> assertThat(s.evidence()).isNotEmpty());
    assertThat(issued.certificate()).isPresent();
  }

  @Test
  void aCertificateExpiresAYearAfterTheEndOfItsRun() throws Exception {
    var data = run.issue(keys).data();
    var files = new BundleFiles(directory.resolve("bundle"));
    var later = RecordedRun.ISSUED.plus(Duration.ofDays(300));
    var again = new Issuer(files, RecordedRun.UPLINK, FRR).issue(keys.signing(), later).data();

    assertThat(Instant.parse(data.expires()))
        .isEqualTo(Instant.parse(data.finished()).plus(Duration.ofDays(365)));
    assertThat(again.issued()).isEqualTo(later.toString());
    assertThat(again.expires()).isEqualTo(data.expires());
  }

  @Test
  void writesAnInTotoTestResultInADsseEnvelope() throws Exception {
    byte[] bytes = Files.readAllBytes(run.issue(keys).certificate().orElseThrow());
    var envelope = Envelope.read("certificate", bytes);
    var statement = Json.read("statement", envelope.message("certificate"), Statement.class);

    assertThat(envelope.payloadType()).isEqualTo("application/vnd.in-toto+json");
    assertThat(new String(envelope.message("certificate"), StandardCharsets.UTF_8))
        .contains("\"_type\":\"https://in-toto.io/Statement/v1\"")
        .contains("\"predicateType\":\"https://in-toto.io/attestation/test-result/v0.1\"");
    assertThat(statement.files().keySet())
        .containsExactly("certificate.html", "certificate.json", "product.json", "run.jsonl");
    assertThat(statement.predicate().passedTests()).hasSize(24).contains("lab-fip-1");
    assertThat(statement.predicate().failedTests()).isEmpty();
  }

  @Test
  void noFileOfTheBundleContainsThePrivateKey() throws Exception {
    run.issue(keys);
    var secret =
        Files.readAllLines(directory.resolve("keys/key.pem")).stream()
            .filter(line -> !line.startsWith("-----"))
            .collect(Collectors.joining());

    try (var files = Files.walk(directory.resolve("bundle"))) {
      assertThat(files.filter(Files::isRegularFile))
          .hasSizeGreaterThan(20)
          .allSatisfy(
              file ->
                  assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                      .doesNotContain(secret));
    }
  }

  @Test
  void reportsARunThatFails() throws Exception {
    var issued = run.where(FakeUplink.PACKETS_2, "").issue(keys);

    assertRefused(issued, "lab-uplink-heard: failed");
    assertThat(outcome(issued.data(), "lab-uplink-heard")).isEqualTo(CertifiedOutcome.FAILED);
    assertThat(outcome(issued.data(), "lab-uplink-arp")).isEqualTo(CertifiedOutcome.BLOCKED);
  }

  @Test
  void reportsARunOfFewerScenarios() throws Exception {
    var fewer = new ArrayList<>(FRR.selection(RecordedRun.UPLINK));
    fewer.remove("lab-fip-6");
    var issued = run.issue(keys, fewer);

    assertRefused(issued, "lab-fip-6: not run");
    assertRefused(issued, "feature each-gateway: no scenario of it was observed");
    assertThat(outcome(issued.data(), "lab-fip-6")).isEqualTo(CertifiedOutcome.NOT_RUN);
  }

  /** The step about the AS number records its observation, but no rule evaluates it. */
  @Test
  void reportsAScenarioThatCannotBeEvaluatedAgain() throws Exception {
    var more = new ArrayList<>(FRR.selection(RecordedRun.UPLINK));
    more.add("qsg-7.0-bgp-3.1");
    var issued = run.issue(keys, more);

    assertRefused(issued, "qsg-7.0-bgp-3.1: walked, and not selected");
    assertRefused(
        issued,
        "qsg-7.0-bgp-3.1: the AS number of router Edge Router cannot be judged again: it has no"
            + " assertion");
  }

  @Test
  void reportsARunOnABusyMachine() throws Exception {
    assertRefused(run.at(new Load(99, 2)).issue(keys), "the machine was too busy: load 99.0");
  }

  @Test
  void aDeclaredDeviationIsNeitherPassedNorFailed() throws Exception {
    var product =
        declaring(
            List.of("tcp", "each-gateway", "failover"),
            List.of(declare("load-sharing")),
            List.of(declare("lab-uplink-timers")),
            List.of());
    var issued = run.of(product).where(FakeUplink.SESSION_2, FakeUplink.session(9)).issue(keys);

    assertThat(issued.data().refusals()).isEmpty();
    assertThat(issued.data().result()).isEqualTo(Certificate.WARNED);
    assertThat(outcome(issued.data(), "lab-uplink-timers")).isEqualTo(CertifiedOutcome.DEVIATION);
    assertThat(issued.data().expires()).isEqualTo("2027-03-02T00:00:00Z");
    assertThat(Files.readString(issued.page())).contains("it is known", "deviation");
    assertThat(RecordedRun.verify(directory.resolve("bundle"), keys).isGood()).isTrue();
  }

  /** Otherwise a product that passes nothing could be certified. */
  @Test
  void aCoreFeatureNeedsAScenarioThatPasses() throws Exception {
    var product =
        declaring(FRR.supported(), List.of(), List.of(declare("lab-uplink-arp")), List.of());
    var issued =
        run.of(product)
            .where(FakeUplink.FRAMES_1, "12:00:00.1 02:00:00:00:00:01 > 02:00:00:00:00:09, IPv4\n")
            .issue(keys);

    assertThat(outcome(issued.data(), "lab-uplink-arp")).isEqualTo(CertifiedOutcome.DEVIATION);
    assertRefused(issued, "feature arp is core: no scenario of it passed");
  }

  @Test
  void anUnobservableScenarioIsNotRunAndNotPassed() throws Exception {
    var product =
        declaring(FRR.supported(), List.of(), List.of(), List.of(declare("lab-uplink-timers")));
    var issued = run.of(product).issue(keys);

    assertThat(issued.data().result()).isEqualTo(Certificate.WARNED);
    assertThat(outcome(issued.data(), "lab-uplink-timers"))
        .isEqualTo(CertifiedOutcome.NOT_OBSERVABLE);
  }

  @Test
  void reportsAFeatureWithoutObservableScenarios() throws Exception {
    var product =
        declaring(FRR.supported(), List.of(), List.of(), List.of(declare("lab-uplink-arp")));

    assertRefused(run.of(product).issue(keys), "feature arp: no scenario of it was observed");
  }

  @Test
  void anExtendedFeatureMayBeDeclaredNotSupported() throws Exception {
    var product =
        declaring(
            List.of("tcp", "each-gateway", "failover"),
            List.of(declare("load-sharing")),
            List.of(),
            List.of());
    var issued = run.of(product).issue(keys);

    assertThat(issued.data().result()).isEqualTo(Certificate.PASSED);
    assertThat(outcome(issued.data(), "lab-uplink-sharing")).isEqualTo(CertifiedOutcome.NOT_RUN);
    assertThat(Files.readString(issued.page())).contains("not supported: it is known");
  }

  @Test
  void aCoreFeatureMayNotBeDeclaredNotSupported() throws Exception {
    var product = declaring(FRR.supported(), List.of(declare("arp")), List.of(), List.of());

    assertRefused(run.of(product).issue(keys), "the feature arp is core: it is not declared");
  }

  @Test
  void ignoresAnExpiredDeclaration() throws Exception {
    var ended = new Declaration("lab-uplink-timers", "it was known", "the vendor", "2026-11-27");
    var product = declaring(FRR.supported(), List.of(), List.of(ended), List.of());

    assertRefused(
        run.of(product).issue(keys), "the declaration of lab-uplink-timers ended on 2026-11-27");
  }
}
