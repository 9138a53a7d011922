package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.util.Map;
import java.util.stream.Collectors;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;

/** Steps that search a node for exposed secrets: in histories, logs and process lists. */
public final class Leaks {

  /** The list of files shows that the search took place, since there may be no history yet. */
  private static final String HISTORIES = "ls -A /root && cat /root/.*history /home/*/.*history";

  private static final String LOGS =
      "journalctl --no-pager -o cat; find /var/log -type f -exec cat {} +";
  private static final String PROCESSES =
      "for each in /proc/[0-9]*/cmdline; do tr '\\0' ' ' < $each; echo; done 2> /dev/null";

  private final Observer observer;
  private final LabNodes lab;

  public Leaks(Observer observer, LabNodes lab) {
    this.observer = observer;
    this.lab = lab;
  }

  @Then("no shell history on {nodes} contains a typed secret")
  public void noHistory(ScenarioNodes where) {
    nothingIn("the histories of shells", HISTORIES, where);
  }

  @Then("no log on {nodes} holds a secret that was typed there")
  public void noLog(ScenarioNodes where) {
    nothingIn("the logs", LOGS, where);
  }

  @Then("no process on {nodes} has a secret that was typed there in its arguments")
  public void noProcess(ScenarioNodes where) {
    nothingIn("the arguments of processes", PROCESSES, where);
  }

  private void nothingIn(String place, String command, ScenarioNodes where) {
    observer.seeOnEach(
        where,
        node -> "secrets in " + place + " on " + node.name(),
        node -> secretsIn(node, command),
        Expectation.that("none", String::isEmpty));
  }

  /**
   * Returns the purposes of the lab's secrets that are in the output of a command. An empty output
   * shows that nothing was searched.
   */
  private String secretsIn(LabNode node, String command) {
    var text = node.shell(command).out();
    if (text.isBlank()) {
      return "no text at all";
    }
    return lab.secrets().entrySet().stream()
        .filter(secret -> text.contains(secret.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
