package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.run.NotApplicable;
import org.midolab.lab.guide.terminal.Operator;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.Interfaces;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Probe;

/** Chapter 2 of the guide: names, links, SELinux, reboots. */
public final class Hosts {

  private final Operator operator;
  private final Observer observer;
  private final LabNodes lab;

  public Hosts(Operator operator, Observer observer, LabNodes lab) {
    this.operator = operator;
    this.observer = observer;
    this.lab = lab;
  }

  @Then("every host knows {nodes} by name")
  public void knows(ScenarioNodes named) {
    observer.observe(() -> every("every host").each(node -> seeNames(node, named.nodes())));
  }

  @Then("on {nodes} each host's name resolves to its management address")
  public void namesResolve(ScenarioNodes where) {
    observer.observe(() -> where.each(node -> seeNames(node, every("every host").nodes())));
  }

  private void seeNames(LabNode node, List<LabNode> named) {
    var wanted =
        named.stream()
            .map(n -> n.name() + "=" + n.management())
            .sorted()
            .collect(Collectors.joining(" "));
    var names = named.stream().map(LabNode::name).collect(Collectors.joining(" "));
    observer.expect(
        Probe.of(
            "the names on " + node.name(),
            () ->
                node.shell(
                        "for n in "
                            + names
                            + "; do echo $n=$(getent ahostsv4 $n | awk 'NR==1{print $1}'); done")
                    .out()
                    .lines()
                    .sorted()
                    .collect(Collectors.joining(" "))),
        Expectation.equalTo(wanted));
  }

  @Then("on {nodes} its own name does not resolve to a loopback address")
  public void notLoopback(ScenarioNodes where) {
    observer.observe(
        () ->
            where.each(
                node ->
                    observer.expect(
                        Probe.of(
                            "hostname -i on " + node.name(),
                            () -> node.run("hostname", "-i").text()),
                        Expectation.that(
                            node.management() + ", no address of 127.0.0.0/8",
                            text -> {
                              var addresses = List.of(text.split("\\s+"));
                              return addresses.contains(node.management())
                                  && addresses.stream().noneMatch(a -> a.startsWith("127."));
                            }))));
  }

  @Then("every host reaches every host by name")
  @OnTheWire
  public void reachByName() {
    observer.observe(
        () -> {
          var hosts = every("every host");
          hosts.each(node -> pingAll(node, hosts.names(), Deadline.REPLY));
        });
  }

  @Then("every agent host reaches every agent host across the underlay")
  @OnTheWire
  public void reachAcrossUnderlay() {
    observer.observe(
        () -> {
          var hosts = every("every agent host");
          var addresses = hosts.nodes().stream().map(n -> n.address("eth2").orElseThrow()).toList();
          hosts.each(node -> pingAll(node, addresses, Deadline.REPLY));
        });
  }

  private void pingAll(LabNode node, List<String> targets, Deadline deadline) {
    observer.expect(
        deadline,
        Probe.of(
            "hosts that do not answer " + node.name(),
            () ->
                SearchOutput.of(
                    node.shell(
                        "for t in "
                            + String.join(" ", targets)
                            + "; do ping -n -q -c 1 -W 1 $t > /dev/null || echo $t; done"),
                    0)),
        Expectation.that("none", String::isEmpty));
  }

  @Then("on {nodes} interface {string} is up and accepts packets of {int} bytes")
  public void interfaceUp(ScenarioNodes where, String name, int bytes) {
    seeInterfaces(
        where,
        name + " up, MTU at least " + bytes,
        seen -> seen.has(name) && seen.named(name).works() && seen.named(name).mtu() >= bytes);
  }

  @Then("on {nodes} interface {string} is up with carrier and without an address")
  public void interfaceBare(ScenarioNodes where, String name) {
    seeInterfaces(
        where,
        name + " up, with carrier, without an address",
        seen ->
            seen.has(name) && seen.named(name).works() && seen.named(name).addresses().isEmpty());
  }

  /** Compares the first three numbers of the addresses, because the guide's network is a /24. */
  @Then("on {nodes} no interface has an address in {prefix}")
  public void noAddressIn(ScenarioNodes where, String prefix) {
    var beginning = prefix.substring(0, prefix.lastIndexOf('.') + 1);
    seeInterfaces(
        where,
        "no address in " + prefix,
        seen -> seen.addresses().stream().noneMatch(a -> a.startsWith(beginning)));
  }

  private void seeInterfaces(ScenarioNodes where, String wanted, Predicate<Interfaces> holds) {
    observer.observe(
        () ->
            where.each(
                node -> observer.expect(Interfaces.of(node), Expectation.that(wanted, holds))));
  }

  @Given("there is SELinux on the hosts")
  public void selinuxExists() {
    var seen = selinux();
    if (seen.stream().allMatch(line -> line.endsWith("absent"))) {
      throw new NotApplicable("/sys/fs/selinux/enforce on each host: " + String.join(", ", seen));
    }
  }

  @Then("on every host SELinux is permissive, disabled or absent")
  public void selinuxHarmless() {
    observer.see(
        "/sys/fs/selinux/enforce",
        this::selinux,
        Expectation.that(
            "0 or absent on every host", lines -> lines.stream().noneMatch(l -> l.endsWith(" 1"))));
  }

  private List<String> selinux() {
    return every("every host").nodes().stream()
        .map(
            n ->
                n.name()
                    + " "
                    + n.shell("cat /sys/fs/selinux/enforce 2> /dev/null || echo absent").text())
        .toList();
  }

  @Given("there is a Red Hat package manager on the hosts")
  public void redHat() {
    var lines =
        every("every host").nodes().stream()
            .map(
                n ->
                    n.name()
                        + " is "
                        + n.shell(
                                ". /etc/os-release; echo $ID; command -v yum subscription-manager"
                                    + " || true")
                            .text()
                            .replace('\n', ' '))
            .toList();
    if (lines.stream().noneMatch(line -> line.contains("yum"))) {
      throw new NotApplicable(
          "no host has yum or subscription-manager: " + String.join(", ", lines));
    }
  }

  @When("{nodes} is rebooted")
  public void rebooted(ScenarioNodes which) {
    operator.reboot(which.only());
  }

  @Then("{nodes} runs, and its links are up")
  public void runsAgain(ScenarioNodes which) {
    observer.awaitReady(
        () -> {
          var node = which.only();
          observer.expect(
              Deadline.NODE_RUNS,
              Probe.of(
                  "systemd on " + node.name(),
                  () -> node.shell("systemctl is-system-running || true").text()),
              Expectation.that(
                  "running or degraded",
                  text -> text.equals("running") || text.equals("degraded")));
          observer.expect(
              Interfaces.of(node),
              Expectation.that(
                  "every link up with carrier",
                  seen ->
                      seen.links().stream()
                          .filter(l -> l.name().startsWith("eth"))
                          .allMatch(Interfaces.Link::works)));
        });
  }

  @Then("on {nodes} no process runs {string}")
  public void noProcess(ScenarioNodes where, String pattern) {
    observer.seeOnEach(
        where,
        node -> "processes like " + pattern + " on " + node.name(),
        node -> SearchOutput.of(node.run("pgrep", "-fa", pattern), 1),
        Expectation.that("none", String::isEmpty));
  }

  @Then("the lab has no node named {string}")
  public void noNode(String name) {
    observer.see(
        "the lab's nodes",
        () -> lab.all().stream().map(LabNode::name).toList(),
        Expectation.<List<String>>that("none named " + name, names -> !names.contains(name)));
  }

  private ScenarioNodes every(String text) {
    return ScenarioNodes.of(text, lab);
  }
}
