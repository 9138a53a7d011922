package org.midolab.lab.certificate;

import java.util.List;

/**
 * The answer to one question about a certificate.
 *
 * @param question what was asked, in a word
 * @param remark what was found where nothing is wrong
 * @param faults what is wrong, a sentence each, with the file; none where nothing is
 */
public record Verdict(String question, String remark, List<String> faults) {

  public Verdict {
    faults = List.copyOf(faults);
  }

  public boolean isGood() {
    return faults.isEmpty();
  }
}
