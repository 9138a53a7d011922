package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Apt;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.InstalledPackage;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Unit;

/** Packages, commands and units on the nodes. */
public final class Installed {

  private final Observer observer;

  public Installed(Observer observer) {
    this.observer = observer;
  }

  @Then("on {nodes} the package(s) {string} is/are installed")
  public void installed(ScenarioNodes where, String packages) {
    onEach(
        where,
        node ->
            observer.expect(
                InstalledPackage.of(node, names(packages)),
                Expectation.<List<InstalledPackage>>that(
                    "each installed, on this node",
                    seen -> seen.stream().allMatch(InstalledPackage::isInstalled))));
  }

  @Then("on {nodes} apt has read {string} from the list {string}")
  public void repository(ScenarioNodes where, String repository, String list) {
    onEach(
        where,
        node ->
            observer.expect(
                Apt.repositories(node),
                Expectation.<Map<String, String>>that(
                    repository + " by " + list, read -> list.equals(read.get(repository)))));
  }

  @Then("on {nodes} the package(s) {string} come(s) from {string}")
  public void candidates(ScenarioNodes where, String packages, String repository) {
    onEach(
        where,
        node ->
            observer.expect(
                Apt.sources(node, names(packages)),
                Expectation.<Map<String, List<String>>>that(
                    "each from " + repository,
                    sources ->
                        sources.values().stream().allMatch(all -> all.contains(repository)))));
  }

  @Then("{nodes} has booted since {string} was updated")
  public void booted(ScenarioNodes where, String name) {
    observer.observe(
        () ->
            observer.expect(
                Apt.bootAfterUpdate(where.only(), name),
                Expectation.that("0 or more", seconds -> seconds >= 0)));
  }

  @Then("on {nodes} the package cache is empty")
  public void cacheEmpty(ScenarioNodes where) {
    onEach(
        where,
        node ->
            observer.expect(
                Probe.of(
                    "packages in the cache of " + node.name(),
                    () ->
                        SearchOutput.of(
                            node.shell("find /var/cache/apt/archives -name '*.deb'"), 0)),
                Expectation.that("none", String::isEmpty)));
  }

  @Then("on {nodes} no update is pending")
  public void noUpdate(ScenarioNodes where) {
    onEach(
        where,
        node -> observer.expect(Apt.pending(node), Expectation.that("nothing", String::isEmpty)));
  }

  @Then("on {nodes} the command {string} is on the path")
  public void onPath(ScenarioNodes where, String command) {
    onEach(
        where,
        node ->
            observer.expect(
                Probe.of(
                    "command -v " + command + " on " + node.name(),
                    () -> node.shell("command -v " + command).text()),
                Expectation.that("a path", text -> text.startsWith("/"))));
  }

  @Then("on {nodes} the unit {string} is known")
  public void known(ScenarioNodes where, String unit) {
    onEach(
        where,
        node -> observer.expect(Unit.of(node, unit), Expectation.that("loaded", Unit::isKnown)));
  }

  @Then("on {nodes} the unit {string} is enabled")
  public void enabled(ScenarioNodes where, String unit) {
    onEach(
        where,
        node -> observer.expect(Unit.of(node, unit), Expectation.that("enabled", Unit::isEnabled)));
  }

  @Then("on {nodes} the unit {string} is active")
  public void active(ScenarioNodes where, String unit) {
    onEach(
        where,
        node ->
            observer.expect(
                Deadline.UNIT_ACTIVE,
                Unit.of(node, unit),
                Expectation.that("active", Unit::isActive)));
  }

  @Then("on {nodes} the JVM of the unit {string} has a heap of {string}")
  public void heap(ScenarioNodes where, String unit, String size) {
    onEach(
        where,
        node ->
            observer.expect(
                Deadline.UNIT_ACTIVE,
                Probe.of(
                    "-Xms and -Xmx on the command line of " + unit + " on " + node.name(),
                    () ->
                        node.shell(
                                "tr '\\0' '\\n' < /proc/$(systemctl show -p MainPID --value "
                                    + unit
                                    + ")/cmdline | grep -E '^-Xm[sx]'")
                            .out()
                            .lines()
                            .toList()),
                Expectation.equalTo(List.of("-Xms" + size, "-Xmx" + size))));
  }

  private void onEach(ScenarioNodes where, Consumer<LabNode> look) {
    observer.observe(() -> where.each(look));
  }

  private static List<String> names(String list) {
    return List.of(list.split(",\\s*"));
  }
}
