package org.midolab.lab.guide.terminal;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.midolab.lab.probe.LabNode;

/**
 * A session of the command {@code neutron} in a shell on the controller, with the environment of
 * {@code admin-openrc.sh}. It stays open, since the command takes longer to start than to do
 * something.
 */
final class NeutronPrompt implements AutoCloseable {

  private static final Pattern PROMPT = Pattern.compile("\\(neutron\\) ");

  /** How a command that creates or attaches something begins its answer when it has succeeded. */
  private static final Pattern DONE =
      Pattern.compile("(?:Created a new|Added interface|Set gateway)\\b.*");

  private static final Duration OPENING = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final Prompt prompt;

  NeutronPrompt(LabNode node) {
    var shell = new Shell(node);
    var sourced = shell.run("source admin-openrc.sh", OPENING);
    if (!sourced.ok()) {
      shell.close();
      throw new AssertionError(
          "expected \"source admin-openrc.sh\" to succeed, it printed " + sourced.all());
    }
    prompt = new Prompt(shell, "neutron", PROMPT, ANSWER);
  }

  /**
   * Types one command that creates or attaches something.
   *
   * @param command the command without the word {@code neutron}
   * @return the lines of its output
   * @throws AssertionError if they do not say that it is done
   */
  List<String> type(String command) {
    return done(command, prompt.type(command));
  }

  /** Returns the output of a command that has succeeded. A session shows no exit code. */
  static List<String> done(String command, List<String> printed) {
    if (printed.stream().noneMatch(line -> DONE.matcher(line).matches())) {
      throw new AssertionError(
          "expected neutron to do \"" + command + "\", it printed " + String.join("; ", printed));
    }
    return printed;
  }

  @Override
  public void close() {
    prompt.close();
  }
}
