package org.midolab.lab.guide.steps;

import java.util.HashMap;
import java.util.Map;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.spec.BgpSoftware;

/** Assertions about answers of the program that speaks BGP on a node. */
final class BgpAssertion {

  private BgpAssertion() {}

  /**
   * Returns an assertion with the parameter {@code peer}, and {@code software} if the program is
   * not FRR.
   */
  static Assertion of(LabNode peer, String rule, Map<String, String> parameters) {
    var all = new HashMap<>(parameters);
    all.put("peer", peer.name());
    if (peer.software() != BgpSoftware.FRR) {
      all.put("software", peer.software().word());
    }
    return new Assertion(rule, all);
  }
}
