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
import org.midolab.lab.probe.Answer;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;

/**
 * The hands of a run: every {@code When} acts through them, and in a run that only observes they
 * rest. What they type and what the screen answers is kept, without its secrets.
 */
public final class Operator {

  /** A package manager on a busy machine may take its time. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

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

  /** True where this run acts: for a step that must choose what to act on. */
  public boolean works() {
    return mode.performs();
  }

  /**
   * Types commands into root's shell on each of the nodes, all nodes at once.
   *
   * @throws AssertionError when a command does not end with exit code 0; the message holds what the
   *     screen showed
   */
  public void type(ScenarioNodes where, String script) {
    if (!works()) {
      return;
    }
    var commands = Script.commands(glossary.resolved(script));
    where.each(node -> commands.forEach(command -> type(node, command)));
  }

  /**
   * Types one command that asks for more into root's shell on each of the nodes, and its answers.
   *
   * @param answers by question, in the order in which they are asked
   * @throws AssertionError when the command does not end with exit code 0
   */
  public void type(ScenarioNodes where, String command, Map<String, String> answers) {
    if (!works()) {
      return;
    }
    var resolved = new LinkedHashMap<String, String>();
    answers.forEach((question, answer) -> resolved.put(question, glossary.resolved(answer)));
    var line = glossary.resolved(command);
    where.each(
        node -> typed(node, line, () -> terminals.shell(node).run(line, resolved, PATIENCE)));
  }

  private void type(LabNode node, String command) {
    typed(node, command, () -> terminals.shell(node).run(command, PATIENCE));
  }

  private void typed(LabNode node, String command, Supplier<Answer> typing) {
    var answer = discreetly(typing);
    journal.note("typed on " + node.name(), "# " + command + "\n" + answer.text());
    if (!answer.ok()) {
      throw new AssertionError(
          "expected \""
              + journal.redactor().redact(command)
              + "\" on "
              + node.name()
              + " to end well, it ended with exit code "
              + answer.exit()
              + ": "
              + journal.redactor().redact(answer.text()));
    }
  }

  /**
   * Changes a file on each of the nodes; one that does not exist is empty before, and is made for
   * root alone when it holds a secret.
   */
  public void edit(ScenarioNodes where, String path, UnaryOperator<String> change) {
    if (!works()) {
      return;
    }
    where.each(
        node -> {
          var before = node.run("cat", path);
          var after = change.apply(before.ok() ? before.out() : "");
          if (!before.ok() && !journal.redactor().redact(after).equals(after)) {
            // A secret goes into a file that was for root alone before.
            node.run("install", "-m", "600", "/dev/null", path);
          }
          node.write(path, after);
          journal.note(
              "edited on " + node.name(),
              path + "\n" + TextDiff.of(before.ok() ? before.out() : "", after));
        });
  }

  /**
   * Types one command into the open midonet-cli.
   *
   * @return what it printed; nothing where this run does not act
   */
  public List<String> midonetCli(String command) {
    if (!works()) {
      return List.of();
    }
    var resolved = glossary.resolved(command);
    var printed = discreetly(() -> terminals.cli().type(resolved));
    journal.note(
        "typed in midonet-cli", "midonet> " + resolved + "\n" + String.join("\n", printed));
    return printed;
  }

  /** Starts midonet-cli in a new shell on the controller. */
  public void launchMidonetCli() {
    if (works()) {
      terminals.newCli();
      glossary.forgetAliases();
      journal.note("typed on controller", "$ midonet-cli\nmidonet>");
    }
  }

  /**
   * What goes wrong while something secret is typed may quote it: in the message, or in a cause.
   */
  private <T> T discreetly(Supplier<T> typing) {
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

  /** Does what no keyboard does: a power button, a pulled cable. */
  public void act(String what, Runnable deed) {
    if (works()) {
      journal.note("done", what);
      deed.run();
    }
  }

  /** Restarts a node and takes a new terminal on it when next one is needed. */
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
