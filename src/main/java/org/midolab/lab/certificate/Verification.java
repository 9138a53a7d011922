package org.midolab.lab.certificate;

import java.util.List;
import java.util.Optional;

/**
 * What was found about a certificate: whether somebody who is trusted stands for it, whether its
 * parts fit, and whether the kept answers show what it says.
 *
 * @param certificate what it says, where that could be read
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
