package org.midolab.midonet.cli.session;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.midolab.midonet.cli.grammar.Words;
import org.midolab.midonet.cli.schema.Schema;

/**
 * A session on a terminal: prompt, line editing, completion, and a history file in the user's home
 * directory. Lines with secrets are not stored in the history.
 */
final class Shell {

  static final String PROMPT = "midonet> ";

  private final Terminal terminal;
  private final LineReader reader;

  private Shell(Terminal terminal, LineReader reader) {
    this.terminal = terminal;
    this.reader = reader;
  }

  /** Opens the terminal of standard input. */
  static Terminal systemTerminal() throws IOException {
    // The providers jni and jansi would unpack a native library into /tmp. The kernel is called
    // directly instead, or stty as a last resort.
    return TerminalBuilder.builder().system(true).jni(false).build();
  }

  static Shell on(Terminal terminal, Path history, Schema schema, Aliases aliases) {
    var completion = new Completion(schema, aliases);
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("midonet-cli")
            .parser((line, cursor, _) -> Typed.of(line, cursor))
            .completer(
                (_, line, candidates) ->
                    completion.at(((Typed) line).split, line.wordIndex()).stream()
                        .map(Candidate::new)
                        .forEach(candidates::add))
            .history(new SecretFreeHistory())
            .variable(LineReader.HISTORY_FILE, history)
            .option(
                LineReader.Option.DISABLE_EVENT_EXPANSION,
                true) // '!' inverts a match, it recalls nothing
            .option(
                LineReader.Option.BRACKETED_PASTE,
                false) // each line of a pasted guide is a command
            .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
            .build();
    restrict(history);
    return new Shell(terminal, reader);
  }

  PrintWriter out() {
    return terminal.writer();
  }

  /**
   * Reads and performs lines until the session ends. Returns whether the last command succeeded.
   */
  boolean run(Function<String, Interpreter.Outcome> perform) {
    boolean succeeded = true;
    while (true) {
      String line;
      try {
        line = reader.readLine(PROMPT);
      } catch (UserInterruptException e) {
        continue; // Ctrl-C drops the line
      } catch (EndOfFileException e) {
        return succeeded;
      }
      if (line.isBlank()) {
        continue;
      }
      Interpreter.Outcome outcome = perform.apply(line);
      if (outcome.ends()) {
        return outcome == Interpreter.Outcome.END ? succeeded : false;
      }
      succeeded = outcome.succeeded();
    }
  }

  /** Makes the history readable only for its owner, since it shows changes of the network. */
  private static void restrict(Path history) {
    try {
      if (!Files.exists(history)) {
        Files.createFile(
            history,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
    } catch (IOException | UnsupportedOperationException e) {
      // The home directory is not writable: the session works without a history file.
    }
  }

  private static final class SecretFreeHistory extends DefaultHistory {

    @Override
    public void add(Instant time, String line) {
      if (!Secrets.inLine(line)) {
        super.add(time, line);
      }
    }
  }

  /** A line for the line reader, split into words by the grammar. */
  private record Typed(
      Words split, String line, int cursor, int wordIndex, String word, int wordCursor)
      implements CompletingParsedLine {

    static Typed of(String line, int cursor) {
      Words before = Words.of(line.substring(0, cursor));
      boolean inWord =
          !before.isEmpty()
              && (before.openQuote() || !Character.isWhitespace(line.charAt(cursor - 1)));
      int index = inWord ? before.size() - 1 : before.size();
      String word = inWord ? before.text(index) : "";
      return new Typed(before, line, cursor, index, word, word.length());
    }

    @Override
    public List<String> words() {
      return split.words().stream().map(Words.Word::text).toList();
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate; // no word of the grammar and no alias needs quotes
    }

    @Override
    public int rawWordCursor() {
      return wordCursor;
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }
  }
}
