package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.then;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.Settings;
import org.midolab.lab.probe.SharedAnswers;

/** Steps about settings in files, which are read like the program reads them. */
class SettingsStepsTest {

  private static Settings settings(Bench bench) {
    return new Settings(
        bench.observer(), bench.glossary(), bench.nodes(), SharedAnswers.ofOneRun());
  }

  @Test
  void sets() throws Exception {
    var stock = "tickTime=2000\nserver.1=nsdb1:2888:3888\n";

    then(b ->
            settings(b)
                .sets(
                    b.nodes("nsdb1"),
                    "/etc/zookeeper/zoo.cfg",
                    Map.of("server.1", "nsdb1:2888:3888")))
        .passesWith("cat /etc/zookeeper/zoo.cfg", stock)
        .failsWith("cat /etc/zookeeper/zoo.cfg", stock + "server.1=nsdb9:2888:3888\n")
        .failsWith("cat /etc/zookeeper/zoo.cfg", stock.replace("server", "#server"))
        .failsWith("cat /etc/zookeeper/zoo.cfg", null)
        .check();
  }

  @Test
  void setsNothingElse() throws Exception {
    var cat = "cat /root/.midonetrc";
    var stock = "[cli]\nusername = admin\npassword = secret\n";

    then(b ->
            settings(b)
                .setsNothingElse(
                    b.nodes("controller"),
                    "/root/.midonetrc",
                    Map.of("cli.username", "admin", "cli.password", "secret")))
        .passesWith(cat, "# mine\n" + stock)
        .failsWith(cat, stock.replace("secret", "wrong"))
        .failsWith(cat, stock.replace("secret", "secret # wrong"))
        .failsWith(cat, stock + "password = wrong\n")
        .failsWith(cat, stock + "PASSWORD = wrong\n")
        .failsWith(cat, stock + "project_id = other\n")
        .failsWith(cat, stock.replace("password", "[other]\npassword"))
        .check();
  }

  @Test
  void setsNothingElseOfTheCluster() throws Exception {
    var cat = "cat /etc/midonet/midonet.conf";
    var stock = "[zookeeper]\nzookeeper_hosts = nsdb1:2181\n";

    then(b ->
            settings(b)
                .setsNothingElse(
                    b.nodes("controller"),
                    "/etc/midonet/midonet.conf",
                    Map.of("zookeeper.zookeeper_hosts", "nsdb1:2181")))
        .passesWith(cat, stock)
        .failsWith(cat, stock + "zookeeper_hosts = nsdb9:2181\n")
        .failsWith(cat, stock.replace(" = ", " : "))
        .failsWith(cat, stock.replace("[zookeeper]", "[cassandra]"))
        .failsWith(cat, stock + "[cassandra]\nservers = nsdb9\n")
        .check();
  }

  @Test
  void sourced() throws Exception {
    then(b ->
            settings(b).sourced(b.nodes("gateway1"), "/etc/x.sh", Map.of("MAX_HEAP_SIZE", "3072M")))
        .passesWith(". /etc/x.sh; echo MAX_HEAP_SIZE=$MAX_HEAP_SIZE", "MAX_HEAP_SIZE=3072M\n")
        .failsWith(". /etc/x.sh; echo MAX_HEAP_SIZE=$MAX_HEAP_SIZE", "MAX_HEAP_SIZE=1024M\n")
        .failsWith(". /etc/x.sh; echo MAX_HEAP_SIZE=$MAX_HEAP_SIZE", "MAX_HEAP_SIZE=\n")
        .failsWith(". /etc/x.sh; echo MAX_HEAP_SIZE=$MAX_HEAP_SIZE", null)
        .check();
  }

  @Test
  void eachSourced() throws Exception {
    then(b ->
            settings(b)
                .eachSourced(b.nodes("gateway1"), "SIZE", Map.of("/a.sh", "1M", "/b.sh", "2M")))
        .passesWith(". /a.sh; echo SIZE=$SIZE", "SIZE=1M\n")
        .passesWith(". /b.sh; echo SIZE=$SIZE", "SIZE=2M\n")
        .failsWith(". /b.sh; echo SIZE=$SIZE", "SIZE=1M\n")
        .failsWith(". /a.sh; echo SIZE=$SIZE", null)
        .check();
  }

  @Test
  void effective() throws Exception {
    var stock = "cassandra { servers = \"nsdb1,nsdb2\", replication_factor : 3 }\n";

    then(b ->
            settings(b)
                .effective(
                    b.nodes("gateway1"),
                    Map.of(
                        "cassandra.servers", "nsdb1,nsdb2", "cassandra.replication_factor", "3")))
        .passesWith("mn-conf dump", stock)
        .failsWith("mn-conf dump", stock + "cassandra.servers = nsdb9\n")
        .failsWith("mn-conf dump", stock.replace(": 3", ": 1"))
        .failsWith("mn-conf dump", "cassandra.servers = \"nsdb1,nsdb2\"\n")
        .failsWith("mn-conf dump", null)
        .check();
  }

  @Test
  void runsAtStart() throws Exception {
    var lines = "mkdir -p /var/run/x\nchown x /var/run/x";
    var stock = "case \"$1\" in\n  start)\n    %s\n    su x -c server\n    %s\n    ;;\nesac\n";

    then(b -> settings(b).runsAtStart(b.nodes("nsdb1"), "/etc/init.d/x", lines))
        .passesWith("cat /etc/init.d/x", stock.formatted(lines, ":"))
        .failsWith("cat /etc/init.d/x", stock.formatted(":", lines))
        .failsWith("cat /etc/init.d/x", stock.formatted("exit 0\n" + lines, ":"))
        .failsWith("cat /etc/init.d/x", stock.formatted(lines.lines().toList().getFirst(), ":"))
        .failsWith("cat /etc/init.d/x", stock.formatted(lines.replace("\n", "\n:\n"), ":"))
        .check();
  }

  @Test
  void forRootAlone() throws Exception {
    var stat = "stat -c %F|%U|%G|%a /root/.midonetrc";

    then(b -> settings(b).forRootAlone(b.nodes("controller"), "/root/.midonetrc"))
        .passesWith(stat, "regular file|root|root|600\n")
        .failsWith(stat, "regular file|root|root|644\n")
        .failsWith(stat, "regular file|midonet|root|600\n")
        .failsWith(stat, "symbolic link|root|root|600\n")
        .failsWith(stat, null)
        .check();
  }
}
