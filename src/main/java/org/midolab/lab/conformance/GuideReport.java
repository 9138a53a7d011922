package org.midolab.lab.conformance;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import org.midolab.lab.guide.catalogue.Differences;
import org.midolab.lab.guide.run.GuideResult;
import org.midolab.lab.spec.LabPlan;

/**
 * The report of a run, on one HTML page: a picture of the lab, every item of the guide with its
 * scenario, outcome and evidence, the measured figures, the table of differences, and the waivers.
 * The page needs no other files and no scripts, and is well-formed XML. Its templates are in {@code
 * src/main/jte}.
 */
public final class GuideReport {

  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, null, GuideReport.class.getPackageName());

  private final ReportPage page;

  /**
   * @param plan plan of the lab, for its picture
   */
  public GuideReport(
      GuideResult result, Differences differences, Optional<LabPlan> plan, LocalDate day) {
    this.page = new ReportPage(result, differences, plan, day);
  }

  /** Writes the page. Creates its directory if it is missing. */
  public void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, page());
    } catch (IOException e) {
      throw new UncheckedIOException("the report cannot be written to " + file, e);
    }
  }

  String page() {
    var output = new StringOutput();
    TEMPLATES.render("guide-report.jte", page, output);
    return known(output.toString());
  }

  /**
   * Replaces characters that XML does not allow with '?'. A program's output may contain such
   * characters.
   */
  private static String known(String page) {
    var result = new StringBuilder(page.length());
    page.codePoints().forEach(c -> result.appendCodePoint(isKnown(c) ? c : '?'));
    return result.toString();
  }

  /** Reports whether XML allows the character (XML 1.0, section 2.2). */
  private static boolean isKnown(int c) {
    return c == '\t'
        || c == '\n'
        || c >= 0x20 && c <= 0xD7FF
        || c >= 0xE000 && c <= 0xFFFD
        || c >= 0x10000;
  }
}
