package org.midolab.lab.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.midolab.lab.certificate.bundle.BundleException;
import org.midolab.lab.certificate.bundle.Envelope;
import org.midolab.lab.certificate.bundle.Json;

/**
 * The differences between two certificates. It does not check their signatures; the {@link
 * Verifier} does.
 */
public record Comparison(List<Difference> differences) {

  /**
   * A value that differs.
   *
   * @param what label of the value
   * @param before value in the first certificate; {@code -} if it is missing
   * @param after value in the second certificate; {@code -} if it is missing
   */
  public record Difference(String what, String before, String after) {}

  private static final String NONE = "-";

  /**
   * Reads the certificate of a bundle, or its report if it has no certificate.
   *
   * @throws BundleException if neither can be read
   */
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

  /**
   * Returns the values to compare: of the times only the days of validity, of the digests only
   * those of the sources and of the canonical list.
   */
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
    lines.put("valid for", days(c) + " days");
    c.features()
        .forEach(
            f -> lines.put("feature " + f.name(), f.supported() ? "supported" : "not supported"));
    c.scenarios().forEach(s -> lines.put(s.id(), s.outcome().word()));
    return lines;
  }

  private static long days(Certificate c) {
    return Duration.between(Instant.parse(c.finished()), Instant.parse(c.expires())).toDays();
  }
}
