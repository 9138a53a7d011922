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
 * One page that says everything of a run: the lab's picture, every item of the guide with its
 * scenario, outcome and evidence, the figures, the differences table, the waivers. It needs nothing
 * beside it and no script, and any XML reader takes it. Its markup is in {@code src/main/jte}.
 */
public final class GuideReport {

  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, null, GuideReport.class.getPackageName());

  private final ReportPage page;

  /**
   * @param plan the lab that was walked, for its picture
   */
  public GuideReport(
      GuideResult result, Differences differences, Optional<LabPlan> plan, LocalDate day) {
    this.page = new ReportPage(result, differences, plan, day);
  }

  /** Writes the page, making its directory where there is none. */
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

  /** Shows characters that XML does not know, which a program may have printed, as '?'. */
  private static String known(String page) {
    var result = new StringBuilder(page.length());
    page.codePoints().forEach(c -> result.appendCodePoint(isKnown(c) ? c : '?'));
    return result.toString();
  }

  /** XML 1.0, section 2.2. */
  private static boolean isKnown(int c) {
    return c == '\t'
        || c == '\n'
        || c >= 0x20 && c <= 0xD7FF
        || c >= 0xE000 && c <= 0xFFFD
        || c >= 0x10000;
  }
}
