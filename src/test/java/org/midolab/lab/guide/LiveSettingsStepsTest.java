package org.midolab.lab.guide;

import static org.midolab.lab.guide.Judged.after;

import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.Judged.Bench;
import org.midolab.lab.guide.steps.LiveSettings;
import org.midolab.lab.guide.steps.Topology;

/** What daemons log of what is done, before and after a setting changed. */
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

  private static Judged changed(BiConsumer<Bench, LiveSettings> look) {
    return after(
            b -> {
              var steps = new LiveSettings(b.operator(), b.observer(), new Topology(b.nodes()));
              steps.remembers(b.nodes("compute1"), UNIT);
              return steps;
            },
            look)
        .holdsBy(SHOW, SHOWN);
  }

  @Test
  void sameProcess() throws Exception {
    changed((b, steps) -> steps.sameProcess(b.nodes("compute1"), UNIT))
        .isRedBy(SHOW, SHOWN.replace("77", "78"))
        .isRedBy(SHOW, SHOWN.replace("1000", "2000"))
        .isRedBy(SHOW, null)
        .check();
  }

  @Test
  void agentLogs() throws Exception {
    changed((b, steps) -> steps.agentLogs(b.nodes("compute1"), "DEBUG", b.nodes("vm1")))
        .holdsBy(length(AGENT), "100\n")
        .holdsBy(gained(AGENT), OTHER + DROPPED)
        .isRedBy(gained(AGENT), OTHER)
        .isRedBy(gained(AGENT), DROPPED.replace("DEBUG", "INFO"))
        .isRedBy(gained(AGENT), DROPPED.replace("10.9.9.1", "10.8.8.1"))
        .isRedBy(gained(AGENT), null)
        .isRedBy("ping", "64 bytes from 10.9.9.1\n")
        .check();
  }

  @Test
  void agentIsSilent() throws Exception {
    changed((b, steps) -> steps.agentIsSilent(b.nodes("compute1"), "DEBUG", b.nodes("vm1")))
        .holdsBy(length(AGENT), "100\n")
        .holdsBy(gained(AGENT), OTHER)
        .isRedBy(gained(AGENT), OTHER + DROPPED)
        .isRedBy(gained(AGENT), null)
        .isRedBy(length(AGENT), null)
        .isRedBy("ping", "64 bytes from 10.9.9.1\n")
        .check();
  }

  @Test
  void clusterLogs() throws Exception {
    changed((b, steps) -> steps.clusterLogs(b.nodes("controller"), "DEBUG"))
        .holdsBy("GET /", "{}")
        .holdsBy(length(CLUSTER), "100\n")
        .holdsBy(gained(CLUSTER), OTHER + READ)
        .isRedBy(gained(CLUSTER), OTHER)
        .isRedBy(gained(CLUSTER), READ.replace("DEBUG", "TRACE"))
        .isRedBy("GET /", null)
        .check();
  }

  @Test
  void clusterIsSilent() throws Exception {
    changed((b, steps) -> steps.clusterIsSilent(b.nodes("controller"), "DEBUG"))
        .holdsBy("GET /", "{}")
        .holdsBy(length(CLUSTER), "100\n")
        .holdsBy(gained(CLUSTER), OTHER)
        .isRedBy(gained(CLUSTER), READ)
        .isRedBy(gained(CLUSTER), null)
        .isRedBy(length(CLUSTER), null)
        .isRedBy("GET /", null)
        .check();
  }
}
