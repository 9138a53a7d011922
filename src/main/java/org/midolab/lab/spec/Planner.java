package org.midolab.lab.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.midolab.lab.spec.LabSpec.EndpointSpec;
import org.midolab.lab.spec.LabSpec.LinkSpec;
import org.midolab.lab.spec.LabSpec.NodeSpec;
import org.midolab.lab.spec.LabSpec.RouteSpec;
import org.midolab.lab.spec.LabSpec.Text;
import org.midolab.lab.spec.LinkPlan.End;

/**
 * Checks the meaning of a lab file and makes a plan of it. Collects every problem before it stops.
 */
final class Planner {

  /** Interface names: the kernel's limit IFNAMSIZ without the terminating zero. */
  private static final Pattern INTERFACE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,14}");

  private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

  /** Containerlab's names for a link whose other end is a port of the machine. */
  private static final List<String> REAL_PORTS = List.of("host", "macvlan");

  /** A lab's management network is a /24, with addresses for the engine and spare ones. */
  static final int MAX_NODES = 200;

  /**
   * Maximum number of links, because every pair of addresses is compared. It allows ten links for
   * each node of the largest lab.
   */
  static final int MAX_LINKS = 1000;

  static final int MIN_MTU = 576;
  static final int MAX_MTU = 65535;
  private static final int DEFAULT_MTU = 1500;

  private final String file;
  private final LabSpec spec;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, NodeKind> kinds = new LinkedHashMap<>();
  private final Map<String, String> engines = new LinkedHashMap<>();

  Planner(String file, LabSpec spec) {
    this.file = file;
    this.spec = spec;
  }

  LabPlan plan() {
    if (!LabName.isName(spec.name().value())) {
      report(spec.name(), "bad lab name '" + spec.name().value() + "'", LabName.FORM);
    }
    if (spec.nodes().isEmpty()) {
      report(spec.name(), "the lab has no node", "");
    }
    rejectMoreThan(MAX_NODES, "nodes", spec.nodes().stream().map(node -> node.name().place()));
    rejectMoreThan(MAX_LINKS, "links", spec.links().stream().map(LinkSpec::place));
    spec.nodes().forEach(this::register);
    List<LinkPlan> links = links();
    new AddressCheck(this, links).run();
    BgpPlanner bgp = new BgpPlanner(this, spec, links);
    List<NodePlan> nodes = spec.nodes().stream().map(node -> node(node, bgp, links)).toList();
    if (!problems.isEmpty()) {
      throw new InvalidLabException(file, problems);
    }
    return new LabPlan(new LabName(spec.name().value()), nodes, links);
  }

  /**
   * Stops at once if there are too many, because the time of later checks grows with the number.
   */
  private void rejectMoreThan(int most, String what, Stream<Place> places) {
    places
        .skip(most)
        .findFirst()
        .ifPresent(
            place -> {
              throw new InvalidLabException(
                  file,
                  List.of(new Problem(place, "more than " + most + " " + what + " in a lab", "")));
            });
  }

  void report(Text at, String message, String allowed) {
    report(at.place(), message, allowed);
  }

  void report(Place at, String message, String allowed) {
    problems.add(new Problem(at, message, allowed));
  }

  private void register(NodeSpec node) {
    String name = node.name().value();
    if (!LabName.isName(name) || REAL_PORTS.contains(name)) {
      report(node.name(), "bad node name '" + name + "'", LabName.FORM);
    }
    Optional<NodeKind> kind = NodeKind.of(node.kind().value());
    if (kind.isEmpty()) {
      report(
          node.kind(),
          "unknown kind '" + node.kind().value() + "' of node '" + name + "'",
          Arrays.stream(NodeKind.values()).map(NodeKind::word).collect(Collectors.joining(", ")));
    }
    kinds.put(name, kind.orElse(NodeKind.INSTANCE));
    engines.put(name, node.engine().map(Text::value).orElse(NodePlan.Engine.LOCAL.name()));
    node.engine()
        .filter(engine -> !engine.value().equals(NodePlan.Engine.LOCAL.name()))
        .ifPresent(
            engine ->
                report(
                    engine,
                    "engine '" + engine.value() + "': other engines are not supported",
                    NodePlan.Engine.LOCAL.name()));
  }

  private NodePlan node(NodeSpec node, BgpPlanner bgp, List<LinkPlan> links) {
    String name = node.name().value();
    List<Cidr> connected =
        links.stream()
            .flatMap(link -> link.ends().stream())
            .filter(end -> end.node().equals(name))
            .flatMap(end -> end.address().stream())
            .toList();
    List<NodePlan.Route> routes =
        node.routes().stream().flatMap(route -> route(route, name, connected).stream()).toList();
    List<Cidr> loopback =
        node.loopback().stream().flatMap(text -> address(text, "address").stream()).toList();
    return new NodePlan(
        name,
        kind(name),
        new NodePlan.Engine(engine(name)),
        loopback,
        routes,
        bgp.plan(node, kind(name), connected, loopback));
  }

  private Optional<NodePlan.Route> route(RouteSpec route, String node, List<Cidr> connected) {
    Optional<Cidr> to =
        route.to().value().equals("default")
            ? Optional.of(Cidr.of("0.0.0.0/0"))
            : address(route.to(), "destination");
    Optional<Cidr> via = address(route.via(), "next hop");
    if (via.isPresent() && connected.stream().noneMatch(c -> c.contains(via.get()))) {
      report(
          route.via(),
          "next hop " + route.via().value() + " is in no subnet of node '" + node + "'",
          connected.stream()
              .map(Cidr::network)
              .map(Cidr::toString)
              .collect(Collectors.joining(", ")));
      return Optional.empty();
    }
    return to.flatMap(target -> via.map(hop -> new NodePlan.Route(target, hop)));
  }

  Optional<Cidr> address(Text text, String what) {
    Optional<Cidr> parsed = Cidr.parse(text.value());
    if (parsed.isEmpty()) {
      report(text, "bad " + what + " '" + text.value() + "'", "A.B.C.D or A.B.C.D/LENGTH");
    }
    return parsed;
  }

  /**
   * Returns the number in {@code text}, if it is between {@code min} and {@code max}. Reports a
   * problem otherwise.
   */
  Optional<Long> number(Text text, String what, long min, long max) {
    try {
      long value = Long.parseLong(text.value());
      if (value >= min && value <= max) {
        return Optional.of(value);
      }
    } catch (NumberFormatException e) {
      // reported below with the allowed range
    }
    report(text, "bad " + what + " '" + text.value() + "'", min + " to " + max);
    return Optional.empty();
  }

  private List<LinkPlan> links() {
    Map<String, Place> taken = new LinkedHashMap<>();
    List<LinkPlan> plans = new ArrayList<>();
    for (LinkSpec link : spec.links()) {
      link(link, taken).ifPresent(plans::add);
    }
    return plans;
  }

  private Optional<LinkPlan> link(LinkSpec link, Map<String, Place> taken) {
    int mtu =
        link.mtu()
            .flatMap(text -> number(text, "mtu", MIN_MTU, MAX_MTU))
            .map(Long::intValue)
            .orElse(DEFAULT_MTU);
    if (link.endpoints().size() != 2) {
      report(link.place(), "a link has " + link.endpoints().size() + " endpoints", "2");
      return Optional.empty();
    }
    Optional<EndpointSpec> port =
        link.endpoints().stream()
            .filter(end -> REAL_PORTS.contains(end.node().value()))
            .findFirst();
    if (port.isPresent()) {
      report(
          port.get().node(),
          "'"
              + port.get().node().value()
              + ":"
              + port.get().iface().value()
              + "': links to a real port are not supported",
          "links between two nodes of the lab");
      return Optional.empty();
    }
    List<End> ends = link.endpoints().stream().flatMap(end -> end(end, taken).stream()).toList();
    if (ends.size() != 2) {
      return Optional.empty();
    }
    boolean together = engine(ends.get(0).node()).equals(engine(ends.get(1).node()));
    return Optional.of(
        together
            ? new LinkPlan.SameEngine(ends.get(0), ends.get(1), mtu)
            : new LinkPlan.AcrossEngines(ends.get(0), ends.get(1), mtu));
  }

  private Optional<End> end(EndpointSpec end, Map<String, Place> taken) {
    String node = end.node().value();
    String iface = end.iface().value();
    NodeKind kind = kinds.get(node);
    if (kind == null) {
      report(end.node(), "unknown node '" + node + "'", String.join(", ", kinds.keySet()));
      return Optional.empty();
    }
    if (!INTERFACE.matcher(iface).matches()) {
      report(
          end.iface(),
          "bad interface name '" + iface + "'",
          "letters, digits, '.', '_' and '-', at most 15 characters (the kernel's limit)");
    }
    if (iface.equals("lo") || kind.managed() && iface.equals("eth0")) {
      report(
          end.iface(),
          "'" + node + ":" + iface + "' cannot be used for a link",
          "any other name; lo is the loopback and eth0 the management network");
    }
    Place before = taken.putIfAbsent(node + ":" + iface, end.iface().place());
    if (before != null) {
      report(
          end.iface(),
          "interface '" + node + ":" + iface + "' has a link already, in line " + before.line(),
          "one link per interface");
    }
    Optional<Cidr> address = end.ipv4().flatMap(text -> address(text, "address"));
    end.ipv4()
        .filter(_ -> kind == NodeKind.BRIDGE)
        .ifPresent(text -> report(text, "a port of bridge '" + node + "' has no address", ""));
    address
        .filter(Cidr::isReserved)
        .ifPresent(
            bad ->
                report(
                    end.ipv4().orElseThrow(),
                    bad + " is the network's own or its broadcast address",
                    "an address of a host in " + bad.network()));
    end.mac()
        .filter(mac -> !MAC.matcher(mac.value()).matches())
        .ifPresent(mac -> report(mac, "bad MAC '" + mac.value() + "'", "02:00:00:aa:bb:cc"));
    return Optional.of(new End(node, iface, address, end.mac().map(Text::value)));
  }

  /** Returns the place of that end's address in the file, for messages. */
  Place placeOf(End end) {
    return spec.links().stream()
        .flatMap(link -> link.endpoints().stream())
        .filter(e -> end.is(e.node().value(), e.iface().value()))
        .map(e -> e.ipv4().map(Text::place).orElse(e.iface().place()))
        .findFirst()
        .orElseThrow();
  }

  NodeKind kind(String node) {
    return Objects.requireNonNull(kinds.get(node), "a node of the lab");
  }

  private String engine(String node) {
    return Objects.requireNonNull(engines.get(node), "a node of the lab");
  }
}
