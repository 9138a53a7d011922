package org.midolab.lab.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.midolab.lab.spec.LabSpec.BgpSpec;
import org.midolab.lab.spec.LabSpec.NeighborSpec;
import org.midolab.lab.spec.LabSpec.NodeSpec;
import org.midolab.lab.spec.LabSpec.Text;
import org.midolab.lab.spec.LinkPlan.End;

/**
 * Plans the BGP settings of the routers of a lab, and checks that the two ends of each session
 * match.
 */
final class BgpPlanner {

  private static final long MAX_AS = 4294967294L;

  /**
   * Represents a four-byte AS number to speakers that do not support these; nobody's own number
   * (RFC 6793).
   */
  private static final long AS_TRANS = 23456;

  private static final BgpPlan.Timers DEFAULT_TIMERS = new BgpPlan.Timers(60, 180, 1);

  private final Planner planner;
  private final LabSpec spec;
  private final Map<String, String> owners = new HashMap<>();

  BgpPlanner(Planner planner, LabSpec spec, List<LinkPlan> links) {
    this.planner = planner;
    this.spec = spec;
    for (LinkPlan link : links) {
      for (End end : link.ends()) {
        end.address().ifPresent(address -> owners.put(address.address(), end.node()));
      }
    }
  }

  Optional<BgpPlan> plan(NodeSpec node, NodeKind kind, List<Cidr> connected, List<Cidr> loopback) {
    if (node.bgp().isEmpty()) {
      if (kind.router()) {
        planner.report(node.name(), "node '" + node.name().value() + "' lacks 'bgp'", "");
      }
      return Optional.empty();
    }
    BgpSpec bgp = node.bgp().get();
    if (!kind.router()) {
      planner.report(
          bgp.as(),
          "node '" + node.name().value() + "' of kind " + kind.word() + " cannot have 'bgp'",
          "bgp-peer, internet");
    }
    long as = as(bgp.as()).orElse(0L);
    List<BgpPlan.Neighbor> neighbors =
        bgp.neighbors().stream()
            .flatMap(neighbor -> neighbor(node, as, neighbor, connected).stream())
            .toList();
    List<Cidr> networks =
        bgp.networks().stream()
            .flatMap(text -> planner.address(text, "network").stream())
            .map(Cidr::network)
            .toList();
    String routerId =
        Stream.concat(loopback.stream(), connected.stream())
            .findFirst()
            .map(Cidr::address)
            .orElse("0.0.0.0");
    return Optional.of(new BgpPlan(software(bgp), as, timers(bgp), routerId, networks, neighbors));
  }

  private BgpSoftware software(BgpSpec bgp) {
    Optional<BgpSoftware> known = bgp.software().map(Text::value).flatMap(BgpSoftware::of);
    bgp.software()
        .filter(_ -> known.isEmpty())
        .ifPresent(
            text ->
                planner.report(
                    text, "unknown software '" + text.value() + "'", BgpSoftware.words()));
    return known.orElse(BgpSoftware.FRR);
  }

  private Optional<Long> as(Text text) {
    Optional<Long> as = planner.number(text, "AS number", 1, MAX_AS);
    as.filter(number -> number == AS_TRANS || number == 65535)
        .ifPresent(
            number -> planner.report(text, "AS " + number + " is reserved", "1 to " + MAX_AS));
    return as;
  }

  private BgpPlan.Timers timers(BgpSpec bgp) {
    if (bgp.timers().isEmpty()) {
      return DEFAULT_TIMERS;
    }
    var timers = bgp.timers().get();
    int keepalive = seconds(timers.keepalive(), "keepalive", DEFAULT_TIMERS.keepalive());
    int hold = seconds(timers.hold(), "hold", DEFAULT_TIMERS.hold());
    int connect = seconds(timers.connect(), "connect", DEFAULT_TIMERS.connect());
    if (hold < 3) {
      planner.report(timers.hold().orElseThrow(), "hold time " + hold, "3 to 65535 (RFC 4271)");
    }
    return new BgpPlan.Timers(keepalive, hold, connect);
  }

  private int seconds(Optional<Text> text, String what, int otherwise) {
    return text.flatMap(given -> planner.number(given, what, 1, 65535))
        .map(Long::intValue)
        .orElse(otherwise);
  }

  private Optional<BgpPlan.Neighbor> neighbor(
      NodeSpec node, long as, NeighborSpec neighbor, List<Cidr> connected) {
    neighbor
        .password()
        .filter(password -> !password.value().equals("random"))
        .ifPresent(
            password ->
                planner.report(
                    password,
                    "the lab file contains a password",
                    "random (the lab makes one per session and keeps it to itself)"));
    Optional<Cidr> address = planner.address(neighbor.address(), "neighbor");
    Optional<Long> remote = as(neighbor.as());
    if (address.isEmpty() || remote.isEmpty()) {
      return Optional.empty();
    }
    Optional<Cidr> local =
        connected.stream().filter(own -> own.contains(address.get())).findFirst();
    if (local.isEmpty()) {
      planner.report(
          neighbor.address(),
          "neighbor "
              + address.get().address()
              + " is in no subnet of node '"
              + node.name().value()
              + "'",
          connected.stream()
              .map(own -> own.network().toString())
              .collect(Collectors.joining(", ")));
      return Optional.empty();
    }
    checkPair(node, as, neighbor, local.get(), remote.get());
    return Optional.of(
        new BgpPlan.Neighbor(
            local.get(), address.get(), remote.get(), neighbor.password().isPresent()));
  }

  /**
   * Checks a session between two nodes of the lab: both ends must name each other, and both or none
   * must have a password.
   */
  private void checkPair(NodeSpec node, long as, NeighborSpec neighbor, Cidr local, long remote) {
    if (as == remote) {
      planner.report(
          neighbor.as(),
          "AS " + as + " on both ends: inside one AS learned routes are not passed on",
          "an AS other than the node's own");
    }
    Optional<NodeSpec> other =
        Optional.ofNullable(owners.get(neighbor.address().value()))
            .flatMap(
                name ->
                    spec.nodes().stream().filter(n -> n.name().value().equals(name)).findFirst());
    if (other.isEmpty() || other.get().bgp().isEmpty()) {
      return;
    }
    BgpSpec theirs = other.get().bgp().get();
    String name = other.get().name().value();
    if (!theirs.as().value().equals(neighbor.as().value())) {
      planner.report(
          neighbor.as(),
          "AS pair cannot peer: node '"
              + name
              + "' is in AS "
              + theirs.as().value()
              + ", not "
              + neighbor.as().value(),
          theirs.as().value());
    }
    Optional<NeighborSpec> back =
        theirs.neighbors().stream()
            .filter(n -> n.address().value().equals(local.address()))
            .findFirst();
    if (back.isEmpty()) {
      planner.report(
          neighbor.address(),
          "node '" + name + "' does not name " + local.address() + " as a neighbor",
          "a neighbor on both ends");
    } else if (back.get().password().isPresent() != neighbor.password().isPresent()) {
      planner.report(
          neighbor.address(),
          "only one end of " + node.name().value() + " – " + name + " has a password",
          "a password on both ends or on none");
    }
  }
}
