package org.midolab.lab.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.midolab.lab.guide.catalogue.Catalogue.Chapter;
import org.midolab.lab.guide.catalogue.Catalogue.Item;
import org.midolab.lab.guide.catalogue.Catalogue.Section;
import org.midolab.lab.guide.catalogue.Differences;
import org.midolab.lab.guide.catalogue.Waivers.Waiver;
import org.midolab.lab.guide.run.GuideResult;
import org.midolab.lab.guide.run.Outcome;
import org.midolab.lab.guide.run.ScenarioResult;
import org.midolab.lab.spec.LabPlan;

/**
 * The data of the report's templates, in the page's order. It has texts and numbers, but no markup.
 */
final class ReportPage {

  /** Prefix of the title of evidence that is a measured figure. */
  private static final String FIGURE = "figure: ";

  private static final String STYLE = "guide-report.css";

  /** Number of lines of a text. Longer texts are collapsed. */
  private static final int LINES_SHOWN = 6;

  /** The meaning of every outcome, in the order of the counts. */
  private static final Map<String, String> MEANINGS = meanings();

  /** The number of items with one outcome. */
  record Count(String word, int number, String meaning) {
    String css() {
      return ReportPage.css(word);
    }

    String share() {
      return number + " " + word;
    }
  }

  /**
   * A link to a part of the page.
   *
   * @param share the passed share of the part, such as {@code 3 of 4 passed}; empty if it does not
   *     apply
   */
  record Link(String anchor, String words, boolean red, String share) {}

  record Figure(String scenario, String what, String measured) {}

  /**
   * A chapter.
   *
   * @param badge a word about the chapter's status; empty for a chapter of the guide that is tested
   * @param counts number of its items by outcome
   */
  record ChapterPart(
      String anchor,
      String name,
      String badge,
      String badgeCss,
      boolean red,
      String counts,
      List<SectionPart> sections) {}

  /**
   * A section of a chapter.
   *
   * @param textOnly items without anything to test, which are listed in one line below the table
   */
  record SectionPart(String title, List<Row> rows, List<Item> textOnly) {}

  /** An item with its outcome and its scenarios. */
  record Row(Item item, Outcome outcome, List<ScenarioResult> scenarios) {
    String css() {
      return ReportPage.css(outcome.word());
    }

    /** Reports whether the outcome adds something that no scenario shows. */
    boolean ownWords() {
      return scenarios.isEmpty() || outcome instanceof Outcome.Waived;
    }
  }

  /** A piece of evidence: a text that was typed or seen. */
  record Piece(String title, String text, long lines) {
    boolean folded() {
      return lines > LINES_SHOWN;
    }
  }

  private final GuideResult result;
  private final Map<Item, Outcome> outcomes;
  private final Differences differences;
  private final Optional<LabPlan> plan;
  private final LocalDate day;

  ReportPage(GuideResult result, Differences differences, Optional<LabPlan> plan, LocalDate day) {
    this.result = result;
    this.outcomes = result.items();
    this.differences = differences;
    this.plan = plan;
    this.day = day;
  }

  private static Map<String, String> meanings() {
    var meanings = new LinkedHashMap<String, String>();
    meanings.put("failed", "the expected result was not seen");
    meanings.put("blocked", "not tried, because something that it needs failed");
    meanings.put("passed", "the result was observed from outside, as the guide describes it");
    meanings.put("not measured", "the machine was too busy for a reliable figure");
    meanings.put(
        "not applicable", "a probe showed that this lab has nothing that the item is about");
    meanings.put("waived", "not tested, for a reason, with an owner and an end date");
    meanings.put("text only", "explanatory text, nothing to observe");
    meanings.put("not run", "this run did not reach it");
    return meanings;
  }

  String style() {
    try (var css = ReportPage.class.getResourceAsStream(STYLE)) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String guide() {
    return result.catalogue().guide();
  }

  String verdict() {
    return result.verdict().sentence();
  }

  /** Returns a sentence with the number of items, the mode, the duration and the date. */
  String circumstances() {
    var mode =
        switch (result.mode()) {
          case PERFORM_AND_OBSERVE -> "performed and observed";
          case PERFORM -> "performed";
          case OBSERVE -> "observed";
        };
    return "%d items of the guide and beyond, %s in %s, %s"
        .formatted(outcomes.size(), mode, spell(result.took()), day);
  }

  List<Count> counts() {
    var numbers = new LinkedHashMap<String, Integer>();
    MEANINGS.keySet().forEach(word -> numbers.put(word, 0));
    outcomes.values().forEach(outcome -> numbers.merge(outcome.word(), 1, Integer::sum));
    return numbers.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(
            entry ->
                new Count(
                    entry.getKey(), entry.getValue(), MEANINGS.getOrDefault(entry.getKey(), "")))
        .toList();
  }

  /** Returns links to the parts of the page, in its order. */
  List<Link> links() {
    return Stream.of(
            link("red", "Failures", !red().isEmpty()),
            link("waivers", "Waivers", !waivers().isEmpty()),
            link("lab", "The lab", plan.isPresent()),
            link("figures", "Figures", !figures().isEmpty()),
            result.catalogue().chapters().stream().map(this::link),
            link("differences", "Differences from the guide", true))
        .flatMap(links -> links)
        .toList();
  }

  private static Stream<Link> link(String anchor, String words, boolean isThere) {
    return isThere ? Stream.of(new Link(anchor, words, false, "")) : Stream.of();
  }

  private Link link(Chapter chapter) {
    var passed =
        chapter.items().stream().filter(i -> outcomes.get(i) instanceof Outcome.Passed).count();
    return new Link(
        anchor(chapter),
        name(chapter),
        isRed(chapter),
        passed + " of " + chapter.items().size() + " passed");
  }

  List<ScenarioResult> red() {
    return result.scenarios().stream().filter(s -> s.outcome().isRed()).toList();
  }

  List<Waiver> waivers() {
    return result.waivers().waivers().stream().filter(waiver -> !waiver.textOnly()).toList();
  }

  Optional<LabPicture> picture() {
    return plan.map(LabPicture::new);
  }

  /** Returns the figures that were measured during the run. */
  List<Figure> figures() {
    return result.scenarios().stream()
        .flatMap(
            scenario ->
                scenario.evidence().stream()
                    .filter(evidence -> evidence.title().startsWith(FIGURE))
                    .map(
                        evidence ->
                            new Figure(
                                scenario.scenario().name(),
                                evidence.title().substring(FIGURE.length()),
                                evidence.text())))
        .toList();
  }

  List<Differences.Difference> differences() {
    return differences.differences();
  }

  List<ChapterPart> chapters() {
    return result.catalogue().chapters().stream().map(this::chapter).toList();
  }

  private ChapterPart chapter(Chapter chapter) {
    var badge =
        switch (chapter.status()) {
          case NOT_YET -> "not yet";
          case OURS -> "ours, not the guide’s";
          case BEYOND -> "beyond the guide";
          case CERTIFIED -> "for certificates";
          case HERE -> "";
        };
    return new ChapterPart(
        anchor(chapter),
        name(chapter),
        badge,
        badge.equals("not yet") ? "waived" : "ours",
        isRed(chapter),
        counts(chapter.items()),
        chapter.sections().stream().map(this::section).toList());
  }

  /** Returns the number of the items by outcome: {@code 12 passed, 1 waived}. */
  private String counts(List<Item> items) {
    return items.stream()
        .collect(
            Collectors.groupingBy(
                item -> outcome(item).word(), TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private SectionPart section(Section section) {
    return new SectionPart(
        section.title(),
        section.items().stream()
            .filter(item -> !isTextOnly(item))
            .map(item -> new Row(item, outcome(item), result.of(item)))
            .toList(),
        section.items().stream().filter(this::isTextOnly).toList());
  }

  private boolean isTextOnly(Item item) {
    return outcome(item) instanceof Outcome.TextOnly;
  }

  private Outcome outcome(Item item) {
    return Objects.requireNonNull(outcomes.get(item), "each item of the catalogue has an outcome");
  }

  private boolean isRed(Chapter chapter) {
    return chapter.items().stream().anyMatch(item -> outcome(item).isRed());
  }

  private static String anchor(Chapter chapter) {
    return "chapter-" + chapter.number().replaceAll("[^A-Za-z0-9]", "-");
  }

  /**
   * Returns a chapter's name. Chapters of the guide have numbers; for our own, the title suffices.
   */
  private static String name(Chapter chapter) {
    return Character.isDigit(chapter.number().charAt(0))
        ? chapter.number() + " " + chapter.title()
        : chapter.title();
  }

  /** Reports whether the scenario is listed among the failures. A blocked scenario is not. */
  static boolean isFailed(ScenarioResult scenario) {
    return scenario.outcome() instanceof Outcome.Failed;
  }

  static String anchor(ScenarioResult failure) {
    return "red-" + failure.scenario().id() + "-" + failure.scenario().line();
  }

  /** Returns the detail of the outcome. A waiver is described with its item instead. */
  static String remark(ScenarioResult scenario) {
    return scenario.outcome() instanceof Outcome.Waived ? "" : scenario.outcome().detail();
  }

  /** Returns the evidence of a scenario, in order. */
  static List<Piece> pieces(ScenarioResult scenario) {
    return scenario.evidence().stream()
        .map(
            evidence ->
                new Piece(evidence.title(), evidence.text(), evidence.text().lines().count()))
        .toList();
  }

  static String spell(Duration duration) {
    if (duration.toMinutes() > 0) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
    return "%.1f s".formatted(duration.toMillis() / 1000.0);
  }

  private static String css(String word) {
    return word.replace(' ', '-');
  }
}
