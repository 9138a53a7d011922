package org.midolab.lab.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.midolab.lab.probe.Api;
import org.midolab.lab.probe.BgpSpeaker;
import org.midolab.lab.probe.FloatingIps;
import org.midolab.lab.probe.FloatingIps.FloatingIp;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.PortBindings;
import org.midolab.lab.probe.PortBindings.PortBinding;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.RunningLab;
import org.midolab.lab.probe.Unenforced;
import org.midolab.lab.runtime.Lab;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;
import org.midolab.lab.spec.LabPlan;
import org.midolab.lab.spec.LinkPlan;
import org.midolab.lab.spec.NodeKind;

/**
 * The current state of a lab: its nodes, its BGP sessions, its floating IPs, and the stored objects
 * that no agent enforces yet.
 */
final class StatusTable {

  private static final String CLUSTER = "midonet-cluster";

  /** A node. {@code services} has the state of each of its main units. */
  record Row(
      String node,
      String kind,
      boolean running,
      String management,
      Map<String, String> links,
      Map<String, String> services) {}

  /**
   * A floating IP.
   *
   * @param instance the node that has the fixed address, or empty if no node has it
   * @param port {@code active}, {@code inactive} or {@code not bound}: the virtual port that the
   *     instance is connected to; empty if there is no instance, or if the bindings of ports cannot
   *     be read
   */
  record Floating(String address, String fixedAddress, String instance, String port) {

    static Floating of(FloatingIp one, LabPlan plan, Optional<List<PortBinding>> bindings) {
      return new Floating(
          one.address(),
          one.fixedAddress(),
          one.instance().orElse(""),
          one.instance()
              .flatMap(instance -> bindings.map(known -> state(instance, plan, known)))
              .orElse(""));
    }

    private static String state(String instance, LabPlan plan, List<PortBinding> bindings) {
      return plan.links().stream()
          .map(LinkPlan::ends)
          .filter(ends -> ends.stream().anyMatch(end -> end.is(instance, "eth0")))
          .flatMap(List::stream)
          .filter(end -> !end.node().equals(instance))
          .flatMap(end -> PortBindings.at(bindings, end.node(), end.iface()).stream())
          .findFirst()
          .map(binding -> binding.active() ? "active" : "inactive")
          .orElse("not bound");
    }
  }

  /** A BGP session, as a node of the lab sees it. */
  record Session(String node, String neighbour, long as, String state, int prefixes) {}

  private final List<Row> rows;
  private final List<Session> sessions;
  private final List<Floating> floatingIps;
  private final List<Unenforced.Stored> unenforced;

  StatusTable(
      List<Row> rows,
      List<Session> sessions,
      List<Floating> floatingIps,
      List<Unenforced.Stored> unenforced) {
    this.rows = rows;
    this.sessions = sessions;
    this.floatingIps = floatingIps;
    this.unenforced = unenforced;
  }

  static StatusTable of(Lab lab) {
    var nodes = new RunningLab(lab);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Row>> asked =
          lab.nodes().stream().map(node -> threads.submit(() -> row(lab, node))).toList();
      List<Future<List<Session>>> speakers =
          nodes.of(NodeKind.BGP_PEER, NodeKind.INTERNET).stream()
              .map(node -> threads.submit(() -> sessions(node)))
              .toList();
      List<Row> rows = new ArrayList<>();
      for (Future<Row> row : asked) {
        rows.add(row.get());
      }
      Cluster cluster = new Cluster(rows, nodes);
      Future<List<Floating>> floating =
          threads.submit(() -> floatingIps(lab.plan(), cluster, nodes));
      Future<Optional<List<Unenforced.Stored>>> unenforced =
          threads.submit(() -> cluster.ask(Unenforced::in));
      List<Session> sessions = new ArrayList<>();
      for (Future<List<Session>> some : speakers) {
        sessions.addAll(some.get());
      }
      return new StatusTable(rows, sessions, floating.get(), unenforced.get().orElse(List.of()));
    } catch (ExecutionException e) {
      throw new LabFailure("cannot read the state of the nodes: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
  }

  /** Returns the sessions of a router. A router that is down has none. */
  private static List<Session> sessions(LabNode node) throws InterruptedException {
    try {
      return BgpSpeaker.neighbours(node).look().stream()
          .map(n -> new Session(node.name(), n.address(), n.as(), n.state(), n.prefixes()))
          .toList();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return List.of();
    }
  }

  /**
   * Returns the floating IPs. The ports are asked for only if there is one, since it takes long.
   */
  private static List<Floating> floatingIps(LabPlan plan, Cluster cluster, RunningLab nodes)
      throws InterruptedException {
    List<FloatingIp> found = cluster.ask(api -> FloatingIps.in(api, nodes)).orElse(List.of());
    if (found.isEmpty()) {
      return List.of();
    }
    Optional<List<PortBinding>> bindings = cluster.ask(PortBindings::in);
    return found.stream().map(one -> Floating.of(one, plan, bindings)).toList();
  }

  /** The cluster's API, on the first node on which the cluster runs. */
  private record Cluster(List<Row> rows, RunningLab nodes) {

    /** Reads a list. Returns empty if no cluster runs yet, or if it does not answer. */
    <T> Optional<List<T>> ask(Function<Api, Probe<List<T>>> question) throws InterruptedException {
      for (Row row : rows) {
        if ("active".equals(row.services().get(CLUSTER))) {
          var node = nodes.node(row.node());
          var api = Api.on(node, "admin", nodes.secret("ADMIN_PASS"), "admin");
          try {
            return Optional.of(question.apply(api).look());
          } catch (InterruptedException e) {
            throw e;
          } catch (Exception e) {
            return Optional.empty();
          }
        }
      }
      return Optional.empty();
    }
  }

  /** Returns the same data as {@link #print}, by name, for JSON. */
  Map<String, Object> asMap(String lab) {
    var map = new LinkedHashMap<String, Object>();
    map.put("lab", lab);
    map.put("nodes", rows);
    map.put("sessions", sessions);
    map.put("floatingIps", floatingIps);
    map.put("unenforced", unenforced);
    return map;
  }

  boolean allRunning() {
    return rows.stream().allMatch(Row::running);
  }

  void print(Console console) {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("NODE", "KIND", "STATE", "MANAGEMENT", "LINKS", "SERVICES"));
    for (Row row : rows) {
      table.add(
          List.of(
              row.node(),
              row.kind(),
              row.running() ? "running" : "stopped",
              row.management(),
              words(row.links()),
              words(row.services())));
    }
    console.table(table);
    if (!sessions.isEmpty()) {
      console.line("");
      console.table(sessionRows());
    }
    if (!floatingIps.isEmpty()) {
      console.line("");
      console.table(floatingRows());
    }
    if (!unenforced.isEmpty()) {
      console.line("");
      console.table(unenforcedRows());
    }
  }

  private List<List<String>> sessionRows() {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("BGP", "NEIGHBOUR", "AS", "SESSION", "PREFIXES"));
    for (Session session : sessions) {
      table.add(
          List.of(
              session.node(),
              session.neighbour(),
              String.valueOf(session.as()),
              session.state(),
              String.valueOf(session.prefixes())));
    }
    return table;
  }

  private List<List<String>> floatingRows() {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("FLOATING IP", "FIXED IP", "INSTANCE", "PORT"));
    for (Floating one : floatingIps) {
      table.add(
          List.of(one.address(), one.fixedAddress(), orDash(one.instance()), orDash(one.port())));
    }
    return table;
  }

  /**
   * Returns the first object of each type and the number of objects, because a tenant has many
   * similar rules.
   */
  private List<List<String>> unenforcedRows() {
    Map<String, List<Unenforced.Stored>> alike = new TreeMap<>();
    for (Unenforced.Stored one : unenforced) {
      alike
          .computeIfAbsent(
              one.type() + ": " + String.join(", ", one.parts()), _ -> new ArrayList<>())
          .add(one);
    }
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("STORED, NOT ENFORCED", "OBJECTS", "FIRST"));
    alike.forEach(
        (what, some) ->
            table.add(List.of(what, String.valueOf(some.size()), some.getFirst().id())));
    return table;
  }

  private static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  List<Floating> floatingIps() {
    return floatingIps;
  }

  private static String words(Map<String, String> pairs) {
    return String.join(
        " ",
        pairs.entrySet().stream()
            .map(e -> e.getValue().isEmpty() ? e.getKey() : e.getKey() + "=" + e.getValue())
            .toList());
  }

  private static Row row(Lab lab, Node node) {
    boolean running = node.isRunning();
    Map<String, String> links = new LinkedHashMap<>();
    for (LinkPlan link : lab.plan().links()) {
      for (LinkPlan.End end : link.ends()) {
        if (end.node().equals(node.name())) {
          links.put(end.iface(), end.address().map(Object::toString).orElse(""));
        }
      }
    }
    return new Row(
        node.name(),
        node.plan().kind().word(),
        running,
        node.managementAddress().orElse("-"),
        links,
        running ? services(node) : Map.of());
  }

  private static Map<String, String> services(Node node) {
    List<String> units = node.plan().services();
    Map<String, String> services = new LinkedHashMap<>();
    if (!units.isEmpty()) {
      List<String> command = new ArrayList<>(List.of("systemctl", "is-active"));
      command.addAll(units);
      List<String> states = node.exec(Duration.ofSeconds(10), command).out().lines().toList();
      for (int i = 0; i < units.size() && i < states.size(); i++) {
        services.put(units.get(i), states.get(i));
      }
    }
    return services;
  }
}
