package org.midolab.lab.certificate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.midolab.lab.certificate.bundle.BundleException;
import org.midolab.lab.certificate.bundle.Envelope;
import org.midolab.lab.certificate.bundle.Json;
import org.midolab.lab.certificate.bundle.LogFile;
import org.midolab.lab.certificate.key.KeyId;
import org.midolab.lab.certificate.key.KeyRing;
import org.midolab.lab.certificate.key.Revocation;
import org.midolab.lab.certificate.profile.Profile;
import org.midolab.lab.certificate.run.Reevaluation;
import org.midolab.lab.certificate.run.RunRecord;
import org.midolab.lab.certificate.run.Software;

/**
 * Checks a certificate by its bundle only (docs: certification.md#checking). It uses no lab, no
 * network and no clock; the caller passes the time.
 */
public final class Verifier {

  private final KeyRing keys;
  private final Map<KeyId, Revocation> revoked;
  private final Function<String, Optional<Profile>> profiles;
  private final Software own;

  /**
   * Creates a verifier.
   *
   * @param keys the trusted keys
   * @param revoked the revoked keys
   * @param profiles returns a profile of this MidoLab by name
   * @param own this MidoLab
   */
  public Verifier(
      KeyRing keys,
      Map<KeyId, Revocation> revoked,
      Function<String, Optional<Profile>> profiles,
      Software own) {
    this.keys = keys;
    this.revoked = Map.copyOf(revoked);
    this.profiles = profiles;
    this.own = own;
  }

  /**
   * Checks a bundle.
   *
   * @param now the time at which the certificate must be valid
   */
  public Verification verify(BundleFiles files, Instant now) {
    var name = BundleFiles.CERTIFICATE;
    var signatureFaults = new ArrayList<String>();
    var consistencyFaults = new ArrayList<String>();
    var statement = Optional.<Statement>empty();
    var signer = "";
    try {
      var envelope = Envelope.read(name, files.read(name));
      byte[] message = envelope.message(name);
      signer = signer(name, envelope, message, signatureFaults);
      statement = Optional.of(Json.read(name, message, Statement.class));
    } catch (BundleException e) {
      signatureFaults.add(e.getMessage());
      consistencyFaults.add("there is no statement to compare with");
    }
    statement.ifPresent(s -> expiry(name, s.predicate().midolab(), now, signatureFaults));
    var run = run(files, consistencyFaults);
    var consistency =
        statement.map(s -> new Consistency(files, s, run.log(), run.record(), profiles, own));
    consistency.ifPresent(c -> consistencyFaults.addAll(c.faults()));
    var again = Reevaluation.of(run.record(), files.evidence());
    return new Verification(
        new Verdict("signature", "key " + signer + ", trusted", signatureFaults),
        new Verdict(
            "consistency",
            run.log().entries().size()
                + " lines of the log, all files, the canonical list"
                + consistency.map(Consistency::remark).orElse(""),
            consistencyFaults),
        new Verdict(
            "re-evaluation",
            "%d assertions of %d scenarios"
                .formatted(again.assertions(), run.record().scenarios().size()),
            reevaluationFaults(again)),
        statement.map(s -> s.predicate().midolab()));
  }

  private static List<String> reevaluationFaults(Reevaluation again) {
    return again.assertions() == 0 && again.faults().isEmpty()
        ? List.of("there is no assertion to judge")
        : again.faults();
  }

  private record Run(LogFile log, RunRecord record) {}

  private static Run run(BundleFiles files, List<String> faults) {
    byte[] bytes = {};
    try {
      bytes = files.read(BundleFiles.LOG);
    } catch (BundleException e) {
      faults.add(e.getMessage());
    }
    var log = LogFile.read(BundleFiles.LOG, bytes);
    faults.addAll(log.faults());
    return new Run(log, RunRecord.of(BundleFiles.LOG, log.entries()));
  }

  /**
   * Returns the id of the signing key, or an empty text. Adds a fault if the signature is not one
   * of a trusted key.
   */
  private String signer(String name, Envelope envelope, byte[] message, List<String> faults)
      throws BundleException {
    if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
      faults.add(name + ": its payload type is " + envelope.payloadType());
    }
    if (envelope.signatures().size() != 1) {
      faults.add(name + ": it has " + envelope.signatures().size() + " signatures, not one");
      return "";
    }
    var signed = envelope.signatures().getFirst();
    var id = KeyId.parse(signed.keyid());
    if (id.isEmpty()) {
      faults.add(name + ": its key's id is none");
      return "";
    }
    byte[] signature = Envelope.decode(name + ": the signature", signed.sig());
    var bytes = Envelope.signedBytes(envelope.payloadType(), message);
    keys.trusted(id.get())
        .ifPresentOrElse(
            key -> {
              if (!key.verifies(bytes, signature)) {
                faults.add(name + ": the signature is not of this key and this statement");
              }
            },
            () ->
                faults.add(
                    "%s: the key %s is not trusted; if it is the issuer's: ./lab key trust FILE"
                        .formatted(name, id.get())));
    if (revoked.containsKey(id.get())) {
      var revocation = revoked.get(id.get());
      faults.add(
          "%s: the key %s is revoked since %s: %s"
              .formatted(name, id.get(), revocation.since(), revocation.reason()));
    }
    return id.get().value();
  }

  private static void expiry(
      String name, Certificate certificate, Instant now, List<String> faults) {
    if (!now.isBefore(Instant.parse(certificate.expires()))) {
      faults.add(name + ": it expired on " + certificate.expires());
    }
    if (now.isBefore(Instant.parse(certificate.issued()))) {
      faults.add(name + ": it is issued in the future, on " + certificate.issued());
    }
  }
}
