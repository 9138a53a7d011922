package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.after;

import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.LiveSettings;
import org.midolab.lab.guide.steps.Topology;

/** Steps about the logs of daemons before and after a change of a setting. */
class LiveSettingsStepsTest {

  private static final String UNIT = "midolman.service";
  private static final String SHOW = "systemctl";
  private static final String SHOWN =
      "LoadState=loaded\nActiveState=active\nMainPID=77\nExecMainStartTimestampMonotonic=1000\n";

  private static final String AGENT = "/var/log/midolman/midolman.log";
  private static final String CLUSTER = "/var/log/midonet-cluster/midonet-cluster.log";
  private static final String DROPPED = "12:00 DEBUG no route from 192.168.1.11 to 10.9.9.1\n";
  private static final String READ = "12:00 DEBUG GET / by admin\n";
  private static final String OTHER = "12:00 INFO started\n";

  private static String length(String log) {
    return "wc -c < " + log;
  }

  private static String gained(String log) {
    return "tail -c +$((100 + 1)) " + log;
  }

  private static StepCheck changed(BiConsumer<Bench, LiveSettings> look) {
    return after(
            b -> {
              var steps = new LiveSettings(b.operator(), b.observer(), new Topology(b.nodes()));
              steps.remembers(b.nodes("compute1"), UNIT);
              return steps;
            },
            look)
        .passesWith(SHOW, SHOWN);
  }

  @Test
  void sameProcess() throws Exception {
    changed((b, steps) -> steps.sameProcess(b.nodes("compute1"), UNIT))
        .failsWith(SHOW, SHOWN.replace("77", "78"))
        .failsWith(SHOW, SHOWN.replace("1000", "2000"))
        .failsWith(SHOW, null)
        .check();
  }

  @Test
  void agentLogs() throws Exception {
    changed((b, steps) -> steps.agentLogs(b.nodes("compute1"), "DEBUG", b.nodes("vm1")))
        .passesWith(length(AGENT), "100\n")
        .passesWith(gained(AGENT), OTHER + DROPPED)
        .failsWith(gained(AGENT), OTHER)
        .failsWith(gained(AGENT), DROPPED.replace("DEBUG", "INFO"))
        .failsWith(gained(AGENT), DROPPED.replace("10.9.9.1", "10.8.8.1"))
        .failsWith(gained(AGENT), null)
        .failsWith("ping", "64 bytes from 10.9.9.1\n")
        .check();
  }

  @Test
  void agentIsSilent() throws Exception {
    changed((b, steps) -> steps.agentIsSilent(b.nodes("compute1"), "DEBUG", b.nodes("vm1")))
        .passesWith(length(AGENT), "100\n")
        .passesWith(gained(AGENT), OTHER)
        .failsWith(gained(AGENT), OTHER + DROPPED)
        .failsWith(gained(AGENT), null)
        .failsWith(length(AGENT), null)
        .failsWith("ping", "64 bytes from 10.9.9.1\n")
        .check();
  }

  @Test
  void clusterLogs() throws Exception {
    changed((b, steps) -> steps.clusterLogs(b.nodes("controller"), "DEBUG"))
        .passesWith("GET /", "{}")
        .passesWith(length(CLUSTER), "100\n")
        .passesWith(gained(CLUSTER), OTHER + READ)
        .failsWith(gained(CLUSTER), OTHER)
        .failsWith(gained(CLUSTER), READ.replace("DEBUG", "TRACE"))
        .failsWith("GET /", null)
        .check();
  }

  @Test
  void clusterIsSilent() throws Exception {
    changed((b, steps) -> steps.clusterIsSilent(b.nodes("controller"), "DEBUG"))
        .passesWith("GET /", "{}")
        .passesWith(length(CLUSTER), "100\n")
        .passesWith(gained(CLUSTER), OTHER)
        .failsWith(gained(CLUSTER), READ)
        .failsWith(gained(CLUSTER), null)
        .failsWith(length(CLUSTER), null)
        .failsWith("GET /", null)
        .check();
  }
}
