package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.then;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.Configuration;

/** Steps about the configuration in ZooKeeper. */
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
        .passesWith(DEFAULT, text)
        .failsWith(DEFAULT, text.replace("nsdb1,nsdb2", "127.0.0.1"))
        .failsWith(DEFAULT, text.replace(": 3", ": 1"))
        .failsWith(DEFAULT, text + "cassandra.replication_factor=1\n")
        .failsWith(DEFAULT, "#" + text)
        .failsWith(DEFAULT, text.replace("cassandra {", "zookeeper {"))
        .failsWith(DEFAULT, null)
        .check();
  }

  @Test
  void holdsAnother() throws Exception {
    var text = "keystone.admin_token=\"1f2e\"\n";

    then(b -> configuration(b).holdsAnother("default", "keystone.admin_token", "ADMIN_TOKEN"))
        .passesWith(DEFAULT, text)
        .failsWith(DEFAULT, text.replace("1f2e", "ADMIN_TOKEN"))
        .failsWith(DEFAULT, text.replace("1f2e", " ADMIN_TOKEN "))
        .failsWith(DEFAULT, text.replace("1f2e", ""))
        .failsWith(DEFAULT, text.replace("1f2e", " "))
        .failsWith(DEFAULT, text + text.replace("1f2e", "ADMIN_TOKEN"))
        .failsWith(DEFAULT, null)
        .check();
  }

  @Test
  void sameToken() throws Exception {
    var cat = "cat /etc/keystone/keystone.conf";
    var file = "[DEFAULT]\nadmin_token = 1f2e\n";
    var text = "cluster.auth.keystone.admin_token=\"1f2e\"\n";

    then(b -> configuration(b).sameToken("default", b.nodes("controller")))
        .passesWith(DEFAULT, text)
        .passesWith(cat, file)
        .failsWith(DEFAULT, text.replace("1f2e", "1f2f"))
        .failsWith(DEFAULT, "a=1\n")
        .failsWith(cat, file.replace("1f2e", "1f2f"))
        .failsWith(cat, file.replace("DEFAULT", "token"))
        .failsWith(cat, null)
        .check();
  }

  @Test
  void saysNone() throws Exception {
    var placeholders = StepCheck.table(List.of(List.of("ADMIN_TOKEN"), List.of("KEYSTONE_HOST")));

    then(b -> configuration(b).saysNone("default", placeholders))
        .passesWith(DEFAULT, "a=1\n")
        .failsWith(DEFAULT, "a=1\nb=\"http://KEYSTONE_HOST:35357\"\n")
        .failsWith(DEFAULT, "")
        .failsWith(DEFAULT, null)
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
        .passesWith("gateway1: " + id, "g-1\n")
        .passesWith("compute1: " + id, "c-1\n")
        .passesWith(MAPPINGS, mappings)
        .failsWith(MAPPINGS, mappings.replace("compute-medium", "compute-large"))
        .failsWith(MAPPINGS, mappings.replace("c-1", "c-2"))
        .failsWith(MAPPINGS, mappings + "\"c-1\"=\"default\"\n")
        .failsWith(MAPPINGS, null)
        .failsWith("compute1: " + id, "g-1\n")
        .failsWith("compute1: " + id, "")
        .failsWith("compute1: " + id, null)
        .check();
  }

  @Test
  void templateValues() throws Exception {
    var stored = "znode /midonet/config/templates/agent-compute-large";
    var dump = "mn-conf dump -t default";
    var large = "agent { simulation_threads=4, output_channels=4 }\n";
    var rows =
        StepCheck.table(
            List.of(List.of("default", "1", "2"), List.of("agent-compute-large", "4", "4")));

    then(b ->
            configuration(b)
                .templateValues("agent.simulation_threads", "agent.output_channels", rows))
        .passesWith(stored, large)
        .passesWith(
            dump, large.replace("threads=4", "threads=1").replace("channels=4", "channels=2"))
        .failsWith(stored, large.replace("threads=4", "threads=1"))
        .failsWith(stored, large.replace("channels=4", "channels=44"))
        .failsWith(stored, large + "agent.output_channels=1\n")
        .failsWith(stored, null)
        .failsWith(dump, large)
        .failsWith(dump, null)
        .check();
  }
}
