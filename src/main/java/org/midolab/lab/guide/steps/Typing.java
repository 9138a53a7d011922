package org.midolab.lab.guide.steps;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.When;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.terminal.FileEdit;
import org.midolab.lab.guide.terminal.Glossary;
import org.midolab.lab.guide.terminal.Operator;
import org.midolab.lab.probe.LabNode;

/** What an operator types and edits. */
public final class Typing {

  private static final String HOSTS_FROM = "# The hosts of the guide";

  private final Operator operator;
  private final Glossary glossary;

  public Typing(Operator operator, Glossary glossary) {
    this.operator = operator;
    this.glossary = glossary;
  }

  @When("root types on {nodes}")
  public void types(ScenarioNodes where, String commands) {
    operator.type(where, commands);
  }

  /** First column what the command asks, second the answer. */
  @When("root types on {nodes} {string}, and answers")
  public void typesAndAnswers(ScenarioNodes where, String command, DataTable answers) {
    var byQuestion = new LinkedHashMap<String, String>();
    answers.asLists().forEach(row -> byQuestion.put(row.get(0), row.get(1)));
    operator.type(where, command, byQuestion);
  }

  @When("on {nodes} the file {string} is edited to contain")
  public void edits(ScenarioNodes where, String path, String fragment) {
    if (operator.works()) {
      operator.edit(where, path, FileEdit.toContain(path, glossary.resolved(fragment)));
    }
  }

  @When("on {nodes} the file {string} lists every host with its management address")
  public void listsHosts(ScenarioNodes where, String path) {
    var hosts =
        ScenarioNodes.of("every host", operator.lab()).nodes().stream()
            .map(node -> node.management() + " " + node.name())
            .collect(Collectors.joining("\n"));
    operator.edit(where, path, before -> withoutHosts(before) + HOSTS_FROM + "\n" + hosts + "\n");
  }

  /**
   * The text less what an earlier run of the step wrote, and less a name of its own that a
   * container was given.
   */
  private String withoutHosts(String before) {
    var names = operator.lab().all().stream().map(LabNode::name).toList();
    return before
        .lines()
        .filter(line -> !line.equals(HOSTS_FROM))
        .filter(line -> List.of(line.split("\\s+")).stream().skip(1).noneMatch(names::contains))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  @When("on {nodes} the start of {string} makes the run directory")
  public void editsStart(ScenarioNodes where, String path, String lines) {
    operator.edit(where, path, before -> InitScript.atStart(before, lines));
  }

  @When("midonet-cli is launched on the controller")
  public void launches() {
    operator.launchMidonetCli();
  }

  @When("in midonet-cli is typed")
  public void typesInCli(String commands) {
    commands.lines().filter(line -> !line.isBlank()).forEach(operator::midonetCli);
  }

  /** First column a command, second what it prints; an empty command belongs to the one above. */
  @When("in midonet-cli is typed, and it prints")
  public void typesAndReads(DataTable table) {
    if (!operator.works()) {
      return;
    }
    List<String> printed = List.of();
    for (var row : table.asLists()) {
      if (row.get(0) != null) {
        printed = operator.midonetCli(row.get(0));
      }
      if (printed.stream().noneMatch(new Ellipsis(glossary.resolved(row.get(1)))::fits)) {
        throw new AssertionError(
            "expected midonet-cli to print \""
                + glossary.resolved(row.get(1))
                + "\", it printed "
                + printed);
      }
    }
  }

  /**
   * First column the name that later commands use, second the command whose answer is the alias.
   */
  @When("in midonet-cli is typed, and its answers are called")
  public void typesAndCalls(DataTable table) {
    if (!operator.works()) {
      return;
    }
    table.asLists().forEach(row -> typeAndCall(row.get(0), row.get(1)));
  }

  /** As above, again and again; {@code #} stands for the number of the round, from 0 on. */
  @When("in midonet-cli is typed {int} times, and its answers are called")
  public void typesAndCallsAgain(int rounds, DataTable table) {
    for (int round = 0; round < rounds && operator.works(); round++) {
      for (var row : table.asLists()) {
        typeAndCall(row.get(0), row.get(1).replace("#", "" + round));
      }
    }
  }

  private void typeAndCall(String name, String command) {
    var printed = operator.midonetCli(command);
    if (name != null) {
      if (printed.isEmpty()) {
        throw new AssertionError(
            "expected midonet-cli to answer \"" + command + "\" with an alias, it printed nothing");
      }
      glossary.call(name, printed.getLast());
    }
  }
}
