package org.midolab.lab.guide.steps;

import java.util.List;
import java.util.stream.IntStream;
import org.midolab.lab.probe.Capture;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.FailoverTrial;
import org.midolab.lab.probe.HostRoute;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Wait;

/**
 * The uplink that carries echo requests from node internet to a floating IP. A fault of the other
 * one would have no effect on them.
 *
 * @param peer the node at the uplink's other end
 * @param gatewayAddress the address of the gateway's port
 * @param peerAddress the address of the peer
 */
record CarryingUplink(LabNode gateway, LabNode peer, String gatewayAddress, String peerAddress) {

  /** The interface of each gateway that is its uplink. */
  static final String UPLINK = "eth1";

  /** The gateways with an uplink, in the order of their peers. */
  static final List<String> GATEWAYS = List.of("gateway1", "gateway2");

  static CarryingUplink find(LabNodes lab, String floatingIp) {
    // If a path is not restored yet after an earlier fault, its return would move the packets
    // later.
    Wait.until(
        Deadline.ROUTE_LEARNED,
        HostRoute.nextHops(lab.node("internet"), FailoverTrial.FLOATING_NETWORK),
        Expectation.<List<String>>that("two next hops", hops -> hops.size() == 2));
    boolean one =
        Wait.until(
                Deadline.REPLY,
                Probe.of(
                    "gateways that echo requests to " + floatingIp + " pass",
                    () -> passed(lab, floatingIp)),
                Expectation.that("one of the two", (List<String> seen) -> seen.size() == 1))
            .contains(GATEWAYS.getFirst());
    return one
        ? new CarryingUplink(lab.node("gateway1"), lab.node("bgp1"), "198.51.100.2", "198.51.100.1")
        : new CarryingUplink(lab.node("gateway2"), lab.node("bgp2"), "203.0.113.2", "203.0.113.1");
  }

  /** Captures on both, because on a busy machine a capture may start too late and be empty. */
  private static List<String> passed(LabNodes lab, String floatingIp) {
    var filter = "icmp[icmptype] == icmp-echo and dst host " + floatingIp;
    var internet = lab.node("internet");
    var captures =
        Capture.onEach(
            GATEWAYS.stream().map(lab::node).toList(),
            UPLINK,
            filter,
            () -> internet.run("ping", "-n", "-c", "3", "-i", "0.2", floatingIp));
    return IntStream.range(0, GATEWAYS.size())
        .filter(i -> !captures.get(i).lines().isEmpty())
        .mapToObj(GATEWAYS::get)
        .toList();
  }
}
