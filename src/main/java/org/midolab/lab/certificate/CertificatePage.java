package org.midolab.lab.certificate;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.midolab.lab.certificate.Certificate.FeatureClaim;
import org.midolab.lab.certificate.Certificate.ScenarioOutcome;
import org.midolab.lab.spec.Printable;

/**
 * The HTML page of a certificate: product and verdict, features with their outcomes, deviations,
 * circumstances of the run, and instructions for verification. It needs no other file and no
 * script. Its template is in {@code src/main/jte-certificate}. The public methods are for the
 * template.
 */
public final class CertificatePage {

  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, null, CertificatePage.class.getPackageName());

  private static final String STYLE = "certificate.css";

  private final Certificate certificate;

  private CertificatePage(Certificate certificate) {
    this.certificate = certificate;
  }

  static byte[] of(Certificate certificate) {
    var output = new StringOutput();
    TEMPLATES.render("certificate.jte", new CertificatePage(certificate), output);
    return Printable.message(output.toString()).getBytes(StandardCharsets.UTF_8);
  }

  public Certificate data() {
    return certificate;
  }

  public String style() {
    try (var css = CertificatePage.class.getResourceAsStream(STYLE)) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isCertificate() {
    return certificate.refusals().isEmpty();
  }

  public String title() {
    return isCertificate() ? "Certificate" : "Report, not a certificate";
  }

  /** Returns the verdict as a sentence. */
  public String verdict() {
    return switch (certificate.result()) {
      case Certificate.PASSED -> "Every scenario of the profile was seen to hold.";
      case Certificate.WARNED ->
          "Every scenario of the profile was seen to hold, but for what is declared below.";
      default -> "Not certified.";
    };
  }

  /** Returns labels and values of the run, in order. */
  public Map<String, String> circumstances() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("Ports", String.join(", ", certificate.ports()));
    facts.put("Profile", certificate.profile());
    facts.put("Canonical list", certificate.list());
    facts.put("Run", certificate.started() + " to " + certificate.finished());
    facts.put("Issued", certificate.issued());
    facts.put("Expires", certificate.expires());
    facts.put(
        "MidoLab",
        certificate.midolab().version() + ", sources " + certificate.midolab().sources());
    var host = certificate.host();
    facts.put(
        "Machine",
        "Linux %s, %s, %d processors %s"
            .formatted(host.kernel(), host.architecture(), host.processors(), host.cpu()));
    facts.put(
        "Load",
        certificate.loadAtStart().words()
            + " at the start, "
            + certificate.loadAtEnd().words()
            + " at the end");
    facts.put("Log ends with", certificate.log());
    return facts;
  }

  public List<FeatureClaim> features() {
    return certificate.features();
  }

  public List<ScenarioOutcome> scenarios(FeatureClaim feature) {
    return certificate.scenarios().stream()
        .filter(s -> s.feature().equals(feature.name()))
        .toList();
  }

  /** Returns the number of a feature's scenarios by outcome: {@code 2 passed, 1 deviation}. */
  public String counts(FeatureClaim feature) {
    var counts = new ArrayList<String>();
    for (var outcome : CertifiedOutcome.values()) {
      long number = scenarios(feature).stream().filter(s -> s.outcome() == outcome).count();
      if (number > 0) {
        counts.add(number + " " + outcome.word());
      }
    }
    return String.join(", ", counts);
  }
}
