package org.midolab.lab.guide.steps;

import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Map;
import org.midolab.lab.assertion.Assertion;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Expectation;

/** The settings of chapter 7 in the API: AS number, peers, timers, advertised networks. */
public final class BgpSettings {

  private final Observer observer;
  private final Topology topology;

  public BgpSettings(Observer observer, Topology topology) {
    this.observer = observer;
    this.topology = topology;
  }

  @Then("the router {string} has AS number {long}")
  public void asNumber(String router, long number) {
    observer.see(
        "the AS number of router " + router,
        () -> topology.api().named("/routers", router).path("asNumber").asLong(),
        Expectation.equalTo(number));
  }

  @Then("the router {string} has the BGP peer {address} of AS {long}")
  public void bgpPeer(String router, String address, long number) {
    observer.see(
        "the BGP peer " + address + " of router " + router,
        () -> topology.bgpPeer(router, address).path("asNumber").asLong(),
        Expectation.equalTo(number));
  }

  @Then("the router {string}'s BGP peer {address} has {word} {int}")
  public void bgpPeerHas(String router, String address, String timer, int seconds) {
    var field =
        switch (timer) {
          case "keep-alive" -> "keepAlive";
          case "hold-time" -> "holdTime";
          case "connect-retry" -> "connectRetry";
          default -> throw new IllegalArgumentException("there is no timer " + timer);
        };
    observer.see(
        timer + " of the BGP peer " + address,
        () -> topology.bgpPeer(router, address).path(field).asInt(),
        Expectation.equalTo(seconds));
  }

  @Then("the router {string} advertises {prefix}")
  public void advertises(String router, String net) {
    observer.see(
        "the BGP networks of router " + router,
        () ->
            List.of(
                topology.raw("/routers"),
                topology.raw("/routers/" + topology.id("/routers", router) + "/bgp_networks")),
        new Assertion("router-advertises", Map.of("router", router, "networks", net)));
  }
}
