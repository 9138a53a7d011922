package org.midolab.lab.certificate;

import java.util.List;

/**
 * The result of one check of a certificate.
 *
 * @param question name of the check
 * @param remark details of a check without faults, and what it left out
 * @param faults the faults, a sentence with the file for each; empty if there are none
 */
public record Verdict(String question, String remark, List<String> faults) {

  public Verdict {
    faults = List.copyOf(faults);
  }

  public boolean isGood() {
    return faults.isEmpty();
  }
}
