package org.midolab.midonet.cli.grammar;

import java.util.ArrayList;
import java.util.List;

/**
 * A line, split into words like in a POSIX shell: white space separates words; single quotes keep
 * all characters; double quotes keep all except {@code \"} and {@code \\}; a backslash outside
 * quotes keeps the next character (docs: contract.md#cli-invocation).
 *
 * @param line the typed line
 * @param words the words in order
 * @param openQuote true when the line ends inside a quote, which completion tolerates and a command
 *     does not
 */
public record Words(String line, List<Word> words, boolean openQuote) {

  /**
   * One word.
   *
   * @param text without its quotes
   * @param start index of its first character in the line, including the quote
   */
  public record Word(String text, int start) {}

  public Words {
    words = List.copyOf(words);
  }

  public static Words of(String line) {
    var words = new ArrayList<Word>();
    var text = new StringBuilder();
    int start = -1; // of the current word; negative between words
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote == 0 && Character.isWhitespace(c)) {
        if (start >= 0) {
          words.add(new Word(text.toString(), start));
          text.setLength(0);
          start = -1;
        }
        continue;
      }
      if (start < 0) {
        start = i;
      }
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == '\\'
          && quote != '\''
          && i + 1 < line.length()
          && escapes(quote, line.charAt(i + 1))) {
        text.append(line.charAt(++i));
      } else {
        text.append(c);
      }
    }
    if (start >= 0) {
      words.add(new Word(text.toString(), start));
    }
    return new Words(line, words, quote != 0);
  }

  private static boolean escapes(char quote, char next) {
    return quote == 0 || next == '"' || next == '\\';
  }

  public int size() {
    return words.size();
  }

  public boolean isEmpty() {
    return words.isEmpty();
  }

  public String text(int index) {
    return words.get(index).text();
  }

  /** Returns the unchanged rest of the line from the given word. */
  String from(int index) {
    return line.substring(words.get(index).start()).stripTrailing();
  }
}
