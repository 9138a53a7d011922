package org.midolab.lab.guide.terminal;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.midolab.lab.probe.LabNode;

/**
 * A session of {@code midonet-cli} in a shell on the controller, which stays open: aliases such as
 * {@code host0} are valid as long as the session, and exist only in interactive sessions.
 */
final class MidonetCli implements AutoCloseable {

  private static final Pattern PROMPT = Pattern.compile("midonet> ?");
  private static final Pattern ERROR =
      Pattern.compile("(?im)^(?:Syntax error|User error|Internal error|error)\\b.*");
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final Prompt prompt;

  MidonetCli(LabNode node) {
    prompt = new Prompt(new Shell(node), "midonet-cli", PROMPT, ANSWER);
  }

  /**
   * Types one command.
   *
   * @return the lines of its output
   * @throws CliRefused if it printed an error
   */
  List<String> type(String command) {
    var printed = prompt.type(command);
    var error =
        printed.stream()
            .filter(line -> ERROR.matcher(line).find())
            .collect(Collectors.joining("; "));
    if (!error.isEmpty()) {
      throw new CliRefused(command, error);
    }
    return printed;
  }

  @Override
  public void close() {
    prompt.close();
  }

  /** midonet-cli rejected a command. */
  static final class CliRefused extends AssertionError {

    private static final long serialVersionUID = 1L;

    CliRefused(String command, String error) {
      super("midonet-cli was given \"" + command + "\" and answered: " + error);
    }
  }
}
