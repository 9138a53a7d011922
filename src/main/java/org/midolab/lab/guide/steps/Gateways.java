package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.observation.PathDiagnosis;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Ping;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.RawAnswer;
import org.midolab.lab.probe.TcpClient;
import org.midolab.lab.probe.TcpServer;

/** Floating IPs through each gateway by itself: a peer sends to the one that it is cabled to. */
@OnTheWire
public final class Gateways {

  private static final int PORT = 8090;

  private final Observer observer;
  private final LabNodes lab;
  private final PathDiagnosis diagnosis;

  public Gateways(Observer observer, LabNodes lab, PathDiagnosis diagnosis) {
    this.observer = observer;
    this.lab = lab;
    this.diagnosis = diagnosis;
  }

  /** The first column is a floating IP, the second its instance. */
  @Then("{nodes} through {address} reaches these by ICMP and TCP")
  public void reaches(ScenarioNodes peer, String nextHop, Map<String, String> instances) {
    var words =
        new TreeMap<>(instances)
            .entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    observer.observe(
        () ->
            diagnosis.withDiagnosis(
                () ->
                    observer.expect(
                        Deadline.REPLY,
                        Probe.of(
                            "the path of " + peer + " to floating IPs",
                            () -> look(peer.only(), instances)),
                        new Assertion(
                            "floating-ip-by-gateway",
                            Map.of(
                                "peer",
                                peer.only().name(),
                                "next-hop",
                                nextHop,
                                "port",
                                String.valueOf(PORT),
                                "instances",
                                words))),
                peer.only(),
                instances.keySet().iterator().next()));
  }

  private List<RawAnswer> look(LabNode peer, Map<String, String> instances) {
    var seen = new ArrayList<RawAnswer>();
    instances.forEach(
        (address, instance) -> {
          seen.add(RawAnswer.of(peer, "ip", "route", "get", address));
          seen.add(Ping.raw(peer, address));
          seen.add(greeting(peer, address, lab.node(instance)));
        });
    return seen;
  }

  /** Reads the instance's name from a TCP server on it, which serves one connection. */
  private static RawAnswer greeting(LabNode peer, String address, LabNode instance) {
    TcpServer.sendOnce(instance, "echo " + instance.name(), PORT);
    return RawAnswer.shell(peer, TcpClient.greeting(address, PORT));
  }
}
