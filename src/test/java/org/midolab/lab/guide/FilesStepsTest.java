package org.midolab.lab.guide;

import static org.midolab.lab.guide.StepCheck.then;

import io.cucumber.datatable.DataTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.StepCheck.Bench;
import org.midolab.lab.guide.steps.Files;
import org.midolab.lab.probe.SharedAnswers;

/** Steps about the contents of files and the output of commands. */
class FilesStepsTest {

  private static Files files(Bench bench) {
    return new Files(bench.observer(), SharedAnswers.ofOneRun());
  }

  private static DataTable column(String... cells) {
    return StepCheck.table(List.of(cells).stream().map(List::of).toList());
  }

  @Test
  void contains() throws Exception {
    then(b -> files(b).contains(b.nodes("nsdb1"), "/etc/x", "a = 1\nb=2"))
        .passesWith("cat /etc/x", "c=3\na=1\n b = 2\n")
        .failsWith("cat /etc/x", "a=1\n#b=2\n")
        .failsWith("cat /etc/x", "a=1\nb=22\n")
        .failsWith("cat /etc/x", null)
        .check();
  }

  @Test
  void noFileSays() throws Exception {
    then(b -> files(b).noFileSays(b.nodes("gateway1"), "/etc/midolman", "nsdb1"))
        .failsWith("grep -rlF -- nsdb1 /etc/midolman", "/etc/midolman/midolman.conf\n")
        .check();
  }

  @Test
  void is() throws Exception {
    then(b -> files(b).is(b.nodes("nsdb1"), "/myid", "1"))
        .passesWith("cat /myid", "1\n")
        .failsWith("cat /myid", "11\n")
        .failsWith("cat /myid", "1\n2\n")
        .failsWith("cat /myid", null)
        .check();
  }

  @Test
  void directory() throws Exception {
    var stat = "stat -c %F|%U|%G|%a /data";

    then(b -> files(b).directory(b.nodes("nsdb1"), "/data", "zookeeper:zookeeper"))
        .passesWith(stat, "directory|zookeeper|zookeeper|755\n")
        .failsWith(stat, "directory|root|zookeeper|755\n")
        .failsWith(stat, "directory|zookeeper|root|755\n")
        .failsWith(stat, "regular file|zookeeper|zookeeper|755\n")
        .failsWith(stat, null)
        .check();
  }

  @Test
  void yamlHolds() throws Exception {
    var stock = "cluster_name: 'midonet'\nseeds:\n  - list: \"nsdb1,nsdb2\"\n";

    then(b ->
            files(b)
                .yamlHolds(
                    b.nodes("nsdb1"),
                    "/c.yaml",
                    Map.of("/cluster_name", "midonet", "/seeds/0/list", "nsdb1,nsdb2")))
        .passesWith("cat /c.yaml", stock)
        .failsWith("cat /c.yaml", stock.replace("'midonet'", "Test Cluster"))
        .failsWith("cat /c.yaml", stock + "cluster_name: other\n")
        .failsWith("cat /c.yaml", stock.replace("nsdb1,nsdb2", "127.0.0.1"))
        .failsWith("cat /c.yaml", stock.replace("seeds", "#seeds").replace("  -", "#  -"))
        .failsWith("cat /c.yaml", null)
        .check();
  }

  @Test
  void same() throws Exception {
    then(b -> files(b).same(b.nodes("gateway1"), "/a", "/b"))
        .passesWith("cmp /a /b", "")
        .failsWith("cmp /a /b", null)
        .check();
  }

  @Test
  void runs() throws Exception {
    then(b -> files(b).runs(b.nodes("gateway1"), "mm-ctl --help"))
        .passesWith("mm-ctl --help", "usage\n")
        .failsWith("mm-ctl --help", null)
        .check();
  }

  @Test
  void prints() throws Exception {
    then(b -> files(b).prints(b.nodes("gateway1"), "x", "yes"))
        .passesWith("x", "yes\n")
        .failsWith("x", "yes, but\n")
        .failsWith("x", null)
        .check();
  }

  @Test
  void printsLineWith() throws Exception {
    then(b -> files(b).printsLineWith(b.nodes("gateway1"), "x", "UN  10"))
        .passesWith("x", "Datacenter\nUN  10.0.0.1\n")
        .failsWith("x", "Datacenter\nDN  10.0.0.1\n")
        .failsWith("x", "UN\n10\n")
        .check();
  }

  @Test
  void comesToPrint() throws Exception {
    then(b -> files(b).comesToPrint(b.nodes("gateway1"), "x", "UN  10"))
        .passesWith("x", "Datacenter\nDN  10.0.0.1\n" + FakeAnswers.THEN + "UN  10.0.0.1\n")
        .failsWith("x", "Datacenter\nDN  10.0.0.1\n")
        .failsWith("x", null)
        .check();
  }

  @Test
  void printsLines() throws Exception {
    then(b -> files(b).printsLines(b.nodes("compute1"), "x", column("small", "large")))
        .passesWith("x", "large\n  small\ndefault\n")
        .failsWith("x", "small\nlarger\n")
        .failsWith("x", "small\n")
        .check();
  }

  @Test
  void printsLinesThatBegin() throws Exception {
    then(b -> files(b).printsLinesThatBegin(b.nodes("compute1"), "x", column("a", "b")))
        .passesWith("x", "bb\naa\n")
        .failsWith("x", "aa\nab\n")
        .check();
  }

  @Test
  void printsThreeLines() throws Exception {
    then(b -> files(b).printsThreeLines(b.nodes("compute1"), "x", "UN"))
        .passesWith("x", "UN a\nUN b\nUN c\n")
        .failsWith("x", "UN a\nUN b\nDN c\n")
        .failsWith("x", "UN a\nUN b\nUN c\nUN d\n")
        .check();
  }
}
