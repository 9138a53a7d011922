package org.midolab.lab.conformance;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Builds a tree of elements as text that any XML reader takes: what goes in as text comes out as
 * text.
 */
final class Markup {

  private Markup() {}

  /**
   * An element.
   *
   * @param tag its name, with attributes behind it where it has some: {@code td class="id"}
   * @param children markup already; see {@link #text}
   */
  static String element(String tag, String... children) {
    var name = tag.contains(" ") ? tag.substring(0, tag.indexOf(' ')) : tag;
    var inside = String.join("", children);
    return "<" + tag + ">" + inside + "</" + name + ">";
  }

  /** Plain text as markup; characters that XML does not know are shown as a question mark. */
  static String text(String plain) {
    var result = new StringBuilder(plain.length());
    plain
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> result.append("&amp;");
                case '<' -> result.append("&lt;");
                case '>' -> result.append("&gt;");
                case '"' -> result.append("&quot;");
                default -> result.appendCodePoint(isKnown(c) ? c : '?');
              }
            });
    return result.toString();
  }

  /** A table row of cells that are markup already. */
  static String row(String... cells) {
    return element(
        "tr", Arrays.stream(cells).map(cell -> element("td", cell)).collect(Collectors.joining()));
  }

  static String headings(String... titles) {
    return element(
        "thead",
        element(
            "tr",
            Arrays.stream(titles).map(t -> element("th", text(t))).collect(Collectors.joining())));
  }

  private static boolean isKnown(int c) {
    return c == '\t'
        || c == '\n'
        || c >= 0x20 && c <= 0xD7FF
        || c >= 0xE000 && c <= 0xFFFD
        || c >= 0x10000;
  }
}
