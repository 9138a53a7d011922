package org.midolab.lab.guide.terminal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.runtime.ExecResult;

/** Root's shell on a node. It has its own terminal, which stays open between steps. */
final class Shell implements AutoCloseable {

  /** The prompt contains the exit code of the last command. */
  private static final Pattern PROMPT = Pattern.compile("<(\\d+)> root@[^\\n]*# ");

  private static final Duration OPENING = Duration.ofSeconds(20);

  private final ShellSession session;

  Shell(LabNode node) {
    session =
        new ShellSession(
            node.name(), node.terminal(List.of("/bin/bash", "--norc", "--noprofile", "-i")));
    // The terminal is so wide that a line editor never wraps a line. PS2 is empty, so that a
    // here-document is echoed as it was typed. There is no history file, because the guide has
    // secrets typed.
    session.type(
        "unset HISTFILE; stty cols 4000; export TERM=dumb HOME=/root; cd; PS2=; PS1='<$?> root@"
            + node.name()
            + "# '");
    session.awaitPrompt(PROMPT, OPENING);
  }

  /** Types a command, which may have several lines, and waits for the next prompt. */
  ExecResult run(String command, Duration limit) {
    command.lines().forEach(session::type);
    return answer(session.awaitPrompt(PROMPT, limit), command);
  }

  private static ExecResult answer(ShellSession.Shown shown, String command) {
    return new ExecResult(
        Integer.parseInt(shown.prompt().group(1)), withoutEcho(shown.text(), command), "");
  }

  /**
   * Types a command that asks for more, and each answer when its question stands on the screen.
   *
   * @param answers by question, in the order in which they are asked
   */
  ExecResult run(String command, Map<String, String> answers, Duration limit) {
    session.type(command);
    for (var answer : answers.entrySet()) {
      var question = Pattern.quote(answer.getKey()) + "\\s*";
      var shown = session.awaitPrompt(Pattern.compile(question + "|" + PROMPT.pattern()), limit);
      if (shown.prompt().group(1) != null) {
        return answer(shown, command);
      }
      session.type(answer.getValue());
    }
    return answer(session.awaitPrompt(PROMPT, limit), command);
  }

  /** What the command printed: without the lines that the terminal echoed. */
  static String withoutEcho(String shown, String command) {
    var text = shown;
    for (var line : command.lines().toList()) {
      int at = text.indexOf(line);
      if (at >= 0) {
        int end = text.indexOf('\n', at + line.length());
        text = text.substring(0, at) + (end < 0 ? "" : text.substring(end + 1));
      }
    }
    return text;
  }

  ShellSession session() {
    return session;
  }

  @Override
  public void close() {
    session.close();
  }
}
