package org.midolab.lab.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.lab.certificate.bundle.Envelope;
import org.midolab.lab.certificate.bundle.Json;
import org.midolab.lab.certificate.bundle.Sha256;
import org.midolab.lab.certificate.key.KeyRing;
import org.midolab.lab.certificate.profile.Profile;
import org.midolab.lab.certificate.run.Software;

/** Every change of a bundle is detected, and the report names the file. */
@TestInstance(Lifecycle.PER_CLASS)
class TamperTest {

  private static final long SEED = 20261128;

  /** Number of changes of each file. */
  private static final int TIMES = 12;

  @TempDir private static Path directory;

  private KeyRing keys;
  private Path good;
  private Path other;
  private Path bundle;
  private int copies;

  @BeforeAll
  void issue() throws Exception {
    keys = new KeyRing(directory.resolve("keys"));
    keys.create();
    good = directory.resolve("good");
    other = directory.resolve("other");
    assertThat(RecordedRun.in(good).issue(keys).certificate()).isPresent();
    assertThat(
            RecordedRun.in(other)
                .where("ping", "3 packets transmitted, 3 received, 0% packet loss, time 7ms\n")
                .issue(keys)
                .certificate())
        .isPresent();
  }

  @AfterAll
  void theOriginalIsStillValid() {
    assertThat(RecordedRun.verify(good, keys).isGood()).isTrue();
  }

  @BeforeEach
  void copy() throws Exception {
    bundle = RecordedRun.copy(good, directory.resolve("copy-" + copies++));
  }

  private static List<String> faults(Verification verification) {
    return verification.verdicts().stream().flatMap(v -> v.faults().stream()).toList();
  }

  private List<String> files() throws Exception {
    try (var files = Files.walk(good)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> good.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** Checks that a fault begins with the file's name. */
  private void assertNamed(String file) {
    var verification = RecordedRun.verify(bundle, keys);
    assertThat(verification.isGood()).as(file).isFalse();
    assertThat(faults(verification))
        .as(file)
        .anySatisfy(fault -> assertThat(fault).startsWith(file));
  }

  private void restore(String file) throws Exception {
    Files.copy(good.resolve(file), bundle.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void anUnchangedBundlePassesAllThreeChecks() {
    var verification = RecordedRun.verify(bundle, keys);

    assertThat(faults(verification)).isEmpty();
    assertThat(verification.reevaluation().remark()).isEqualTo("49 assertions of 24 scenarios");
    assertThat(verification.consistency().remark()).doesNotContain("not compared");
  }

  @Test
  void detectsAFlippedBitInAnyFile() throws Exception {
    var random = new Random(SEED);
    for (var file : files()) {
      byte[] bytes = Files.readAllBytes(good.resolve(file));
      for (int i = 0; i < TIMES && bytes.length > 0; i++) {
        var changed = bytes.clone();
        changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(bundle.resolve(file), changed);
        assertNamed(file);
      }
      restore(file);
    }
  }

  @Test
  void detectsATruncatedFile() throws Exception {
    var random = new Random(SEED);
    for (var file : files()) {
      byte[] bytes = Files.readAllBytes(good.resolve(file));
      if (bytes.length > 0) {
        int length = random.nextInt(bytes.length);
        Files.write(bundle.resolve(file), Arrays.copyOf(bytes, length));
        assertNamed(file);
        Files.write(bundle.resolve(file), Arrays.copyOf(bytes, bytes.length - 1));
        assertNamed(file);
        restore(file);
      }
    }
  }

  @Test
  void detectsAMissingFile() throws Exception {
    for (var file : files()) {
      Files.delete(bundle.resolve(file));
      assertNamed(file);
      restore(file);
    }
  }

  @Test
  void detectsAnUnknownFile() throws Exception {
    Files.writeString(bundle.resolve("notes.txt"), "trust me");
    assertNamed("notes.txt");
    Files.delete(bundle.resolve("notes.txt"));
    Files.writeString(bundle.resolve("evidence").resolve(Sha256.of(new byte[0])), "");
    Files.writeString(bundle.resolve("evidence/notes.txt"), "trust me");
    assertNamed("evidence/notes.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run.jsonl", "certificate.html", "certificate.json", "certificate.dsse.json"})
  void detectsAFileOfAnotherRun(String file) throws Exception {
    Files.copy(other.resolve(file), bundle.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    var verification = RecordedRun.verify(bundle, keys);

    assertThat(verification.isGood()).isFalse();
    assertThat(verification.signature().isGood()).isTrue();
    assertThat(faults(verification)).isNotEmpty();
    // An envelope of another run is valid, but the other files do not match it.
    if (!file.equals("certificate.dsse.json")) {
      assertThat(faults(verification)).anySatisfy(f -> assertThat(f).startsWith(file));
    }
  }

  @Test
  void detectsEvidenceOfAnotherRun() throws Exception {
    var foreign =
        List.of(other.resolve("evidence").toFile().list()).stream()
            .filter(name -> !Files.exists(good.resolve("evidence").resolve(name)))
            .findFirst()
            .orElseThrow();
    var own = files().stream().filter(f -> f.startsWith("evidence/")).findFirst().orElseThrow();
    Files.copy(
        other.resolve("evidence").resolve(foreign),
        bundle.resolve(own),
        StandardCopyOption.REPLACE_EXISTING);
    assertNamed(own);
  }

  /** The content is the same, but it could be another one at the next look. */
  @Test
  void detectsALinkOrADirectoryInPlaceOfAFile() throws Exception {
    for (var file :
        List.of("run.jsonl", "product.json", "certificate.html", "certificate.dsse.json")) {
      Files.delete(bundle.resolve(file));
      Files.createSymbolicLink(bundle.resolve(file), good.resolve(file));
      assertNamed(file);
      Files.delete(bundle.resolve(file));
      Files.createDirectory(bundle.resolve(file));
      assertNamed(file);
      Files.delete(bundle.resolve(file));
      restore(file);
    }
  }

  @Test
  void detectsTheDeclarationOfAnotherProduct() throws Exception {
    var product = bundle.resolve(BundleFiles.PRODUCT);
    Files.writeString(
        product, Files.readString(product).replace("8.4.4 (Debian 12)", "9.1 (Debian 12)"));

    assertNamed("product.json");
  }

  @Test
  void detectsEvidenceThatWasExchanged() throws Exception {
    var evidence = files().stream().filter(f -> f.startsWith("evidence/")).toList();
    var first = evidence.getFirst();
    var last = evidence.getLast();
    Files.copy(good.resolve(first), bundle.resolve(last), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(good.resolve(last), bundle.resolve(first), StandardCopyOption.REPLACE_EXISTING);

    assertNamed(first);
    assertNamed(last);
  }

  /** The figures of 20 trials must be computed from 20 trials. */
  @Test
  void detectsATrialThatWasLeftOut() throws Exception {
    forge(line -> line.replace("carrier lost, trial 20: ", "carrier lost, trial 19: "));

    assertThat(RecordedRun.verify(bundle, keys).reevaluation().faults())
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("lab-uplink-carrier")
                    .contains("does not hold of the kept answers"));
  }

  @Test
  void detectsAMissingOrMovedLineWithItsNumber() throws Exception {
    var lines = Files.readAllLines(good.resolve("run.jsonl"));
    for (int i = 0; i < lines.size() - 1; i += 5) {
      var fewer = new ArrayList<>(lines);
      fewer.remove(i);
      Files.write(bundle.resolve("run.jsonl"), fewer);
      assertNamed("run.jsonl line " + (i + 1));
      var moved = new ArrayList<>(lines);
      moved.set(i, lines.get(i + 1));
      moved.set(i + 1, lines.get(i));
      Files.write(bundle.resolve("run.jsonl"), moved);
      assertNamed("run.jsonl line " + (i + 1));
    }
  }

  /** Signs a bundle with changed files again, as the owner of the key could do. */
  private void sign(KeyRing by, UnaryOperator<String> change) throws Exception {
    var name = BundleFiles.CERTIFICATE;
    var envelope = Envelope.read(name, Files.readAllBytes(good.resolve(name)));
    var text = new String(envelope.message(name), StandardCharsets.UTF_8);
    for (var file : BundleFiles.SIGNED) {
      text =
          text.replace(
              Sha256.of(Files.readAllBytes(good.resolve(file))),
              Sha256.of(Files.readAllBytes(bundle.resolve(file))));
    }
    byte[] message = change.apply(text).getBytes(StandardCharsets.UTF_8);
    var key = by.signing();
    byte[] signature = key.sign(Envelope.signedBytes(Envelope.IN_TOTO, message));
    Files.write(
        bundle.resolve(name), Json.bytes(Envelope.of(message, key.id().value(), signature)));
  }

  @Test
  void detectsASignatureByAnotherKey() throws Exception {
    var stranger = new KeyRing(directory.resolve("stranger"));
    var key = stranger.create();
    sign(stranger, text -> text);
    var verification = RecordedRun.verify(bundle, keys);

    assertThat(verification.consistency().isGood()).isTrue();
    assertThat(verification.reevaluation().isGood()).isTrue();
    assertThat(verification.signature().faults())
        .singleElement()
        .asString()
        .contains("certificate.dsse.json", key.id().value(), "is not trusted");
  }

  @Test
  void detectsASignatureByAnotherKeyWithATrustedId() throws Exception {
    var stranger = new KeyRing(directory.resolve("impostor"));
    var key = stranger.create();
    sign(stranger, text -> text);
    var file = bundle.resolve(BundleFiles.CERTIFICATE);
    Files.writeString(
        file,
        Files.readString(file).replace(key.id().value(), keys.own().orElseThrow().id().value()));

    assertThat(RecordedRun.verify(bundle, keys).signature().faults())
        .singleElement()
        .asString()
        .contains("the signature is not of this key");
  }

  @Test
  void detectsARevokedKey() throws Exception {
    var ring = new KeyRing(directory.resolve("revoking"));
    ring.create();
    sign(ring, text -> text);
    assertThat(RecordedRun.verify(bundle, ring).isGood()).isTrue();
    ring.revoke(ring.own().orElseThrow().id(), LocalDate.of(2026, 11, 29), "it was lost");

    assertThat(RecordedRun.verify(bundle, ring).signature().faults())
        .singleElement()
        .asString()
        .contains("is revoked since 2026-11-29: it was lost");
  }

  @Test
  void detectsAnExpiredCertificate() {
    var late = Instant.parse(certificate().expires());
    var verifier = RecordedRun.verifier(keys);

    assertThat(verifier.verify(new BundleFiles(bundle), late.minusSeconds(1)).isGood()).isTrue();
    assertThat(verifier.verify(new BundleFiles(bundle), late).signature().faults())
        .containsExactly("certificate.dsse.json: it expired on " + late);
  }

  private Certificate certificate() {
    return RecordedRun.verify(bundle, keys).certificate().orElseThrow();
  }

  @Test
  void detectsAnExpiryThatIsCountedFromTheIssue() throws Exception {
    sign(
        keys,
        text ->
            text.replace("\"issued\":\"2026-11-28T11", "\"issued\":\"2027-06-01T11")
                .replaceAll("\"expires\":\"[^\"]*", "\"expires\":\"2028-05-31T11:00:00Z"));

    assertThat(consistency())
        .contains("certificate.dsse.json: it expires on another day than it may");
  }

  /** A hostile bundle gives faults, and never an exception. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"name\":\"echo-replies\"|\"name\":null",
        "\"from\":\"internet\"|\"from\":null",
        "\"parameters\":\\{[^}]*}|\"parameters\":null",
        "\"time\":\"[^\"]*\"|\"time\":\"+1000000000-12-31T23:59:59Z\"",
        "\"time\":\"[^\"]*\"|\"time\":null",
      })
  void detectsAHostileLog(String change) throws Exception {
    var words = change.split("\\|");
    forge(line -> line.replaceAll(words[0], words[1]));

    assertThat(consistency()).anySatisfy(fault -> assertThat(fault).startsWith("run.jsonl line "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"+1000000000-12-31T23:59:59Z", "+10000-01-01T00:00:00Z", "1969-12-31T23:59:59Z"})
  void detectsATimeThatIsOutOfRange(String time) throws Exception {
    for (var field : List.of("started", "finished", "issued", "expires")) {
      sign(
          keys,
          text -> text.replaceAll("\"" + field + "\":\"[^\"]*", "\"" + field + "\":\"" + time));

      assertThat(RecordedRun.verify(bundle, keys).signature().faults())
          .singleElement()
          .asString()
          .contains("a time is of one of the years 1970 to 9999, not " + time);
    }
  }

  @Test
  void detectsADeclarationThatNeverEnds() throws Exception {
    var product = bundle.resolve(BundleFiles.PRODUCT);
    Files.writeString(
        product,
        Files.readString(product)
            .replace(
                "\"deviations\":[]",
                "\"deviations\":[{\"expires\":\"+999999999-12-31\",\"owner\":\"o\",\"reason\":\"r\","
                    + "\"subject\":\"lab-fip-5\"}]"));
    sign(keys, text -> text);

    assertThat(consistency())
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("product.json")
                    .contains("expires on a day like 2027-11-28, not +999999999-12-31"));
  }

  /**
   * Changes each field and signs again: the verification relies only on the log and the evidence.
   */
  @Test
  void detectsAFieldThatTheSignerChanged() throws Exception {
    var fields = new TreeMap<String, UnaryOperator<String>>();
    for (var field :
        Map.ofEntries(
                Map.entry("\"product\":\"FRRouting\"", "\"product\":\"Other\""),
                Map.entry("\"version\":\"8.4.4 (Debian 12)\"", "\"version\":\"9\""),
                Map.entry("\"vendor\":\"FRRouting Project\"", "\"vendor\":\"Other\""),
                Map.entry("\"bgp1 eth1\"", "\"bgp1 eth9\""),
                Map.entry("\"profile\":\"uplink\"", "\"profile\":\"downlink\""),
                Map.entry("\"list\":\"", "\"list\":\"0"),
                Map.entry("\"log\":\"", "\"log\":\"0"),
                Map.entry("\"lab\":\"paper\"", "\"lab\":\"other\""),
                Map.entry("\"kernel\":\"6.18.0\"", "\"kernel\":\"5.10\""),
                Map.entry("\"sources\":\"0123456789abcdef\"", "\"sources\":\"fedcba9876543210\""),
                Map.entry("\"started\":\"2026-11-28T10:00", "\"started\":\"2026-11-28T09:59"),
                Map.entry("\"finished\":\"2026-11-28T10", "\"finished\":\"2026-11-28T09"),
                Map.entry("\"issued\":\"2026-11-28T11", "\"issued\":\"2026-11-28T09"),
                Map.entry("\"expires\":\"2027", "\"expires\":\"2037"),
                Map.entry("\"average\":0.5", "\"average\":0.1"),
                Map.entry("\"result\":\"PASSED\"", "\"result\":\"WARNED\""),
                Map.entry("\"outcome\":\"passed\"", "\"outcome\":\"not applicable\""),
                Map.entry("\"core\":true", "\"core\":false"),
                Map.entry("\"supported\":true", "\"supported\":false"),
                Map.entry("\"passedTests\":[\"", "\"passedTests\":[\"lab-fip-9\",\""),
                Map.entry("\"failedTests\":[]", "\"failedTests\":[\"lab-fip-1\"]"),
                Map.entry("\"warnedTests\":[]", "\"warnedTests\":[\"lab-fip-1\"]"),
                Map.entry("\"refusals\":[]", "\"refusals\":[\"none\"]"),
                Map.entry("in-toto.io/Statement/v1", "in-toto.io/Statement/v0.1"),
                Map.entry("test-result/v0.1", "test-result/v9"))
            .entrySet()) {
      fields.put(
          field.getKey(),
          text -> {
            assertThat(text).contains(field.getKey());
            return text.replace(field.getKey(), field.getValue());
          });
    }
    for (var field : fields.entrySet()) {
      sign(keys, field.getValue());
      var verification = RecordedRun.verify(bundle, keys);

      assertThat(verification.isGood()).as(field.getKey()).isFalse();
      assertThat(verification.reevaluation().isGood()).as(field.getKey()).isTrue();
    }
  }

  /** Changes the outcome of a scenario that passed. */
  private void forgeOutcome(String scenario, String outcome) throws Exception {
    String start = "\"id\":\"" + scenario + "\",\"outcome\":\"";
    forge(line -> line.replace(start + "passed\"", start + outcome + "\""));
  }

  /** Writes a changed log with a valid hash chain, and signs it again. */
  private void forge(UnaryOperator<String> line) throws Exception {
    forge(line, claim -> claim);
  }

  /** Does the same, and also changes the statement. */
  private void forge(UnaryOperator<String> line, UnaryOperator<String> claim) throws Exception {
    var lines = Files.readAllLines(good.resolve("run.jsonl"));
    var forged = new ArrayList<String>();
    var before = new TreeMap<String, String>();
    for (var each : lines) {
      var text = line.apply(each);
      for (var hash : before.entrySet()) {
        text = text.replace(hash.getKey(), hash.getValue());
      }
      before.clear();
      before.put(sha(each), sha(text));
      forged.add(text);
    }
    Files.write(bundle.resolve("run.jsonl"), forged);
    var heads = before;
    sign(
        keys,
        text -> {
          var changed = claim.apply(text);
          for (var head : heads.entrySet()) {
            changed = changed.replace(head.getKey(), head.getValue());
          }
          return changed;
        });
  }

  private static String sha(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> consistency() {
    return RecordedRun.verify(bundle, keys).consistency().faults();
  }

  @Test
  void detectsAnAssertionThatTheEvidenceContradicts() throws Exception {
    forge(line -> line.replace("\"seconds\":\"5\"", "\"seconds\":\"15\""));
    var verification = RecordedRun.verify(bundle, keys);

    assertThat(verification.reevaluation().faults())
        .hasSize(3)
        .allSatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("lab-uplink-")
                    .contains("seconds=15", "does not hold of the kept answers"));
    assertThat(verification.consistency().faults())
        .anySatisfy(
            fault -> assertThat(fault).contains("lab-uplink-timers", "not those of the canonical"));
  }

  @Test
  void detectsForgedEvidenceWithAValidChain() throws Exception {
    var session =
        files().stream()
            .filter(f -> f.startsWith("evidence/"))
            .filter(f -> text(f).contains("\"routeRefreshSent\":0"))
            .findFirst()
            .orElseThrow();
    var forged = text(session).replace("Established", "Active");
    Files.delete(bundle.resolve(session));
    Files.writeString(bundle.resolve("evidence").resolve(sha(forged)), forged);
    var digest = session.substring("evidence/".length());
    forge(line -> line.replace(digest, sha(forged)));

    assertThat(RecordedRun.verify(bundle, keys).reevaluation().faults())
        .anySatisfy(fault -> assertThat(fault).contains("uplink-session"))
        .anySatisfy(fault -> assertThat(fault).contains("uplink-capabilities"));
  }

  private String text(String file) {
    try {
      return Files.readString(good.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void detectsAnObservationWithoutAnAssertion() throws Exception {
    forge(
        line ->
            line.replaceAll(
                "\"assertion\":\\{\"name\":\"bytes-received\".*?}}", "\"assertion\":null"));

    assertThat(RecordedRun.verify(bundle, keys).reevaluation().faults())
        .hasSize(2)
        .allSatisfy(
            fault -> assertThat(fault).startsWith("lab-fip-2").contains("it has no assertion"));
  }

  @Test
  void detectsAnUnknownAssertion() throws Exception {
    forge(line -> line.replace("\"name\":\"echo-replies\"", "\"name\":\"echo-wishes\""));

    assertThat(RecordedRun.verify(bundle, keys).reevaluation().faults())
        .hasSize(4)
        .allSatisfy(fault -> assertThat(fault).contains("no rule is named echo-wishes"));
  }

  @Test
  void detectsAMissingScenario() throws Exception {
    forge(line -> line.replace("\"id\":\"lab-fip-6\"", "\"id\":\"lab-fip-9\""));

    assertThat(consistency())
        .anySatisfy(fault -> assertThat(fault).contains("lab-fip-6: not run"))
        .anySatisfy(fault -> assertThat(fault).contains("lab-fip-9: walked, and not selected"));
  }

  @Test
  void detectsAnotherTitleOfAScenario() throws Exception {
    UnaryOperator<String> boast =
        text -> text.replace("spread over both uplinks", "spread over 100 uplinks");
    forge(boast, boast);

    assertThat(consistency())
        .contains(
            "lab-uplink-sharing: its title is not that of the canonical list: 'Connections and"
                + " their answers are spread over 100 uplinks' against 'Connections and their answers"
                + " are spread over both uplinks'",
            "certificate.dsse.json: its outcomes are not those of the log");
  }

  @Test
  void detectsAFailureWithoutAnObservation() throws Exception {
    forgeOutcome("lab-fip-6", "failed");

    assertThat(RecordedRun.verify(bundle, keys).reevaluation().faults())
        .containsExactly("lab-fip-6: failed, and no observation shows it");
  }

  /** Only the outcome "passed" permits a certificate, also if the signer claims otherwise. */
  @ParameterizedTest
  @ValueSource(strings = {"failed", "blocked", "not applicable", "not measured", "waived", "odd"})
  void detectsAnOutcomeThatPermitsNoCertificate(String outcome) throws Exception {
    forgeOutcome("lab-fip-6", outcome);

    assertThat(consistency())
        .anySatisfy(
            fault ->
                assertThat(fault)
                    .startsWith("lab-fip-6: ")
                    .contains(outcome.equals("blocked") ? "" : outcome))
        .anySatisfy(fault -> assertThat(fault).contains("its outcomes are not those of the log"));
  }

  @Test
  void detectsDecreasingTimes() throws Exception {
    forge(line -> line.replace("T10:00:07Z", "T10:00:01Z"));

    assertThat(consistency())
        .anySatisfy(fault -> assertThat(fault).contains("run.jsonl line 8", "before that"));
  }

  @Test
  void detectsAFailureThatIsReportedAsPassed() throws Exception {
    forge(line -> line.replace("\"holds\":true", "\"holds\":false"));

    assertThat(RecordedRun.verify(bundle, keys).reevaluation().faults())
        .hasSize(49)
        .allSatisfy(fault -> assertThat(fault).contains("and the log says otherwise"));
  }

  @Test
  void detectsASignedPageWithOtherContent() throws Exception {
    var page = bundle.resolve(BundleFiles.PAGE);
    Files.writeString(page, Files.readString(page).replace("FRRouting", "Our Router"));
    sign(keys, text -> text);

    assertThat(consistency())
        .containsExactly("certificate.html: does not say what the certificate says");
  }

  /** Another version may render the page differently, so its content is only a claim. */
  @ParameterizedTest
  @ValueSource(strings = {Software.UNKNOWN, "fedcba9876543210"})
  void saysThatThePageOfAnotherVersionWasNotCompared(String sources) throws Exception {
    var page = bundle.resolve(BundleFiles.PAGE);
    Files.writeString(page, Files.readString(page).replace("FRRouting", "Our Router"));
    sign(keys, text -> text);
    var own = new Software(RecordedRun.MIDOLAB.version(), sources);
    var consistency =
        new Verifier(keys, Map.of(), name -> Optional.of(RecordedRun.UPLINK), own)
            .verify(new BundleFiles(bundle), RecordedRun.ISSUED)
            .consistency();

    assertThat(consistency.faults()).isEmpty();
    assertThat(consistency.remark())
        .endsWith(
            "the page was not compared: it is of MidoLab 5.0, sources 0123456789abcdef; read"
                + " certificate.json instead");
  }

  @Test
  void detectsSignedDataWithOtherContent() throws Exception {
    var data = bundle.resolve(BundleFiles.DATA);
    Files.writeString(data, Files.readString(data).replace("FRRouting", "Our Router"));
    sign(keys, text -> text);

    assertThat(consistency())
        .containsExactly("certificate.json: does not say what the certificate says");
  }

  @Test
  void detectsAnotherCanonicalList() {
    var shorter =
        new Profile(
            "uplink", RecordedRun.UPLINK.title(), RecordedRun.UPLINK.features().subList(0, 3));
    var verifier = new Verifier(keys, Map.of(), name -> Optional.of(shorter), RecordedRun.MIDOLAB);

    assertThat(verifier.verify(new BundleFiles(bundle), RecordedRun.ISSUED).consistency().faults())
        .singleElement()
        .asString()
        .contains("the canonical list of profile uplink is another here", "0123456789abcdef");
  }
}
