package org.midolab.lab.conformance;

import static org.midolab.lab.conformance.GuideReport.css;
import static org.midolab.lab.conformance.Markup.element;
import static org.midolab.lab.conformance.Markup.text;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.midolab.lab.guide.Catalogue.Chapter;
import org.midolab.lab.guide.GuideResult;
import org.midolab.lab.guide.Outcome;

/**
 * The top of the page: what came of it in one line, how much of what, and where to find the rest.
 */
final class ReportOverview {

  /** Every outcome with what it means, in the order in which they are counted. */
  private static final Map<String, String> MEANINGS = meanings();

  private final GuideResult result;
  private final LocalDate day;

  ReportOverview(GuideResult result, LocalDate day) {
    this.result = result;
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

  static String anchor(Chapter chapter) {
    return "chapter-" + chapter.number().replaceAll("[^A-Za-z0-9]", "-");
  }

  String header() {
    var counts = counts();
    var bar =
        counts.entrySet().stream()
            .map(
                e ->
                    "<span class=\"%s\" style=\"flex:%d\" title=\"%d %s\"></span>"
                        .formatted(css(e.getKey()), e.getValue(), e.getValue(), e.getKey()))
            .collect(Collectors.joining());
    var legend =
        counts.entrySet().stream()
            .map(
                e ->
                    element(
                        "li",
                        element(
                            "span class=\"badge " + css(e.getKey()) + "\"",
                            text(e.getValue() + " " + e.getKey())),
                        text(" " + MEANINGS.get(e.getKey()))))
            .collect(Collectors.joining());
    return element(
        "header",
        element("p class=\"over\"", text(result.catalogue().guide())),
        element("h1", text(result.verdict().sentence())),
        element(
            "p class=\"under\"",
            text(
                result.items().size()
                    + " items of the guide and beyond, "
                    + modeWord()
                    + " in "
                    + GuideReport.spell(result.took())
                    + ", "
                    + day)),
        element("div class=\"bar\"", bar),
        element("ul class=\"counts\"", legend),
        element("nav", links()));
  }

  private String modeWord() {
    return switch (result.mode()) {
      case PERFORM_AND_OBSERVE -> "performed and observed";
      case PERFORM -> "performed";
      case OBSERVE -> "observed";
    };
  }

  private Map<String, Integer> counts() {
    var counts = new LinkedHashMap<String, Integer>();
    MEANINGS.keySet().forEach(word -> counts.put(word, 0));
    result.items().values().forEach(outcome -> counts.merge(outcome.word(), 1, Integer::sum));
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  private String links() {
    var links = new StringBuilder();
    if (!result.isGreen()) {
      links.append(link("red", "What is red", List.of()));
    }
    links.append(link("waivers", "What is waived", List.of()));
    links.append(link("lab", "The lab", List.of()));
    if (result.scenarios().stream()
        .flatMap(s -> s.evidence().stream())
        .anyMatch(e -> e.title().startsWith(GuideReport.FIGURE))) {
      links.append(link("figures", "Figures", List.of()));
    }
    var outcomes = result.items();
    for (var chapter : result.catalogue().chapters()) {
      links.append(
          link(
              anchor(chapter),
              name(chapter),
              chapter.sections().stream()
                  .flatMap(section -> section.items().stream())
                  .map(outcomes::get)
                  .toList()));
    }
    return links.append(link("differences", "What the lab does differently", List.of())).toString();
  }

  /** The guide's chapters have numbers; ours have words that their titles hold. */
  static String name(Chapter chapter) {
    return Character.isDigit(chapter.number().charAt(0))
        ? chapter.number() + " " + chapter.title()
        : chapter.title();
  }

  /** A chapter's link says how much of it was seen. */
  private static String link(String anchor, String words, List<Outcome> outcomes) {
    var passed = outcomes.stream().filter(o -> o instanceof Outcome.Passed).count();
    var red = outcomes.stream().anyMatch(Outcome::isRed);
    return element(
        "a href=\"#" + anchor + "\"" + (red ? " class=\"red\"" : ""),
        text(words),
        outcomes.isEmpty()
            ? ""
            : element("span", text(" " + passed + " of " + outcomes.size() + " passed")));
  }
}
