package org.midolab.lab.guide;

import static org.midolab.lab.guide.Judged.then;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.Judged.Bench;
import org.midolab.lab.guide.steps.Database;

/** ZooKeeper and Cassandra, each by what it says of itself. */
class DatabaseStepsTest {

  private static final String SRVR = "Zookeeper version: 3.5\nMode: %s\nNode count: 5\n";
  private static final String FOLLOWER = SRVR.formatted("follower");
  private static final String LEADER = SRVR.formatted("leader");

  /** A znode that is there makes servers start that are real. */
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
        .holdsBy("word srvr", SRVR.formatted("standalone"))
        .isRedBy("word srvr", FOLLOWER)
        .isRedBy("word srvr", "This ZooKeeper instance is not currently serving requests\n")
        .isRedBy("word srvr", null)
        .check();
  }

  @Test
  void ensemble() throws Exception {
    then(b -> database(b).ensemble())
        .holdsBy("word srvr", FOLLOWER)
        .holdsBy("nsdb2: word srvr", LEADER)
        .isRedBy("nsdb2: word srvr", FOLLOWER)
        .isRedBy("nsdb3: word srvr", LEADER)
        .isRedBy("nsdb3: word srvr", SRVR.formatted("standalone"))
        .isRedBy("nsdb3: word srvr", null)
        .check();
  }

  @Test
  void writtenAndRead() throws Exception {
    then(b -> database(b).writtenAndRead(b.nodes("nsdb1"), b.nodes("nsdb3")))
        .holdsBy(SERVED, "")
        .isRedBy("nsdb3: " + SERVED, "by an ensemble of its own")
        .check();
  }

  @Test
  void largeWrittenAndRead() throws Exception {
    then(b -> database(b).largeWrittenAndRead(1, b.nodes("nsdb1"), b.nodes("nsdb3")))
        .holdsBy(SERVED, "")
        .isRedBy("nsdb3: " + SERVED, "by an ensemble of its own")
        .check();
  }

  @Test
  void serverIds() throws Exception {
    var myid = "cat /var/lib/zookeeper/data/myid";

    then(b -> database(b).serverIds())
        .holdsBy(myid, "1\n")
        .holdsBy("nsdb2: " + myid, "2\n")
        .holdsBy("word conf", "clientPort=2181\nserverId=1\n")
        .holdsBy("nsdb2: word conf", "clientPort=2181\nserverId=2\n")
        .isRedBy("nsdb2: " + myid, "1\n")
        .isRedBy("nsdb2: word conf", "clientPort=2181\nserverId=22\n")
        .isRedBy("nsdb2: " + myid, null)
        .isRedBy("nsdb3: word conf", null)
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
        .holdsBy(LOCAL, SELF)
        .holdsBy(PEERS, THREE)
        .isRedBy("nsdb2: " + PEERS, THREE.replace("<nsdb3>", "127.0.0.9"))
        .isRedBy(
            "nsdb2: " + PEERS,
            THREE + THREE.lines().toList().getLast().replace("<nsdb3>", "127.0.0.9"))
        .isRedBy("nsdb2: " + PEERS, "peer:inet|host_id:uuid|rack:text\n")
        .check();
  }

  @Test
  void ringNamed() throws Exception {
    then(b -> database(b).ringNamed("midonet", "rack1"))
        .holdsBy(LOCAL, SELF)
        .holdsBy(PEERS, THREE)
        .isRedBy("nsdb2: " + LOCAL, SELF.replace("midonet", "Test Cluster"))
        .isRedBy("nsdb3: " + LOCAL, SELF.replace("rack1", "rack2"))
        .isRedBy("nsdb3: " + PEERS, THREE.replace("0003|rack1", "0003|rack2"))
        .isRedBy("nsdb3: " + PEERS, THREE.replace("0003", "0002"))
        .check();
  }

  @Test
  void majority() throws Exception {
    then(b -> database(b).majority(b.nodes("nsdb1"), b.nodes("nsdb2")))
        .holdsBy(TABLES, "table_name:text\n")
        .isRedBy(READ, "status:text\n")
        .isRedBy(READ, "status:text\nanother\n")
        .check();
  }

  @Test
  void listensAtItsOwn() throws Exception {
    var ss = "ss -H -t -l -n";

    then(b -> database(b).listensAtItsOwn(7000))
        .holdsBy(ss, SS.replace("198.18.0.11", "<self>"))
        .isRedBy("nsdb2: " + ss, SS.replace("198.18.0.11", "0.0.0.0"))
        .isRedBy("nsdb2: " + ss, SS.replace("198.18.0.11", "127.0.0.1"))
        .isRedBy("nsdb2: " + ss, SS.replace("198.18.0.11", "<self>") + "LISTEN 0 1 [::1]:7000 *\n")
        .isRedBy("nsdb2: " + ss, "")
        .isRedBy("nsdb2: " + ss, null)
        .check();
  }

  @Test
  void replication() throws Exception {
    var rows =
        "replication:map\nclass=org.apache.cassandra.locator.SimpleStrategy,replication_factor=3\n";

    then(b -> database(b).replication(3))
        .holdsBy(KEYSPACE, rows)
        .isRedBy(KEYSPACE, rows.replace("=3", "=1"))
        .isRedBy(KEYSPACE, rows.replace("=3", "=31"))
        .isRedBy(KEYSPACE, "replication:map\n")
        .check();
  }

  @Test
  void tables() throws Exception {
    var rows = "table_name:text\nconntrack_by_ingress_id\nnat_by_ingress_id\n";

    then(b ->
            database(b)
                .tables(
                    Judged.table(
                        List.of(List.of("nat_by_ingress_id"), List.of("conntrack_by_ingress_id")))))
        .holdsBy(TABLES, rows)
        .isRedBy(TABLES, rows.replace("nat_by", "trace_by"))
        .isRedBy(TABLES, "table_name:text\n")
        .check();
  }

  @Test
  void holdsObject() throws Exception {
    var znode = "znode /midonet/zoom/0/models/TunnelZone/1";

    then(b -> database(b).holdsObject("TunnelZone", "tz"))
        .holdsBy(znode, "{\"id\": \"1\", \"name\": \"tz\"}")
        .isRedBy(znode, "{\"id\": \"1\", \"name\": \"tz2\"}")
        .isRedBy(znode, "{\"id\": \"1\", \"name\": \"a, tz\"}")
        .isRedBy(znode, null)
        .check();
  }
}
