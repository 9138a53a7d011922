package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.util.List;
import java.util.function.Consumer;
import org.midolab.lab.guide.Cast;
import org.midolab.lab.guide.Observer;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.InstalledPackage;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Signal;
import org.midolab.lab.probe.Unit;

/** Packages, commands and units on the nodes. */
public final class Installed {

  private final Observer observer;

  public Installed(Observer observer) {
    this.observer = observer;
  }

  @Then("on {nodes} the package(s) {string} is/are installed")
  public void installed(Cast where, String packages) {
    onEach(
        where,
        node ->
            names(packages)
                .forEach(
                    name ->
                        observer.see(
                            InstalledPackage.of(node, name),
                            Expectation.that("installed", InstalledPackage::isInstalled))));
  }

  @Then("on {nodes} the package(s) {string} can be installed")
  public void candidates(Cast where, String packages) {
    onEach(
        where,
        node ->
            names(packages)
                .forEach(
                    name ->
                        observer.see(
                            Probe.of(
                                "apt-cache policy " + name + " on " + node.name(),
                                () -> node.run("apt-cache", "policy", name).out()),
                            Expectation.that(
                                "a candidate from the repository of this host",
                                out ->
                                    out.contains("Candidate: ")
                                        && out.contains("file:/")
                                        && !out.contains("(none)\n  Version")))));
  }

  @Then("on {nodes} the package cache is empty")
  public void cacheEmpty(Cast where) {
    onEach(
        where,
        node ->
            observer.see(
                Probe.of(
                    "packages in the cache of " + node.name(),
                    () ->
                        node.shell("ls /var/cache/apt/archives/*.deb 2> /dev/null || true").text()),
                Expectation.that("none", String::isEmpty)));
  }

  @Then("on {nodes} no update is pending")
  public void noUpdate(Cast where) {
    onEach(
        where,
        node ->
            observer.see(
                Probe.of(
                    "what apt-get would upgrade on " + node.name(),
                    () -> node.shell("apt-get -s upgrade | grep '^Inst' || true").text()),
                Expectation.that("nothing", String::isEmpty)));
  }

  @Then("on {nodes} the command {string} is on the path")
  public void onPath(Cast where, String command) {
    onEach(
        where,
        node ->
            observer.see(
                Probe.of(
                    "command -v " + command + " on " + node.name(),
                    () -> node.shell("command -v " + command).text()),
                Expectation.that("a path", text -> text.startsWith("/"))));
  }

  @Then("on {nodes} the unit {string} is known")
  public void known(Cast where, String unit) {
    onEach(
        where,
        node -> observer.see(Unit.of(node, unit), Expectation.that("loaded", Unit::isKnown)));
  }

  @Then("on {nodes} the unit {string} is enabled")
  public void enabled(Cast where, String unit) {
    onEach(
        where,
        node -> observer.see(Unit.of(node, unit), Expectation.that("enabled", Unit::isEnabled)));
  }

  @Then("on {nodes} the unit {string} is active")
  public void active(Cast where, String unit) {
    onEach(
        where,
        node ->
            observer.see(
                Signal.UNIT_ACTIVE,
                Unit.of(node, unit),
                Expectation.that("active", Unit::isActive)));
  }

  @Then("on {nodes} the JVM of the unit {string} has the heap that {string} asks for")
  public void heap(Cast where, String unit, String file) {
    onEach(
        where,
        node -> {
          var asked = node.shell("sed -n 's/^MAX_HEAP_SIZE=\"\\(.*\\)\"$/\\1/p' " + file).text();
          observer.see(
              Signal.UNIT_ACTIVE,
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
              Expectation.equalTo(List.of("-Xms" + asked, "-Xmx" + asked)));
        });
  }

  private void onEach(Cast where, Consumer<LabNode> look) {
    observer.look(() -> where.each(look));
  }

  private static List<String> names(String list) {
    return List.of(list.split(",\\s*"));
  }
}
