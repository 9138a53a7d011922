package org.midolab.lab.certificate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.midolab.lab.certificate.bundle.BundleException;
import org.midolab.lab.certificate.bundle.Envelope;
import org.midolab.lab.certificate.bundle.Json;

/**
 * What is different in two certificates. It does not tell whether either is genuine: that is the
 * {@link Verifier}'s question.
 */
public record Comparison(List<Difference> differences) {

  /** A thing that is not the same in both; a missing one is {@code -}. */
  public record Difference(String what, String before, String after) {}

  private static final String NONE = "-";

  /** What the certificate of a bundle says, or its report where it has no certificate. */
  public static Certificate read(BundleFiles files) throws BundleException {
    if (files.names().contains(BundleFiles.CERTIFICATE)) {
      var name = BundleFiles.CERTIFICATE;
      var message = Envelope.read(name, files.read(name)).message(name);
      return Json.read(name, message, Statement.class).predicate().midolab();
    }
    var name = BundleFiles.REPORT_DATA;
    return Json.read(name, files.read(name), Certificate.class);
  }

  public static Comparison of(Certificate before, Certificate after) {
    var differences = new ArrayList<Difference>();
    var one = lines(before);
    var other = lines(after);
    one.forEach((what, value) -> add(differences, what, value, other.getOrDefault(what, NONE)));
    other.forEach(
        (what, value) -> {
          if (!one.containsKey(what)) {
            add(differences, what, NONE, value);
          }
        });
    return new Comparison(List.copyOf(differences));
  }

  private static void add(List<Difference> to, String what, String before, String after) {
    if (!before.equals(after)) {
      to.add(new Difference(what, before, after));
    }
  }

  /** What is worth comparing: no times but the last day, no digests but those of what was used. */
  private static Map<String, String> lines(Certificate c) {
    var lines = new LinkedHashMap<String, String>();
    lines.put("result", c.result());
    lines.put("product", c.product() + " " + c.version() + " of " + c.vendor());
    lines.put("ports", String.join(", ", c.ports()));
    lines.put("profile", c.profile());
    lines.put("canonical list", c.list());
    lines.put("MidoLab", c.midolab().version() + ", sources " + c.midolab().sources());
    lines.put("kernel", c.host().kernel() + " " + c.host().architecture());
    lines.put("processors", c.host().processors() + " " + c.host().cpu());
    lines.put("expires", c.expires());
    c.features()
        .forEach(
            f -> lines.put("feature " + f.name(), f.supported() ? "supported" : "not supported"));
    c.scenarios().forEach(s -> lines.put(s.id(), s.outcome().word()));
    return lines;
  }
}
