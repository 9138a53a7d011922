package org.midolab.lab.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** What the report's templates show, in their order: words and numbers, no markup. */
final class ReportPage {

  /** How the title of evidence begins that is a figure. */
  private static final String FIGURE = "figure: ";

  private static final String STYLE = "guide-report.css";

  /** Longer texts are folded. */
  private static final int LINES_SHOWN = 6;

  /** Every outcome with what it means, in the order in which they are counted. */
  private static final Map<String, String> MEANINGS = meanings();

  /** How many items ended in one way. */
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
   * @param share how much of it was seen; empty where that says nothing
   */
  record Link(String anchor, String words, boolean red, String share) {}

  record Figure(String scenario, String what, String measured) {}

  /**
   * A chapter.
   *
   * @param badge a word about its status; empty for the guide's own that is tested here
   * @param counts how its items ended
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
   * @param textOnly what is mentioned in one line below the table
   */
  record SectionPart(String title, List<Row> rows, List<Item> textOnly) {}

  /** An item with what became of it. */
  record Row(Item item, Outcome outcome, List<ScenarioResult> scenarios) {
    String css() {
      return ReportPage.css(outcome.word());
    }

    /** Whether the outcome says something that no scenario says. */
    boolean ownWords() {
      return scenarios.isEmpty() || outcome instanceof Outcome.Waived;
    }
  }

  /** Something that was typed or seen. */
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
    meanings.put("failed", "expected and not seen");
    meanings.put("blocked", "not tried, since something that it needs failed");
    meanings.put("passed", "seen from outside, as the guide promises it");
    meanings.put("not measured", "the machine was too busy for a figure to mean anything");
    meanings.put(
        "not applicable", "there is nothing here that it could be about, by a probe's evidence");
    meanings.put("waived", "not tested, for a reason with an owner and an end");
    meanings.put("text only", "text about the text, nothing to observe");
    meanings.put("not run", "this run did not come to it");
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

  /** How much was done, how, how long it took and when. */
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
        .map(entry -> new Count(entry.getKey(), entry.getValue(), MEANINGS.get(entry.getKey())))
        .toList();
  }

  /** The parts that the page has, in its order. */
  List<Link> links() {
    return Stream.of(
            link("red", "What is red", !red().isEmpty()),
            link("waivers", "What is waived", !waivers().isEmpty()),
            link("lab", "The lab", plan.isPresent()),
            link("figures", "Figures", !figures().isEmpty()),
            result.catalogue().chapters().stream().map(this::link),
            link("differences", "What the lab does differently", true))
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

  /** What was measured on the way. */
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

  /** How many of some items ended in which way: {@code 12 passed, 1 waived}. */
  private String counts(List<Item> items) {
    return items.stream()
        .collect(
            Collectors.groupingBy(
                item -> outcomes.get(item).word(), TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private SectionPart section(Section section) {
    var split =
        section.items().stream()
            .collect(
                Collectors.partitioningBy(item -> outcomes.get(item) instanceof Outcome.TextOnly));
    return new SectionPart(
        section.title(),
        split.get(false).stream()
            .map(item -> new Row(item, outcomes.get(item), result.of(item)))
            .toList(),
        split.get(true));
  }

  private boolean isRed(Chapter chapter) {
    return chapter.items().stream().anyMatch(item -> outcomes.get(item).isRed());
  }

  private static String anchor(Chapter chapter) {
    return "chapter-" + chapter.number().replaceAll("[^A-Za-z0-9]", "-");
  }

  /** The guide's chapters have numbers; ours have words that their titles hold. */
  private static String name(Chapter chapter) {
    return Character.isDigit(chapter.number().charAt(0))
        ? chapter.number() + " " + chapter.title()
        : chapter.title();
  }

  /** Whether it has a place of its own among what is red; what is only blocked has none. */
  static boolean isFailed(ScenarioResult scenario) {
    return scenario.outcome() instanceof Outcome.Failed;
  }

  static String anchor(ScenarioResult failure) {
    return "red-" + failure.scenario().id() + "-" + failure.scenario().line();
  }

  /** What the outcome adds; a waiver is spelt out beside the item itself. */
  static String remark(ScenarioResult scenario) {
    return scenario.outcome() instanceof Outcome.Waived ? "" : scenario.outcome().detail();
  }

  /** All that was typed and seen, in order. */
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
