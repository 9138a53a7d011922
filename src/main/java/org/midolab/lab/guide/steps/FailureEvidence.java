package org.midolab.lab.guide.steps;

import io.cucumber.java.After;
import io.cucumber.java.Scenario;
import io.cucumber.java.Status;
import java.time.Duration;
import java.util.List;
import org.midolab.lab.guide.run.CatalogueNodes;
import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;

/** Collects logs and captures from the nodes of a failed scenario. */
public final class FailureEvidence {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final LabNodes lab;
  private final Journal journal;
  private final CatalogueNodes catalogueNodes;

  public FailureEvidence(LabNodes lab, Journal journal, CatalogueNodes catalogueNodes) {
    this.lab = lab;
    this.journal = journal;
    this.catalogueNodes = catalogueNodes;
  }

  /** Runs before the record of the scenario ends and before faults are undone. */
  @After(order = 20_000)
  public void collect(Scenario scenario) {
    if (scenario.getStatus() == Status.FAILED) {
      var named = catalogueNodes.of(scenario.getUri().toString(), scenario.getLine());
      lab.all().stream()
          .filter(n -> named.contains(n.name()) && n.kind().systemd())
          .forEach(this::logs);
    }
  }

  private void logs(LabNode node) {
    attach(
        "journal of " + node.name(),
        node,
        "journalctl --no-pager -o short-precise -n 60 -p info; systemctl --failed --no-legend --plain");
    if (node.kind().agent()) {
      attach("agent's log on " + node.name(), node, "tail -n 80 /var/log/midolman/midolman.log");
    }
    attach(
        "packets on " + node.name() + ", two seconds after",
        node,
        "timeout 2 tcpdump -l -n -i any -c 60 'not tcp port 2181 and not tcp port 8181' 2> /dev/null");
  }

  private void attach(String title, LabNode node, String line) {
    try {
      var output = node.run(LIMIT, List.of("/bin/sh", "-c", line + " || true")).all();
      journal.note(title, output.isBlank() ? "nothing" : output);
    } catch (RuntimeException e) {
      journal.note(title, "not available: " + e.getMessage());
    }
  }
}
