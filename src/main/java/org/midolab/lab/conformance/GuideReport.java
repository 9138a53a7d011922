package org.midolab.lab.conformance;

import static org.midolab.lab.conformance.Markup.element;
import static org.midolab.lab.conformance.Markup.headings;
import static org.midolab.lab.conformance.Markup.row;
import static org.midolab.lab.conformance.Markup.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.midolab.lab.guide.Catalogue;
import org.midolab.lab.guide.Catalogue.Chapter;
import org.midolab.lab.guide.Catalogue.Item;
import org.midolab.lab.guide.Differences;
import org.midolab.lab.guide.GuideResult;
import org.midolab.lab.guide.Outcome;
import org.midolab.lab.guide.ScenarioResult;
import org.midolab.lab.guide.Waivers;
import org.midolab.lab.spec.LabPlan;

/**
 * One page that says everything of a run: the lab's picture, every item of the guide with its
 * scenario, outcome and evidence, the figures, the differences table, the waivers. It needs nothing
 * beside it and no script.
 */
public final class GuideReport {

  /** How the title of evidence begins that is a figure. */
  static final String FIGURE = "figure: ";

  private static final String STYLE = "guide-report.css";

  private final GuideResult result;
  private final Differences differences;
  private final Optional<LabPlan> plan;
  private final LocalDate day;

  /**
   * @param plan the lab that was walked, for its picture
   */
  public GuideReport(
      GuideResult result, Differences differences, Optional<LabPlan> plan, LocalDate day) {
    this.result = result;
    this.differences = differences;
    this.plan = plan;
    this.day = day;
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
    return "<!DOCTYPE html>\n"
        + element(
            "html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\"",
            element(
                "head",
                "<meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>",
                element("title", text("The guide: " + result.verdict().sentence())),
                element("style", style())),
            element(
                "body",
                new ReportOverview(result, day).header(),
                element(
                    "main",
                    new ReportFailures(result).section(),
                    waivers(),
                    picture(),
                    figures(),
                    chapters(),
                    differences())))
        + "\n";
  }

  private String picture() {
    return plan.map(
            p ->
                element(
                    "section id=\"lab\" class=\"picture\"",
                    element("h2", text("The lab " + p.name())),
                    LabPicture.of(p)))
        .orElse("");
  }

  /** What was measured on the way. */
  private String figures() {
    var rows = new StringBuilder();
    for (var scenario : result.scenarios()) {
      for (var evidence : scenario.evidence()) {
        if (evidence.title().startsWith(FIGURE)) {
          rows.append(
              row(
                  text(scenario.scenario().name()),
                  text(evidence.title().substring(FIGURE.length())),
                  text(evidence.text())));
        }
      }
    }
    if (rows.isEmpty()) {
      return "";
    }
    return element(
        "section id=\"figures\"",
        element("h2", "Figures"),
        element(
            "table", headings("Scenario", "What", "Measured"), element("tbody", rows.toString())));
  }

  private String chapters() {
    return result.catalogue().chapters().stream().map(this::chapter).collect(Collectors.joining());
  }

  private String chapter(Chapter chapter) {
    var status =
        switch (chapter.status()) {
          case NOT_YET -> element("span class=\"badge waived\"", "not yet");
          case OURS -> element("span class=\"badge ours\"", "ours, not the guide’s");
          case BEYOND -> element("span class=\"badge ours\"", "beyond the guide");
          case HERE -> "";
        };
    var outcomes = result.items();
    boolean red = chapter.items().stream().anyMatch(item -> outcomes.get(item).isRed());
    return element(
        "section id=\"" + ReportOverview.anchor(chapter) + "\" class=\"chapter\"",
        element(
            red ? "details open=\"open\"" : "details",
            element(
                "summary",
                element("h2", text(ReportOverview.name(chapter)), " ", status),
                element("span class=\"place\"", text(" " + counts(chapter.items())))),
            chapter.sections().stream().map(this::section).collect(Collectors.joining())));
  }

  /** How many of some items ended in which way: {@code 12 passed, 1 waived}. */
  private String counts(List<Item> items) {
    return items.stream()
        .collect(
            Collectors.groupingBy(
                item -> result.items().get(item).word(), TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  /** What is text only stands in one line below the table. */
  private String section(Catalogue.Section section) {
    var outcomes = result.items();
    var silent =
        section.items().stream()
            .filter(item -> outcomes.get(item) instanceof Outcome.TextOnly)
            .toList();
    var rows =
        section.items().stream()
            .filter(item -> !silent.contains(item))
            .map(this::item)
            .collect(Collectors.joining());
    return element(
        "div",
        element("h3", text(section.title())),
        rows.isEmpty()
            ? ""
            : element(
                "table class=\"items\"",
                headings("Item", "What the guide says", "Outcome", "Evidence"),
                element("tbody", rows)),
        silent.isEmpty()
            ? ""
            : element(
                "p class=\"text-only\"",
                text("Text only, nothing to observe: "),
                silent.stream().map(GuideReport::mention).collect(Collectors.joining(", "))));
  }

  private static String mention(Item item) {
    return element(
        "code id=\"%s\" title=\"%s\"".formatted(item.id(), text(item.title())), text(item.id()));
  }

  private String item(Item item) {
    var outcome = result.items().get(item);
    return element(
        "tr id=\"" + item.id() + "\" class=\"" + css(outcome.word()) + "\"",
        element("td class=\"id\"", element("code", text(item.id()))),
        element(
            "td",
            text(item.title()),
            item.nodes().isEmpty()
                ? ""
                : element("div class=\"nodes\"", text(String.join(" · ", item.nodes())))),
        element(
            "td class=\"outcome\"",
            element("span class=\"badge " + css(outcome.word()) + "\"", text(outcome.word()))),
        element("td", evidence(item, outcome)));
  }

  private String evidence(Item item, Outcome outcome) {
    var results = result.of(item);
    var scenarios = results.stream().map(this::scenario).collect(Collectors.joining());
    boolean ownWords = results.isEmpty() || outcome instanceof Outcome.Waived;
    return ownWords ? element("p", text(outcome.detail())) + scenarios : scenarios;
  }

  private String scenario(ScenarioResult scenario) {
    var summary =
        element(
            "summary",
            text(scenario.scenario().name()),
            element(
                "span class=\"place\"",
                text(" " + scenario.scenario().place() + ", " + spell(scenario.took()))));
    if (scenario.outcome().isRed()) {
      return element("p class=\"red\"", ReportFailures.link(scenario, scenario.scenario().name()));
    }
    // A waiver is spelt out beside the item itself.
    var detail = scenario.outcome() instanceof Outcome.Waived ? "" : scenario.outcome().detail();
    return element(
        "details",
        summary,
        detail.isEmpty() ? "" : element("p class=\"detail\"", text(detail)),
        ReportFailures.pieces(scenario));
  }

  private String differences() {
    var rows =
        differences.differences().stream()
            .map(
                d ->
                    row(
                        element("code", text(d.step())),
                        text(d.guide()),
                        text(d.lab()),
                        text(d.why())))
            .collect(Collectors.joining());
    return element(
        "section id=\"differences\"",
        element("h2", "What the lab does differently"),
        element(
            "table",
            headings("Step", "The guide says", "The lab does", "Because"),
            element("tbody", rows)));
  }

  private String waivers() {
    var rows =
        result.waivers().waivers().stream()
            .filter(waiver -> !waiver.textOnly())
            .map(this::waiver)
            .collect(Collectors.joining());
    if (rows.isEmpty()) {
      return "";
    }
    return element(
        "section id=\"waivers\"",
        element("h2", "What is waived"),
        element(
            "table",
            headings("Items", "Reason", "Owner", "Since", "Until"),
            element("tbody", rows)));
  }

  private String waiver(Waivers.Waiver waiver) {
    return row(
        waiver.items().stream()
            .map(id -> element("code", text(id)))
            .collect(Collectors.joining(" ")),
        text(waiver.reason()),
        text(waiver.owner()),
        text(waiver.since().toString()),
        text(waiver.expires().toString()));
  }

  static String css(String word) {
    return word.replace(' ', '-');
  }

  static String spell(Duration duration) {
    if (duration.toMinutes() > 0) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
    return "%.1f s".formatted(duration.toMillis() / 1000.0);
  }

  private static String style() {
    try (var css = GuideReport.class.getResourceAsStream(STYLE)) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
