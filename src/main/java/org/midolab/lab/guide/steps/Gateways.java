package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.observation.PathDiagnosis;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Ping;
import org.midolab.lab.probe.Probe;

/**
 * Floating IPs through each gateway separately: a peer sends to the gateway that it is connected
 * to.
 */
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
    var wanted = new TreeMap<String, String>();
    instances.forEach(
        (address, instance) ->
            wanted.put(address, "by " + nextHop + ", ICMP 3 of 3, TCP from " + instance));
    observer.observe(
        () ->
            diagnosis.withDiagnosis(
                () ->
                    observer.expect(
                        Deadline.REPLY,
                        Probe.of(
                            "the path of " + peer + " to floating IPs",
                            () -> look(peer.only(), instances)),
                        Expectation.<Map<String, String>>equalTo(wanted)),
                peer.only(),
                instances.keySet().iterator().next()));
  }

  private Map<String, String> look(LabNode peer, Map<String, String> instances) {
    var seen = new TreeMap<String, String>();
    for (var address : instances.keySet()) {
      seen.put(address, look(peer, address, instances));
    }
    return seen;
  }

  private String look(LabNode peer, String address, Map<String, String> instances) {
    return "by "
        + nextHop(peer, address)
        + ", ICMP "
        + replies(peer, address)
        + ", TCP from "
        + greeting(peer, address, lab.node(instances.get(address)));
  }

  private static String nextHop(LabNode peer, String address) {
    var words = List.of(peer.run("ip", "route", "get", address).text().split("\\s+"));
    int via = words.indexOf("via");
    return via < 0 ? "no next hop" : words.get(via + 1);
  }

  private static String replies(LabNode peer, String address) {
    try {
      var ping = Ping.from(peer, address).look();
      return ping.received() + " of " + ping.sent();
    } catch (Exception e) {
      return "none: " + e.getMessage();
    }
  }

  /** Makes the instance send its name to the first client that connects, and reads it. */
  private static String greeting(LabNode peer, String address, LabNode instance) {
    instance.shell(
        "(echo "
            + instance.name()
            + " | timeout 5 nc -l -N -q 1 "
            + PORT
            + ") > /dev/null 2>&1 & for i in 1 2 3 4 5 6 7 8 9 10; do ss -Hltn | grep -q :"
            + PORT
            + " && break; sleep 0.05; done");
    var greeting = peer.shell("timeout 3 nc -w 2 " + address + " " + PORT + " < /dev/null").text();
    return greeting.isEmpty() ? "nothing" : greeting;
  }
}
