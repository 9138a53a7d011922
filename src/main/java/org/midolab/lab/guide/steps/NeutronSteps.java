package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.Keystone;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Neutron;

/** Steps about Neutron: it accepts users of Keystone and no others. */
public final class NeutronSteps {

  private final Observer observer;
  private final LabNodes lab;

  public NeutronSteps(Observer observer, LabNodes lab) {
    this.observer = observer;
    this.lab = lab;
  }

  @Then("Neutron on {nodes} answers")
  public void answers(ScenarioNodes where) {
    observer.see(
        Deadline.API_ANSWERS,
        "the list of networks of Neutron on " + where,
        () -> {
          var node = where.only();
          var token = Keystone.on(node).token("admin", Identity.password(lab, "admin"), "admin");
          var neutron = Neutron.on(node);
          return "with a token "
              + neutron.get("/networks", token).status()
              + ", with a wrong one "
              + neutron.get("/networks", "wrong").status();
        },
        Expectation.equalTo("with a token 200, with a wrong one 401"));
  }
}
