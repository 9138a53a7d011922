package org.midolab.lab.guide;

import static org.midolab.lab.guide.Judged.then;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.Judged.Bench;
import org.midolab.lab.guide.steps.Configuration;

/** What ZooKeeper holds of the configuration. */
class ConfigurationStepsTest {

  private static final String DEFAULT = "znode /midonet/config/templates/default";
  private static final String MAPPINGS = "znode /midonet/config/template-mappings";

  private static Configuration configuration(Bench bench) {
    return new Configuration(bench.observer(), bench.nodes());
  }

  @Test
  void holds() throws Exception {
    var text = "cassandra.servers=\"nsdb1,nsdb2\"\ncassandra { replication_factor : 3 }\n";

    then(b ->
            configuration(b)
                .holds(
                    "default",
                    Map.of(
                        "cassandra.servers", "nsdb1,nsdb2", "cassandra.replication_factor", "3")))
        .holdsBy(DEFAULT, text)
        .isRedBy(DEFAULT, text.replace("nsdb1,nsdb2", "127.0.0.1"))
        .isRedBy(DEFAULT, text.replace(": 3", ": 1"))
        .isRedBy(DEFAULT, text + "cassandra.replication_factor=1\n")
        .isRedBy(DEFAULT, "#" + text)
        .isRedBy(DEFAULT, text.replace("cassandra {", "zookeeper {"))
        .isRedBy(DEFAULT, null)
        .check();
  }

  @Test
  void holdsAnother() throws Exception {
    var text = "keystone.admin_token=\"1f2e\"\n";

    then(b -> configuration(b).holdsAnother("default", "keystone.admin_token", "ADMIN_TOKEN"))
        .holdsBy(DEFAULT, text)
        .isRedBy(DEFAULT, text.replace("1f2e", "ADMIN_TOKEN"))
        .isRedBy(DEFAULT, text.replace("1f2e", " ADMIN_TOKEN "))
        .isRedBy(DEFAULT, text.replace("1f2e", ""))
        .isRedBy(DEFAULT, text.replace("1f2e", " "))
        .isRedBy(DEFAULT, text + text.replace("1f2e", "ADMIN_TOKEN"))
        .isRedBy(DEFAULT, null)
        .check();
  }

  @Test
  void sameToken() throws Exception {
    var cat = "cat /etc/keystone/keystone.conf";
    var file = "[DEFAULT]\nadmin_token = 1f2e\n";
    var text = "cluster.auth.keystone.admin_token=\"1f2e\"\n";

    then(b -> configuration(b).sameToken("default", b.nodes("controller")))
        .holdsBy(DEFAULT, text)
        .holdsBy(cat, file)
        .isRedBy(DEFAULT, text.replace("1f2e", "1f2f"))
        .isRedBy(DEFAULT, "a=1\n")
        .isRedBy(cat, file.replace("1f2e", "1f2f"))
        .isRedBy(cat, file.replace("DEFAULT", "token"))
        .isRedBy(cat, null)
        .check();
  }

  @Test
  void saysNone() throws Exception {
    var placeholders = Judged.table(List.of(List.of("ADMIN_TOKEN"), List.of("KEYSTONE_HOST")));

    then(b -> configuration(b).saysNone("default", placeholders))
        .holdsBy(DEFAULT, "a=1\n")
        .isRedBy(DEFAULT, "a=1\nb=\"http://KEYSTONE_HOST:35357\"\n")
        .isRedBy(DEFAULT, "")
        .isRedBy(DEFAULT, null)
        .check();
  }

  @Test
  void mapping() throws Exception {
    var id = "sed -n 's/^host_uuid=//p' /etc/midonet_host_id.properties";
    var mappings = "\"g-1\"=\"agent-gateway-medium\"\n\"c-1\"=\"agent-compute-medium\"\n";

    then(b ->
            configuration(b)
                .mapping(
                    Map.of("gateway1", "agent-gateway-medium", "compute1", "agent-compute-medium")))
        .holdsBy("gateway1: " + id, "g-1\n")
        .holdsBy("compute1: " + id, "c-1\n")
        .holdsBy(MAPPINGS, mappings)
        .isRedBy(MAPPINGS, mappings.replace("compute-medium", "compute-large"))
        .isRedBy(MAPPINGS, mappings.replace("c-1", "c-2"))
        .isRedBy(MAPPINGS, mappings + "\"c-1\"=\"default\"\n")
        .isRedBy(MAPPINGS, null)
        .isRedBy("compute1: " + id, "g-1\n")
        .isRedBy("compute1: " + id, "")
        .isRedBy("compute1: " + id, null)
        .check();
  }

  @Test
  void templateValues() throws Exception {
    var stored = "znode /midonet/config/templates/agent-compute-large";
    var dump = "mn-conf dump -t default";
    var large = "agent { simulation_threads=4, output_channels=4 }\n";
    var rows =
        Judged.table(
            List.of(List.of("default", "1", "2"), List.of("agent-compute-large", "4", "4")));

    then(b ->
            configuration(b)
                .templateValues("agent.simulation_threads", "agent.output_channels", rows))
        .holdsBy(stored, large)
        .holdsBy(dump, large.replace("threads=4", "threads=1").replace("channels=4", "channels=2"))
        .isRedBy(stored, large.replace("threads=4", "threads=1"))
        .isRedBy(stored, large.replace("channels=4", "channels=44"))
        .isRedBy(stored, large + "agent.output_channels=1\n")
        .isRedBy(stored, null)
        .isRedBy(dump, large)
        .isRedBy(dump, null)
        .check();
  }
}
