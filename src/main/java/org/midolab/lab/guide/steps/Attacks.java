package org.midolab.lab.guide.steps;

import io.cucumber.java.After;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.run.NotApplicable;
import org.midolab.lab.guide.terminal.Operator;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.MachineLoad;
import org.midolab.lab.probe.OutageProbe;
import org.midolab.lab.probe.OutageProbe.Outage;
import org.midolab.lab.probe.StationMoves;
import org.midolab.lab.probe.Wait;
import org.midolab.lab.runtime.ExecResult;

/**
 * Attacks by a tenant or a host, and their effect on others. Each attack is bounded in count and
 * time, and stays in the instances' own network namespaces.
 */
public final class Attacks {

  /** Replies before the attack, so that the flow is installed and a loss can be detected. */
  private static final int REPLIES_BEFORE = 10;

  /** A MAC address that no instance has. */
  private static final String STATION = "02:00:00:00:57:a7";

  /** Represents a time that did not end before the next move. */
  private static final Duration NOT_SETTLED = Duration.ofHours(1);

  /**
   * Makes all neighbours stale. Neighbours in use then change to delay (for 5 s), to probe and to
   * reachable.
   */
  private static final String STALE =
      """
      stale() {
        ip -4 neigh show dev eth0 | while read -r address word mac rest; do
          if [ "$word" = lladdr ]; then
            ip neigh change "$address" lladdr "$mac" dev eth0 nud stale
          fi
        done
      }
      stale
      for second in 1 2 3 4 5 6 7 8 9 10 11 12; do
        sleep 1
        ip -4 neigh show dev eth0 nud delay nud probe | grep -q . || break
      done
      stale
      """;

  private static final Duration MOVE_PERIOD = Duration.ofSeconds(1);

  /**
   * Seconds before the first move, in which the sender starts. The sender runs for the same time
   * after the last move.
   */
  private static final int FIRST_MOVE = 3;

  private final Operator operator;
  private final Observer observer;
  private final List<OutageProbe> probes = new ArrayList<>();
  private StationMoves moves;
  private int requestedMoves;

  public Attacks(Operator operator, Observer observer) {
    this.operator = operator;
    this.observer = observer;
  }

  @Given("{nodes} pings {address} ten times per second")
  public void pings(ScenarioNodes from, String address) {
    operator.act(
        "ten echo requests a second from " + from + " to " + address,
        () -> {
          var probe = OutageProbe.start(from.only(), address);
          probes.add(probe);
          Wait.until(
              Deadline.REPLY,
              probe.soFar(),
              Expectation.that(
                  REPLIES_BEFORE + " replies", (Outage o) -> o.replies() >= REPLIES_BEFORE));
        });
  }

  @When(
      "{nodes} sends {int} frames to {nodes}, each from another random MAC address, at {int} per second")
  public void randomStations(ScenarioNodes from, int count, ScenarioNodes to, int rate) {
    frames(from, to, "macs", rate, count);
  }

  @When("{nodes} sends {int} UDP packets to {nodes}, each of another flow, at {int} per second")
  public void newFlows(ScenarioNodes from, int count, ScenarioNodes to, int rate) {
    frames(from, to, "flows", rate, count);
  }

  private void frames(ScenarioNodes from, ScenarioNodes to, String kind, int rate, int count) {
    operator.act(
        count + " frames of kind " + kind + " from " + from,
        () -> {
          String mac = to.only().run("cat", "/sys/class/net/eth0/address").text();
          var limit = Duration.ofSeconds(20L + 5L * count / rate);
          var answer =
              script(
                  from.only(),
                  limit,
                  "frames.pl",
                  List.of("eth0", mac, kind, "" + rate, "" + count));
          observer.note("frames sent by " + from, answer.text());
        });
  }

  /** Stops the process, as a long garbage collection would. The kernel goes on. */
  @When("the agent of {nodes} is paused for {int} seconds")
  public void pausesAgent(ScenarioNodes where, int seconds) {
    operator.act(
        "SIGSTOP of an agent for " + seconds + " s",
        () -> {
          LabNode node = where.only();
          String pid =
              node.run("systemctl", "show", "-p", "MainPID", "--value", "midolman.service").text();
          var answer =
              node.run(
                  Duration.ofSeconds(seconds + 20L),
                  List.of(
                      "/bin/sh",
                      "-c",
                      "kill -STOP %1$s && sleep %2$d; kill -CONT %1$s".formatted(pid, seconds)));
          require(answer, "pausing the agent on " + node.name());
        });
  }

  /**
   * Makes the neighbours stale: the kernel declares a neighbour in use that does not answer from
   * now on unreachable within nine seconds.
   */
  @When("the ARP entries of {nodes} become stale")
  public void staleNeighbours(ScenarioNodes where) {
    operator.act(
        "stale neighbours",
        () -> {
          LabNode node = where.only();
          require(
              node.run(Duration.ofSeconds(30), List.of("/bin/sh", "-c", STALE)),
              "making the neighbours of " + node.name() + " stale");
        });
  }

  @When("{nodes} gets {int} additional interfaces")
  public void moreInterfaces(ScenarioNodes where, int count) {
    operator.act(
        count + " interfaces on " + where,
        () -> {
          String batch =
              IntStream.range(0, count / 2)
                  .mapToObj(i -> "link add name hx%da type veth peer name hx%db".formatted(i, i))
                  .reduce("", (text, line) -> text + line + "\n");
          LabNode node = where.only();
          node.write("/run/more-interfaces", batch);
          require(
              node.run(Duration.ofMinutes(2), List.of("ip", "-batch", "/run/more-interfaces")),
              "making interfaces on " + node.name());
        });
  }

  @When("the {int} additional interfaces of {nodes} are removed")
  public void fewerInterfaces(int count, ScenarioNodes where) {
    operator.act("removing interfaces of " + where, () -> removeInterfaces(where.only(), count));
  }

  private static void removeInterfaces(LabNode node, int count) {
    String batch =
        IntStream.range(0, count / 2)
            .mapToObj("link del hx%da"::formatted)
            .reduce("", (text, line) -> text + line + "\n");
    node.write("/run/more-interfaces", batch);
    require(
        node.run(Duration.ofMinutes(2), List.of("ip", "-force", "-batch", "/run/more-interfaces")),
        "removing interfaces of " + node.name());
  }

  /** Adds rules that match different fields, so that each needs its own flow mask. */
  @When("the chain {word} gets {int} rules over prefixes and ports")
  public void manyMasks(String chain, int count) {
    for (int i = 0; i < count && operator.performs(); i++) {
      operator.midonetCli(
          "chain <%s> add rule src 192.%d.0.0/%d dst 192.168.2.0/%d proto 17 dst-port %d type accept"
              .formatted(chain, 168, 16 + i % 14, 24 + i % 8, 1024 + i));
    }
  }

  @When("a station moves {int} times between {nodes} and {nodes} while {nodes} sends to it")
  public void stationMoves(
      int count, ScenarioNodes first, ScenarioNodes second, ScenarioNodes sender) {
    operator.act(
        "a station that moves " + count + " times",
        () -> {
          requestedMoves = count;
          long seconds = FIRST_MOVE + 1 + count * MOVE_PERIOD.toSeconds();
          moves = moves(first.only(), second.only(), sender.only(), count, seconds);
          observer.note("moves of a station", moves.toString());
        });
  }

  private StationMoves moves(
      LabNode first, LabNode second, LabNode sender, int count, long seconds) {
    long period = 2 * MOVE_PERIOD.toSeconds();
    var limit = Duration.ofSeconds(seconds + 20);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var here =
          CompletableFuture.supplyAsync(
              () -> station(first, limit, seconds, FIRST_MOVE, period, (count + 1) / 2), threads);
      var there =
          CompletableFuture.supplyAsync(
              () -> station(second, limit, seconds, FIRST_MOVE + period / 2, period, count / 2),
              threads);
      script(
          sender,
          limit,
          "frames.pl",
          List.of("eth0", STATION, "flows", "50", "" + 50 * (seconds + FIRST_MOVE)));
      return StationMoves.parse(List.of(here.join(), there.join()));
    }
  }

  private static String station(
      LabNode node, Duration limit, long seconds, long after, long period, int moves) {
    return script(
            node,
            limit,
            "station.pl",
            List.of("eth0", STATION, "" + seconds, "" + after, "" + period, "" + moves))
        .out();
  }

  @Then("on {nodes} the unit {string} was never restarted")
  public void neverRestarted(ScenarioNodes where, String unit) {
    observer.seeOnEach(
        where,
        node -> "how often systemd restarted " + unit + " on " + node.name(),
        node -> node.run("systemctl", "show", "-p", "NRestarts", "--value", unit).text(),
        Expectation.equalTo("0"));
  }

  @Then("frames follow every move within {int} second(s)")
  public void followed(int seconds) {
    observer.observe(
        () -> {
          if (moves == null) {
            throw new NotApplicable("no station moved in this run");
          }
          observer.note("figure: slowest of the moves", moves.toString());
          if (moves.moves().size() != requestedMoves) {
            throw new AssertionError(
                "expected a station to move " + requestedMoves + " times, saw " + moves);
          }
          new TimeLimit("frames at the new place after every move", Duration.ofSeconds(seconds))
              .require(
                  moves.moves().stream()
                      .map(
                          move ->
                              new TimeLimit.Figure(
                                  "move " + move.number(), move.settled().orElse(NOT_SETTLED)))
                      .toList(),
                  MachineLoad.now());
        });
  }

  @Then("all of these echo requests are answered")
  public void nothingLost() {
    observer.observe(
        () -> {
          if (probes.isEmpty()) {
            throw new NotApplicable("no echo requests were sent in this run");
          }
          var outages = probes.stream().map(OutageProbe::stop).toList();
          probes.clear();
          outages.forEach(outage -> observer.note("figure: " + outage.direction(), "" + outage));
          var lost = outages.stream().filter(OutageProbe.Outage::isLossy).toList();
          if (!lost.isEmpty()) {
            throw new AssertionError("expected an answer to every request, saw " + lost);
          }
        });
  }

  /** Stops the probes, however the scenario ended. */
  @After
  public void end() {
    probes.forEach(OutageProbe::stop);
    probes.clear();
  }

  private static ExecResult script(
      LabNode node, Duration limit, String name, List<String> arguments) {
    String path = "/tmp/" + name;
    node.write(path, resource(name));
    var command = new ArrayList<>(List.of("perl", path));
    command.addAll(arguments);
    var answer = node.run(limit, command);
    require(answer, name + " on " + node.name());
    return answer;
  }

  private static void require(ExecResult answer, String what) {
    if (!answer.ok()) {
      throw new AssertionError(what + " failed: " + answer.all());
    }
  }

  private static String resource(String name) {
    try (var in = Objects.requireNonNull(Attacks.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
