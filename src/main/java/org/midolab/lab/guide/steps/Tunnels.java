package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.PacketFilter;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.TunnelCounter;

/** Checks whether hosts accept tunnelled packets from each other. */
public final class Tunnels {

  private final Observer observer;

  public Tunnels(Observer observer) {
    this.observer = observer;
  }

  @Then("on {nodes} no packet filter drops UDP port {int}")
  public void noFilter(ScenarioNodes where, int port) {
    observer.observe(
        () ->
            where.each(
                node ->
                    observer.expect(
                        PacketFilter.drops(node, port),
                        Expectation.<List<String>>that("nothing", List::isEmpty))));
  }

  @Then("{nodes} receives packets from all others on UDP port {int}")
  @OnTheWire
  public void takes(ScenarioNodes hosts, int port) {
    long wanted = TunnelCounter.PACKETS * (hosts.nodes().size() - 1L);
    observer.observe(
        () ->
            observer.expect(
                Deadline.UNIT_ACTIVE,
                Probe.of(
                    "how many of "
                        + wanted
                        + " packets to UDP port "
                        + port
                        + " of each host passed its packet filters",
                    () -> taken(hosts, port)),
                Expectation.<Map<String, Long>>that(
                    wanted + " or more on each",
                    taken -> taken.values().stream().allMatch(count -> count >= wanted))));
  }

  private static Map<String, Long> taken(ScenarioNodes hosts, int port) {
    var taken = new ConcurrentHashMap<String, Long>();
    hosts.each(node -> taken.put(node.name(), -TunnelCounter.received(node, port)));
    hosts.each(node -> TunnelCounter.send(node, others(hosts, node), port));
    hosts.each(node -> taken.merge(node.name(), TunnelCounter.received(node, port), Long::sum));
    return new TreeMap<>(taken);
  }

  private static List<String> others(ScenarioNodes hosts, LabNode node) {
    return hosts.nodes().stream()
        .filter(other -> !other.name().equals(node.name()))
        .map(other -> other.address("eth2").orElseThrow())
        .toList();
  }
}
