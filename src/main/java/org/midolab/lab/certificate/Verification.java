package org.midolab.lab.certificate;

import java.util.List;
import java.util.Optional;

/**
 * The results of the three checks of a certificate (docs: certification.md#checking).
 *
 * @param signature whether a trusted key signed it
 * @param consistency whether the parts of the bundle are consistent
 * @param reevaluation whether the recorded answers support the assertions
 * @param certificate content of the certificate; empty if it could not be read
 */
public record Verification(
    Verdict signature,
    Verdict consistency,
    Verdict reevaluation,
    Optional<Certificate> certificate) {

  public List<Verdict> verdicts() {
    return List.of(signature, consistency, reevaluation);
  }

  public boolean isGood() {
    return verdicts().stream().allMatch(Verdict::isGood);
  }
}
