package org.midolab.lab.guide.steps;

import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.midolab.lab.guide.catalogue.ScenarioNodes;
import org.midolab.lab.guide.observation.Observer;
import org.midolab.lab.probe.Deadline;
import org.midolab.lab.probe.Expectation;
import org.midolab.lab.probe.LabNode;
import org.midolab.lab.probe.LabNodes;
import org.midolab.lab.probe.Listeners;
import org.midolab.lab.probe.Nsdb;
import org.midolab.lab.probe.Probe;
import org.midolab.lab.probe.Ring;
import org.midolab.lab.probe.ZooKeeperServer;

/** The network state database: ZooKeeper and Cassandra. */
public final class Database {

  private static final String AS_WRITTEN = "as written";

  private static final String FLOW_STATE = "MidonetFlowState";

  /**
   * A table that Cassandra itself stores with three replicas. So a check needs no keyspace of its
   * own; it deletes its row afterwards.
   */
  private static final String TABLE = "system_distributed.view_build_status";

  private static final String INSERT =
      "INSERT INTO "
          + TABLE
          + " (keyspace_name, view_name, host_id, status) VALUES (?, ?, ?, ?) USING TTL 60";
  private static final String SELECT =
      "SELECT status FROM " + TABLE + " WHERE keyspace_name = ? AND view_name = ? AND host_id = ?";
  private static final String DELETE =
      "DELETE FROM " + TABLE + " WHERE keyspace_name = ? AND view_name = ?";
  private static final String CHECK_KEYSPACE = "midolab_check";
  private static final UUID LOOK_ID = new UUID(0, 1);

  private final Observer observer;
  private final LabNodes lab;

  public Database(Observer observer, LabNodes lab) {
    this.observer = observer;
    this.lab = lab;
  }

  @Then("ZooKeeper is ready on {nodes}")
  public void zooKeeperReady(ScenarioNodes where) {
    observer.awaitReady(() -> seeEnsemble(where.nodes()));
  }

  @Then("ZooKeeper has one leader and two followers")
  public void ensemble() {
    observer.observe(() -> seeEnsemble(nsdb().nodes()));
  }

  private void seeEnsemble(List<LabNode> nodes) {
    observer.expect(
        Deadline.ZOOKEEPER_SERVES,
        ZooKeeperServer.modes(nodes),
        nodes.size() == 1
            ? Expectation.that(
                "one server on its own",
                (Map<String, String> modes) -> modes.containsValue("standalone"))
            : Expectation.that(
                "one leader, the others followers",
                (Map<String, String> modes) ->
                    modes.values().stream().filter("leader"::equals).count() == 1
                        && modes.values().stream().filter("follower"::equals).count()
                            == nodes.size() - 1L));
  }

  @Then("a znode that is written through {nodes} is read through {nodes}")
  public void writtenAndRead(ScenarioNodes writer, ScenarioNodes reader) {
    observer.see(
        "a znode written through " + writer + " and read through " + reader,
        () -> readBack(writer, reader, "midolab"),
        Expectation.equalTo(AS_WRITTEN));
  }

  /** The largest transaction of MidoNet, without its overhead. */
  @Then("a node of {int} MiB that is written through {nodes} is read through {nodes}")
  public void largeWrittenAndRead(int size, ScenarioNodes writer, ScenarioNodes reader) {
    observer.see(
        "a znode of " + size + " MiB written through " + writer + " and read through " + reader,
        () -> readBack(writer, reader, "x".repeat(size << 20)),
        Expectation.equalTo(AS_WRITTEN));
  }

  private static String readBack(ScenarioNodes writer, ScenarioNodes reader, String text)
      throws Exception {
    var path = "/midolab-check-" + UUID.randomUUID();
    try (var in = Nsdb.connect(writer.nodes());
        var out = Nsdb.connect(reader.nodes())) {
      in.put(path, text);
      out.sync(path);
      var read = out.text(path);
      in.delete(path);
      return read.map(
              other -> other.equals(text) ? AS_WRITTEN : other.length() + " other characters")
          .orElse("no such znode");
    }
  }

  @Then("each NSDB node's ZooKeeper reports the server id in its file")
  public void serverIds() {
    observer.observe(
        () ->
            nsdb()
                .each(
                    node -> {
                      var id = node.run("cat", "/var/lib/zookeeper/data/myid").text();
                      observer.expect(
                          ZooKeeperServer.word(node, "conf"),
                          Expectation.that(
                              "serverId=" + id,
                              text -> text.lines().anyMatch(("serverId=" + id)::equals)));
                    }));
  }

  @Then("every NSDB node sees three members in the Cassandra ring")
  public void ring() {
    var members = nsdb().nodes().stream().map(LabNode::management).sorted().toList();
    seeRing(
        "the members " + members,
        seen -> seen.members().stream().sorted().toList().equals(members));
  }

  @Then("the ring is named {string}, with three host ids and rack {string}")
  public void ringNamed(String name, String rack) {
    seeRing(
        name + ", three host ids, " + rack,
        seen ->
            seen.cluster().equals(name)
                && seen.hostIds().size() == 3
                && seen.racks().equals(List.of(rack)));
  }

  private void seeRing(String wanted, Predicate<Ring.Membership> holds) {
    observer.observe(
        () ->
            nsdb()
                .each(
                    node ->
                        observer.expect(
                            Deadline.RING_NORMAL,
                            Ring.seenFrom(node),
                            Expectation.that(wanted, holds))));
  }

  @Then("a row that is written with a quorum through {nodes} is read with a quorum through {nodes}")
  public void quorumWrittenAndRead(ScenarioNodes writer, ScenarioNodes reader) {
    observer.observe(
        () -> {
          var text = UUID.randomUUID().toString();
          observer.expect(
              Deadline.RING_NORMAL,
              Probe.of(
                  "a row written through " + writer + " and read through " + reader,
                  () -> {
                    try (var in = Ring.through(writer.only());
                        var out = Ring.through(reader.only())) {
                      in.quorum(INSERT, CHECK_KEYSPACE, text, LOOK_ID, text);
                      var read = out.quorum(SELECT, CHECK_KEYSPACE, text, LOOK_ID);
                      in.quorum(DELETE, CHECK_KEYSPACE, text);
                      return read.isEmpty() ? "no such row" : read.getFirst().getString("status");
                    }
                  }),
              Expectation.equalTo(text));
        });
  }

  @Then("each NSDB node listens on port {int} at its own address only")
  public void listensAtItsOwn(int port) {
    observer.observe(
        () ->
            nsdb()
                .each(
                    node ->
                        observer.expect(
                            Listeners.of(node),
                            Expectation.that(
                                node.management() + ":" + port + " and no other address",
                                (Listeners seen) ->
                                    seen.sockets().stream()
                                        .filter(s -> s.endsWith(":" + port))
                                        .toList()
                                        .equals(List.of(node.management() + ":" + port))))));
  }

  @Then("the flow-state keyspace has replication factor {int}")
  public void replication(int factor) {
    observer.see(
        Deadline.API_ANSWERS,
        "the replication of keyspace " + FLOW_STATE,
        () -> {
          try (var ring = Ring.through(nsdb().nodes().getFirst())) {
            return ring.replication(FLOW_STATE).orElse(Map.of());
          }
        },
        Expectation.that(
            "factor " + factor,
            (Map<String, String> seen) ->
                String.valueOf(factor).equals(seen.get("replication_factor"))));
  }

  @Then("the flow-state keyspace has these tables")
  public void tables(DataTable tables) {
    observer.see(
        Deadline.API_ANSWERS,
        "the tables of keyspace " + FLOW_STATE,
        () -> {
          try (var ring = Ring.through(nsdb().nodes().getFirst())) {
            return List.copyOf(ring.tables(FLOW_STATE));
          }
        },
        Expectation.<List<String>>that(
            String.join(", ", tables.asList()), seen -> seen.containsAll(tables.asList())));
  }

  @Then("the database holds an object {string} named {string}")
  public void holdsObject(String type, String name) {
    observer.see(
        "the objects " + type + " in ZooKeeper",
        () -> {
          try (var nsdb = Nsdb.connect(nsdb().nodes())) {
            return nsdb.objects(type).stream().map(object -> object.path("name").asText()).toList();
          }
        },
        Expectation.<List<String>>that("one named " + name, seen -> seen.contains(name)));
  }

  private ScenarioNodes nsdb() {
    return ScenarioNodes.of("every NSDB node", lab);
  }
}
