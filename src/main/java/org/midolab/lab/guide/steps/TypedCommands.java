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

/** Commands that an operator types, and files that an operator edits. */
public final class TypedCommands {

  private static final String HOSTS_FROM = "# The hosts of the guide";
  private static final String NEUTRON = "neutron ";

  private final Operator operator;
  private final Glossary glossary;

  public TypedCommands(Operator operator, Glossary glossary) {
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
    if (operator.performs()) {
      operator.edit(where, path, FileEdit.toContain(path, glossary.resolved(fragment)));
    }
  }

  /** Copies a file without secrets: its text is in the report. */
  @When("the file {string} of {nodes} is copied to {nodes}")
  public void copies(String path, ScenarioNodes from, ScenarioNodes to) {
    if (operator.performs()) {
      var text = from.only().run("cat", path).orFail("reading " + path).out();
      operator.edit(to, path, ignored -> text);
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
   * Returns the text without the lines that an earlier run of the step wrote, and without the
   * host's own name, which the container engine adds.
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

  @When("on {nodes} the start branch of {string} is edited to create the run directory")
  public void editsStart(ScenarioNodes where, String path, String lines) {
    operator.edit(where, path, before -> InitScript.atStart(before, lines));
  }

  /** Types the commands without their first word {@code neutron}, which started the prompt. */
  @When("these commands are typed at neutron's prompt")
  public void typesAtNeutron(String commands) {
    commands
        .lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              if (!line.startsWith(NEUTRON)) {
                throw new IllegalArgumentException("this is no command of neutron: " + line);
              }
              operator.neutron(line.substring(NEUTRON.length()));
            });
  }

  @When("midonet-cli is launched on the controller")
  public void launches() {
    operator.launchMidonetCli();
  }

  @When("these commands are typed in midonet-cli")
  public void typesInCli(String commands) {
    commands.lines().filter(line -> !line.isBlank()).forEach(operator::midonetCli);
  }

  /**
   * The first column is a command, the second an expected line of its output. A row with an empty
   * command is a further line of the command above.
   */
  @When("these commands are typed in midonet-cli, which prints")
  public void typesAndReads(DataTable table) {
    if (!operator.performs()) {
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
   * The first column is a name for later commands, the second a command whose output is the alias
   * that the name stands for.
   */
  @When("these commands are typed in midonet-cli, with names for the answers")
  public void typesAndCalls(DataTable table) {
    if (!operator.performs()) {
      return;
    }
    table.asLists().forEach(row -> typeAndCall(row.get(0), row.get(1)));
  }

  /** Does the same several times. {@code #} stands for the number of the round, from 0. */
  @When("these commands are typed in midonet-cli {int} times, with names for the answers")
  public void typesAndCallsAgain(int rounds, DataTable table) {
    for (int round = 0; round < rounds && operator.performs(); round++) {
      for (var row : table.asLists()) {
        typeAndCall(row.get(0), row.get(1).replace("#", "" + round));
      }
    }
  }

  private void typeAndCall(String name, String command) {
    if (name == null) {
      operator.midonetCli(command);
    } else {
      glossary.nameAlias(name, operator.midonetCliAlias(command));
    }
  }
}
