package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.then;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.Database;

/** Steps about ZooKeeper and Cassandra. */
class DatabaseStepsTest {

  private static final String SRVR = "Zookeeper version: 3.5\nMode: %s\nNode count: 5\n";
  private static final String FOLLOWER = SRVR.formatted("follower");
  private static final String LEADER = SRVR.formatted("leader");

  /** This znode makes the test start real servers. */
  private static final String SERVED = "znode /served";

  private static final String LOCAL =
      "cql SELECT cluster_name, broadcast_address, host_id, rack FROM system.local";
  private static final String PEERS = "cql SELECT peer, host_id, rack FROM system.peers";
  private static final String KEYSPACE =
      "cql SELECT replication FROM system_schema.keyspaces WHERE keyspace_name";
  private static final String TABLES = "cql SELECT table_name FROM system_schema.tables";
  private static final String READ = "cql SELECT status";

  private static final String SS =
      """
      LISTEN 0 128 198.18.0.11:7000 0.0.0.0:*
      LISTEN 0 128 0.0.0.0:22       0.0.0.0:*
      """;

  private static Database database(Bench bench) {
    return new Database(bench.observer(), bench.nodes());
  }

  @Test
  void zooKeeperReady() throws Exception {
    then(b -> database(b).zooKeeperReady(b.nodes("nsdb1")))
        .passesWith("word srvr", SRVR.formatted("standalone"))
        .failsWith("word srvr", FOLLOWER)
        .failsWith("word srvr", "This ZooKeeper instance is not currently serving requests\n")
        .failsWith("word srvr", null)
        .check();
  }

  @Test
  void ensemble() throws Exception {
    then(b -> database(b).ensemble())
        .passesWith("word srvr", FOLLOWER)
        .passesWith("nsdb2: word srvr", LEADER)
        .failsWith("nsdb2: word srvr", FOLLOWER)
        .failsWith("nsdb3: word srvr", LEADER)
        .failsWith("nsdb3: word srvr", SRVR.formatted("standalone"))
        .failsWith("nsdb3: word srvr", null)
        .check();
  }

  @Test
  void writtenAndRead() throws Exception {
    then(b -> database(b).writtenAndRead(b.nodes("nsdb1"), b.nodes("nsdb3")))
        .passesWith(SERVED, "")
        .failsWith("nsdb3: " + SERVED, "by an ensemble of its own")
        .check();
  }

  @Test
  void largeWrittenAndRead() throws Exception {
    then(b -> database(b).largeWrittenAndRead(1, b.nodes("nsdb1"), b.nodes("nsdb3")))
        .passesWith(SERVED, "")
        .failsWith("nsdb3: " + SERVED, "by an ensemble of its own")
        .check();
  }

  @Test
  void serverIds() throws Exception {
    var myid = "cat /var/lib/zookeeper/data/myid";

    then(b -> database(b).serverIds())
        .passesWith(myid, "1\n")
        .passesWith("nsdb2: " + myid, "2\n")
        .passesWith("word conf", "clientPort=2181\nserverId=1\n")
        .passesWith("nsdb2: word conf", "clientPort=2181\nserverId=2\n")
        .failsWith("nsdb2: " + myid, "1\n")
        .failsWith("nsdb2: word conf", "clientPort=2181\nserverId=22\n")
        .failsWith("nsdb2: " + myid, null)
        .failsWith("nsdb3: word conf", null)
        .check();
  }

  private static final String THREE =
      """
      peer:inet|host_id:uuid|rack:text
      <nsdb1>|00000000-0000-0000-0000-000000000001|rack1
      <nsdb2>|00000000-0000-0000-0000-000000000002|rack1
      <nsdb3>|00000000-0000-0000-0000-000000000003|rack1
      """;
  private static final String SELF =
      """
      cluster_name:text|broadcast_address:inet|host_id:uuid|rack:text
      midonet|<nsdb1>|00000000-0000-0000-0000-000000000001|rack1
      """;

  @Test
  void members() throws Exception {
    then(b -> database(b).ring())
        .passesWith(LOCAL, SELF)
        .passesWith(PEERS, THREE)
        .failsWith("nsdb2: " + PEERS, THREE.replace("<nsdb3>", "127.0.0.9"))
        .failsWith(
            "nsdb2: " + PEERS,
            THREE + THREE.lines().toList().getLast().replace("<nsdb3>", "127.0.0.9"))
        .failsWith("nsdb2: " + PEERS, "peer:inet|host_id:uuid|rack:text\n")
        .check();
  }

  @Test
  void ringNamed() throws Exception {
    then(b -> database(b).ringNamed("midonet", "rack1"))
        .passesWith(LOCAL, SELF)
        .passesWith(PEERS, THREE)
        .failsWith("nsdb2: " + LOCAL, SELF.replace("midonet", "Test Cluster"))
        .failsWith("nsdb3: " + LOCAL, SELF.replace("rack1", "rack2"))
        .failsWith("nsdb3: " + PEERS, THREE.replace("0003|rack1", "0003|rack2"))
        .failsWith("nsdb3: " + PEERS, THREE.replace("0003", "0002"))
        .check();
  }

  @Test
  void quorumWrittenAndRead() throws Exception {
    then(b -> database(b).quorumWrittenAndRead(b.nodes("nsdb1"), b.nodes("nsdb2")))
        .passesWith(TABLES, "table_name:text\n")
        .failsWith(READ, "status:text\n")
        .failsWith(READ, "status:text\nanother\n")
        .check();
  }

  @Test
  void listensAtItsOwn() throws Exception {
    var ss = "ss -H -t -l -n";

    then(b -> database(b).listensAtItsOwn(7000))
        .passesWith(ss, SS.replace("198.18.0.11", "<self>"))
        .failsWith("nsdb2: " + ss, SS.replace("198.18.0.11", "0.0.0.0"))
        .failsWith("nsdb2: " + ss, SS.replace("198.18.0.11", "127.0.0.1"))
        .failsWith(
            "nsdb2: " + ss, SS.replace("198.18.0.11", "<self>") + "LISTEN 0 1 [::1]:7000 *\n")
        .failsWith("nsdb2: " + ss, "")
        .failsWith("nsdb2: " + ss, null)
        .check();
  }

  @Test
  void replication() throws Exception {
    var rows =
        "replication:map\nclass=org.apache.cassandra.locator.SimpleStrategy,replication_factor=3\n";

    then(b -> database(b).replication(3))
        .passesWith(KEYSPACE, rows)
        .failsWith(KEYSPACE, rows.replace("=3", "=1"))
        .failsWith(KEYSPACE, rows.replace("=3", "=31"))
        .failsWith(KEYSPACE, "replication:map\n")
        .check();
  }

  @Test
  void tables() throws Exception {
    var rows = "table_name:text\nconntrack_by_ingress_id\nnat_by_ingress_id\n";

    then(b ->
            database(b)
                .tables(
                    StepCheck.table(
                        List.of(List.of("nat_by_ingress_id"), List.of("conntrack_by_ingress_id")))))
        .passesWith(TABLES, rows)
        .failsWith(TABLES, rows.replace("nat_by", "trace_by"))
        .failsWith(TABLES, "table_name:text\n")
        .check();
  }

  @Test
  void holdsObject() throws Exception {
    var znode = "znode /midonet/zoom/0/models/TunnelZone/1";

    then(b -> database(b).holdsObject("TunnelZone", "tz"))
        .passesWith(znode, "{\"id\": \"1\", \"name\": \"tz\"}")
        .failsWith(znode, "{\"id\": \"1\", \"name\": \"tz2\"}")
        .failsWith(znode, "{\"id\": \"1\", \"name\": \"a, tz\"}")
        .failsWith(znode, null)
        .check();
  }
}
