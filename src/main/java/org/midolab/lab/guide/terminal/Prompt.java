package org.midolab.lab.guide.terminal;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** A program with a prompt of its own in a shell on a node, which stays open. */
final class Prompt implements AutoCloseable {

  private static final Duration OPENING = Duration.ofSeconds(30);

  private final Shell shell;
  private final Pattern prompt;
  private final Duration answer;

  /**
   * Starts the program, and waits up to 30 s for its prompt.
   *
   * @param shell is closed with the prompt, or if the program does not start
   * @param program its command line
   * @param answer time limit of a command
   */
  Prompt(Shell shell, String program, Pattern prompt, Duration answer) {
    this.shell = shell;
    this.prompt = prompt;
    this.answer = answer;
    try {
      shell.session().type(program);
      shell.session().awaitPrompt(prompt, OPENING);
    } catch (RuntimeException | Error e) {
      shell.close();
      throw e;
    }
  }

  /** Types one command, and returns the lines of its output. */
  List<String> type(String command) {
    shell.session().type(command);
    return printed(shell.session().awaitPrompt(prompt, answer).text(), command);
  }

  /**
   * Returns the output without the echo. A line editor may print the prompt and the line again
   * while it edits.
   */
  static List<String> printed(String shown, String command) {
    int echo = shown.lastIndexOf(command);
    var rest = echo < 0 ? shown : shown.substring(echo + command.length());
    return rest.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  @Override
  public void close() {
    shell.close();
  }
}
