package org.midolab.lab.guide.terminal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.runtime.ExecResult;

/**
 * Performs all actions of a run. Every {@code When} uses it; in a run that only observes, it does
 * nothing. Typed text and the output are recorded without secrets.
 */
public final class Operator {

  /** Time limit of a command. It is long, because a package manager is slow on a busy machine. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private final Mode mode;
  private final LabNodes lab;
  private final OpenTerminals terminals;
  private final Journal journal;
  private final Glossary glossary;

  public Operator(
      Mode mode, LabNodes lab, OpenTerminals terminals, Journal journal, Glossary glossary) {
    this.mode = mode;
    this.lab = lab;
    this.terminals = terminals;
    this.journal = journal;
    this.glossary = glossary;
  }

  /** Reports whether this run acts, for steps that must choose what to act on. */
  public boolean performs() {
    return mode.performs();
  }

  /**
   * Types commands into root's shell on each of the nodes, on all nodes at the same time.
   *
   * @throws AssertionError if a command does not end with exit code 0; the message contains the
   *     output
   */
  public void type(ScenarioNodes where, String script) {
    if (!performs()) {
      return;
    }
    var commands = Script.commands(glossary.resolved(script));
    where.each(node -> commands.forEach(command -> type(node, command)));
  }

  /**
   * Types one command that asks questions, and the answers, into root's shell on each of the nodes.
   *
   * @param answers by question, in the order of the questions
   * @throws AssertionError if the command does not end with exit code 0
   */
  public void type(ScenarioNodes where, String command, Map<String, String> answers) {
    if (!performs()) {
      return;
    }
    var resolved = new LinkedHashMap<String, String>();
    answers.forEach((question, answer) -> resolved.put(question, glossary.resolved(answer)));
    var line = glossary.resolved(command);
    where.each(node -> typed(node, line, () -> terminals.shell(node).run(line, resolved, LIMIT)));
  }

  private void type(LabNode node, String command) {
    typed(node, command, () -> terminals.shell(node).run(command, LIMIT));
  }

  private void typed(LabNode node, String command, Supplier<ExecResult> typing) {
    var answer = hidingSecrets(typing);
    journal.note("typed on " + node.name(), "# " + command + "\n" + answer.text());
    if (!answer.ok()) {
      throw new AssertionError(
          "expected \""
              + journal.redactor().redact(command)
              + "\" on "
              + node.name()
              + " to end with exit code 0, it ended with exit code "
              + answer.exit()
              + ": "
              + journal.redactor().redact(answer.text()));
    }
  }

  /**
   * Changes a file on each of the nodes. A missing file counts as empty; if its new text contains a
   * secret, it is created with mode 0600.
   */
  public void edit(ScenarioNodes where, String path, UnaryOperator<String> change) {
    if (!performs()) {
      return;
    }
    where.each(
        node -> {
          var before = node.run("cat", path);
          var after = change.apply(before.ok() ? before.out() : "");
          if (!before.ok() && !journal.redactor().redact(after).equals(after)) {
            // The file must have mode 0600 before the secret is written.
            node.run("install", "-m", "600", "/dev/null", path);
          }
          node.write(path, after);
          journal.note(
              "edited on " + node.name(),
              path + "\n" + TextDiff.of(before.ok() ? before.out() : "", after));
        });
  }

  /**
   * Types one command into the open session of midonet-cli.
   *
   * @return the lines of its output; empty if this run does not act
   */
  public List<String> midonetCli(String command) {
    if (!performs()) {
      return List.of();
    }
    var resolved = glossary.resolved(command);
    var printed = hidingSecrets(() -> terminals.cli().type(resolved));
    journal.note(
        "typed in midonet-cli", "midonet> " + resolved + "\n" + String.join("\n", printed));
    return printed;
  }

  /**
   * Types one command that creates an object into the open session of midonet-cli, in a run that
   * acts.
   *
   * @return the last line of its output, which is the alias of the object
   * @throws AssertionError if it prints nothing
   */
  public String midonetCliAlias(String command) {
    var printed = midonetCli(command);
    if (printed.isEmpty()) {
      throw new AssertionError(
          "expected midonet-cli to answer \"" + command + "\" with an alias, it printed nothing");
    }
    return printed.getLast();
  }

  /**
   * Types one command at the prompt of the open neutron, which this opens if there is none.
   *
   * @param command a command that creates or attaches something, without the word {@code neutron}
   * @throws AssertionError if it does not succeed
   */
  public void neutron(String command) {
    if (!performs()) {
      return;
    }
    var resolved = glossary.resolved(command);
    var printed = hidingSecrets(() -> terminals.neutronPrompt().type(resolved));
    journal.note(
        "typed at neutron's prompt", "(neutron) " + resolved + "\n" + String.join("\n", printed));
  }

  /** Starts midonet-cli in a new shell on the controller. */
  public void launchMidonetCli() {
    if (performs()) {
      terminals.newCli();
      glossary.clearAliases();
      journal.note("typed on controller", "$ midonet-cli\nmidonet>");
    }
  }

  /**
   * Removes secrets from exceptions. The message of an exception, or of its cause, may quote typed
   * text.
   */
  private <T> T hidingSecrets(Supplier<T> typing) {
    try {
      return typing.get();
    } catch (AssertionError | RuntimeException e) {
      var message = String.valueOf(e.getMessage());
      var redacted = journal.redactor().redact(message);
      if (redacted.equals(message)) {
        throw e;
      }
      var discreet = new AssertionError(redacted);
      discreet.setStackTrace(e.getStackTrace());
      throw discreet;
    }
  }

  /** Does something that cannot be typed, such as a power cut or an unplugged cable. */
  public void act(String what, Runnable action) {
    if (performs()) {
      journal.note("done", what);
      action.run();
    }
  }

  /** Restarts a node. Its next use opens a new terminal. */
  public void reboot(LabNode node) {
    act(
        "rebooted " + node.name(),
        () -> {
          terminals.hangUp(node);
          node.reboot();
        });
  }

  public void hangUp(LabNode node) {
    terminals.hangUp(node);
  }

  public LabNodes lab() {
    return lab;
  }
}
