package org.midolab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A stranger can open what sources and pages cite (docs: contributing.md#citations): pages and
 * headings exist, links lead somewhere, and pages name only what exists.
 */
class CitationsTest {

  private static final Path PAGES = Path.of("src/site/markdown");
  private static final Path README = Path.of("README.md");

  private static final List<String> ROOTS =
      List.of("src", "images", "features", "labs", ".ci", "lab", "pom.xml", "README.md");

  /** Between two words of a comment, which may go on in the next line. */
  private static final String GAP = "\\s+(?:(?:\\*|//|#)\\s+)?";

  private static final Pattern CITATION = Pattern.compile("\\bdocs:" + GAP + "(\\S+)");

  /** A page and a heading, and the punctuation of the sentence. */
  private static final Pattern PLACE =
      Pattern.compile("([a-z0-9-]+\\.md)#([a-z0-9_-]+)[^a-z0-9_#-]*");

  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern TEST = Pattern.compile("[A-Z]\\w*(?:Test|IT)");
  private static final Pattern CONSTANT = Pattern.compile("([A-Z]\\w*[a-z]\\w*)\\.([A-Z][A-Z_]+)");

  /** Notes outside of the repository. In pieces, so that this file itself does not name them. */
  private static final List<Pattern> ELSEWHERE =
      List.of(
          Pattern.compile("(?i)\\bfact(?:" + GAP + "|-)?" + "sheet"),
          Pattern.compile("\\bfacts" + "/"),
          Pattern.compile("\\bDES" + "IGN\\b"));

  private final Map<Path, String> sources = new TreeMap<>();

  @BeforeEach
  void read() throws IOException {
    for (String root : ROOTS) {
      try (Stream<Path> files = Files.walk(Path.of(root))) {
        for (Path file : files.toList()) {
          if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            text(file).ifPresent(text -> sources.put(file, text));
          }
        }
      }
    }
    assertThat(sources).hasSizeGreaterThan(500).containsKey(README);
  }

  /** A file's text; empty when its bytes are no text. */
  private static Optional<String> text(Path file) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The README and all pages, without blocks of code. */
  private Map<Path, String> pages() {
    Map<Path, String> pages = new TreeMap<>();
    sources.forEach(
        (file, text) -> {
          if (file.equals(README) || file.startsWith(PAGES)) {
            pages.put(file, withoutBlocks(text));
          }
        });
    return pages;
  }

  /** The text with empty lines in place of blocks of code, so that lines keep their numbers. */
  private static String withoutBlocks(String page) {
    return FENCED.matcher(page).replaceAll(block -> "\n".repeat(lines(block.group())));
  }

  private static int lines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }

  private static List<String> faults(
      Map<Path, String> texts, Pattern wanted, BiConsumer<Found, List<String>> judge) {
    List<String> faults = new ArrayList<>();
    texts.forEach(
        (file, text) ->
            wanted
                .matcher(text)
                .results()
                .forEach(match -> judge.accept(new Found(file, text, match), faults)));
    return faults;
  }

  private record Found(Path file, String text, MatchResult match) {

    String group() {
      return match.group(1);
    }

    String fault(String what) {
      return "%s:%d: %s".formatted(file, lines(text.substring(0, match.start())) + 1, what);
    }
  }

  /** The anchors that GitHub makes of a page's headings. */
  private static Set<String> anchors(String page) {
    Set<String> anchors = new HashSet<>();
    HEADING
        .matcher(withoutBlocks(page))
        .results()
        .map(
            heading ->
                heading
                    .group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'))
        .forEach(anchors::add);
    return anchors;
  }

  /** Why there is no such place; empty when there is one. */
  private Optional<String> missing(Path page, String anchor) {
    String text = sources.get(page);
    if (text == null) {
      return Optional.of("there is no page " + page);
    }
    return anchors(text).contains(anchor)
        ? Optional.empty()
        : Optional.of(page + " has no heading for #" + anchor);
  }

  @Test
  void everyCitationOfAPageLeadsToAHeading() {
    Map<Path, String> citing = new TreeMap<>(sources);
    citing.keySet().removeIf(file -> file.startsWith(PAGES) || file.endsWith("CitationsTest.java"));
    List<String> faults =
        faults(
            citing,
            CITATION,
            (found, into) -> {
              var place = PLACE.matcher(found.group());
              if (!place.matches()) {
                into.add(
                    found.fault("'" + found.group() + "' is no citation; write PAGE.md#HEADING"));
              } else {
                missing(PAGES.resolve(place.group(1)), place.group(2))
                    .ifPresent(why -> into.add(found.fault(why)));
              }
            });
    assertThat(faults).isEmpty();
    assertThat(citing.values().stream().flatMap(text -> CITATION.matcher(text).results()))
        .hasSizeGreaterThan(100);
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() {
    List<String> faults =
        faults(
            pages(),
            LINK,
            (found, into) -> {
              String[] link = found.group().split("#", 2);
              if (link[0].contains("://")) {
                return;
              }
              Path target =
                  link[0].isEmpty()
                      ? found.file()
                      : found.file().resolveSibling(link[0]).normalize();
              if (!Files.exists(target)) {
                into.add(found.fault("there is no " + target));
              } else if (link.length == 2) {
                missing(target, link[1]).ifPresent(why -> into.add(found.fault(why)));
              }
            });
    assertThat(faults).isEmpty();
  }

  @Test
  void everyPageIsListed() {
    String index = sources.get(PAGES.resolve("index.md"));
    assertThat(pages().keySet())
        .filteredOn(page -> page.startsWith(PAGES) && !page.endsWith("index.md"))
        .hasSizeGreaterThan(5)
        .allSatisfy(page -> assertThat(index).contains("](" + page.getFileName() + ")"));
  }

  @Test
  void nothingOutsideOfTheRepositoryIsCited() {
    for (Pattern elsewhere : ELSEWHERE) {
      assertThat(
              faults(sources, elsewhere, (found, into) -> into.add(found.fault("cites elsewhere"))))
          .as(elsewhere.pattern())
          .isEmpty();
    }
  }

  @Test
  void pagesNameTestsAndConstantsThatExist() {
    Map<String, String> classes = new TreeMap<>();
    sources.forEach(
        (file, text) -> {
          String name = file.getFileName().toString();
          if (name.endsWith(".java")) {
            classes.merge(name.replace(".java", ""), text, String::concat);
          }
        });
    List<String> faults =
        faults(
            pages(),
            CODE,
            (found, into) -> {
              String code = found.group();
              if (TEST.matcher(code).matches() && !classes.containsKey(code)) {
                into.add(found.fault("there is no test " + code));
              }
              var constant = CONSTANT.matcher(code);
              if (constant.matches()
                  && !classes
                      .getOrDefault(constant.group(1), "")
                      .matches("(?s).*\\b" + constant.group(2) + "\\b.*")) {
                into.add(found.fault("there is no constant " + code));
              }
            });
    assertThat(faults).isEmpty();
  }
}
