package org.midolab.lab.command;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.midolab.lab.runtime.Lab;
import org.midolab.lab.runtime.LabFailure;
import org.midolab.lab.runtime.Node;
import org.midolab.lab.spec.LinkPlan;
import org.midolab.lab.spec.NodeKind;

/** What a lab's nodes look like now. */
final class StatusTable {

  /** One node. {@code services} is the state of each unit that matters on it. */
  record Row(
      String node,
      String kind,
      boolean running,
      String management,
      Map<String, String> links,
      Map<String, String> services) {}

  private final List<Row> rows;

  private StatusTable(List<Row> rows) {
    this.rows = rows;
  }

  static StatusTable of(Lab lab) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Row>> asked =
          lab.nodes().stream().map(node -> threads.submit(() -> row(lab, node))).toList();
      List<Row> rows = new ArrayList<>();
      for (Future<Row> row : asked) {
        rows.add(row.get());
      }
      return new StatusTable(rows);
    } catch (ExecutionException e) {
      throw new LabFailure("asking the nodes: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted", e);
    }
  }

  List<Row> rows() {
    return rows;
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

  private static List<String> units(NodeKind kind) {
    return switch (kind) {
      case NSDB -> List.of("zookeeper", "cassandra");
      case CONTROLLER -> List.of("midonet-cluster", "midolman");
      case GATEWAY, COMPUTE -> List.of("midolman");
      case BGP_PEER, INTERNET -> List.of("frr");
      case INSTANCE, BRIDGE -> List.of();
    };
  }

  private static Map<String, String> services(Node node) {
    List<String> units = units(node.plan().kind());
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
