package org.midolab.lab.guide;

import static org.midolab.lab.guide.Judged.then;

import io.cucumber.datatable.DataTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.midolab.lab.guide.Judged.Bench;
import org.midolab.lab.guide.steps.Files;
import org.midolab.lab.probe.SharedAnswers;

/** What files hold and what commands print. */
class FilesStepsTest {

  private static Files files(Bench bench) {
    return new Files(bench.observer(), SharedAnswers.ofOneRun());
  }

  private static DataTable column(String... cells) {
    return Judged.table(List.of(cells).stream().map(List::of).toList());
  }

  @Test
  void contains() throws Exception {
    then(b -> files(b).contains(b.nodes("nsdb1"), "/etc/x", "a = 1\nb=2"))
        .holdsBy("cat /etc/x", "c=3\na=1\n b = 2\n")
        .isRedBy("cat /etc/x", "a=1\n#b=2\n")
        .isRedBy("cat /etc/x", "a=1\nb=22\n")
        .isRedBy("cat /etc/x", null)
        .check();
  }

  @Test
  void noFileSays() throws Exception {
    then(b -> files(b).noFileSays(b.nodes("gateway1"), "/etc/midolman", "nsdb1"))
        .isRedBy("grep -rlF -- nsdb1 /etc/midolman", "/etc/midolman/midolman.conf\n")
        .check();
  }

  @Test
  void is() throws Exception {
    then(b -> files(b).is(b.nodes("nsdb1"), "/myid", "1"))
        .holdsBy("cat /myid", "1\n")
        .isRedBy("cat /myid", "11\n")
        .isRedBy("cat /myid", "1\n2\n")
        .isRedBy("cat /myid", null)
        .check();
  }

  @Test
  void directory() throws Exception {
    var stat = "stat -c %F|%U|%G|%a /data";

    then(b -> files(b).directory(b.nodes("nsdb1"), "/data", "zookeeper:zookeeper"))
        .holdsBy(stat, "directory|zookeeper|zookeeper|755\n")
        .isRedBy(stat, "directory|root|zookeeper|755\n")
        .isRedBy(stat, "directory|zookeeper|root|755\n")
        .isRedBy(stat, "regular file|zookeeper|zookeeper|755\n")
        .isRedBy(stat, null)
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
        .holdsBy("cat /c.yaml", stock)
        .isRedBy("cat /c.yaml", stock.replace("'midonet'", "Test Cluster"))
        .isRedBy("cat /c.yaml", stock + "cluster_name: other\n")
        .isRedBy("cat /c.yaml", stock.replace("nsdb1,nsdb2", "127.0.0.1"))
        .isRedBy("cat /c.yaml", stock.replace("seeds", "#seeds").replace("  -", "#  -"))
        .isRedBy("cat /c.yaml", null)
        .check();
  }

  @Test
  void same() throws Exception {
    then(b -> files(b).same(b.nodes("gateway1"), "/a", "/b"))
        .holdsBy("cmp /a /b", "")
        .isRedBy("cmp /a /b", null)
        .check();
  }

  @Test
  void runs() throws Exception {
    then(b -> files(b).runs(b.nodes("gateway1"), "mm-ctl --help"))
        .holdsBy("mm-ctl --help", "usage\n")
        .isRedBy("mm-ctl --help", null)
        .check();
  }

  @Test
  void prints() throws Exception {
    then(b -> files(b).prints(b.nodes("gateway1"), "x", "yes"))
        .holdsBy("x", "yes\n")
        .isRedBy("x", "yes, but\n")
        .isRedBy("x", null)
        .check();
  }

  @Test
  void printsLineWith() throws Exception {
    then(b -> files(b).printsLineWith(b.nodes("gateway1"), "x", "UN  10"))
        .holdsBy("x", "Datacenter\nUN  10.0.0.1\n")
        .isRedBy("x", "Datacenter\nDN  10.0.0.1\n")
        .isRedBy("x", "UN\n10\n")
        .check();
  }

  @Test
  void printsLines() throws Exception {
    then(b -> files(b).printsLines(b.nodes("compute1"), "x", column("small", "large")))
        .holdsBy("x", "large\n  small\ndefault\n")
        .isRedBy("x", "small\nlarger\n")
        .isRedBy("x", "small\n")
        .check();
  }

  @Test
  void printsLinesThatBegin() throws Exception {
    then(b -> files(b).printsLinesThatBegin(b.nodes("compute1"), "x", column("a", "b")))
        .holdsBy("x", "bb\naa\n")
        .isRedBy("x", "aa\nab\n")
        .check();
  }

  @Test
  void printsThreeLines() throws Exception {
    then(b -> files(b).printsThreeLines(b.nodes("compute1"), "x", "UN"))
        .holdsBy("x", "UN a\nUN b\nUN c\n")
        .isRedBy("x", "UN a\nUN b\nDN c\n")
        .isRedBy("x", "UN a\nUN b\nUN c\nUN d\n")
        .check();
  }
}
