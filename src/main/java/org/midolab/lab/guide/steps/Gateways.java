package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.guide.observation.PathDiagnosis;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Ping;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Signal;

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

  /** First column a floating IP, second the instance that is behind it. */
  @Then("{nodes} by {address} reaches these, by ICMP and by TCP")
  public void reaches(ScenarioNodes peer, String nextHop, Map<String, String> instances) {
    var wanted = new TreeMap<String, String>();
    instances.forEach(
        (address, instance) ->
            wanted.put(address, "by " + nextHop + ", ICMP 3 of 3, TCP from " + instance));
    observer.look(
        () ->
            diagnosis.explained(
                () ->
                    observer.see(
                        Signal.REPLY,
                        Probe.of(
                            "the way of " + peer + " to floating IPs",
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

  /** The instance says its own name to whoever connects, once. */
  private static String greeting(LabNode peer, String address, LabNode instance) {
    instance.shell(
        "(echo "
            + instance.name()
            + " | timeout 5 nc -l -N -q 1 "
            + PORT
            + ") > /dev/null 2>&1 & for i in 1 2 3 4 5 6 7 8 9 10; do ss -Hltn | grep -q :"
            + PORT
            + " && break; sleep 0.05; done");
    var heard = peer.shell("timeout 3 nc -w 2 " + address + " " + PORT + " < /dev/null").text();
    return heard.isEmpty() ? "nobody" : heard;
  }
}
