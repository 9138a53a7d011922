package org.midolab.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Parsing of the output of apt and dpkg. A package counts only if it was installed on the node. */
class PackagesTest {

  private static final String LOG =
      "2026-11-27 10:00:01 install cassandra-tools:all <none> 2.1.9\n"
          + "2026-11-27 10:00:02 install cassandra:amd64 <none> 2.1.9\n";

  private static InstalledPackage cassandra(String lines) {
    return InstalledPackage.parse(List.of("cassandra"), lines).getFirst();
  }

  @Test
  void aPackageInstalledOnTheNodeCounts() {
    assertThat(cassandra("cassandra|install ok installed|2.1.9\n" + LOG))
        .isEqualTo(new InstalledPackage("cassandra", "install ok installed", "2.1.9", true))
        .matches(InstalledPackage::isInstalled);
  }

  @Test
  void aPackageOfTheImageDoesNotCount() {
    var installed = "cassandra|install ok installed|2.1.9\n";

    for (var log :
        List.of(
            "",
            LOG.lines().findFirst().orElseThrow() + "\n",
            LOG.replace("install cassandra:", "upgrade cassandra:"),
            LOG.replace("<none> 2.1.9", "2.1.8 2.1.9"))) {
      assertThat(cassandra(installed + log))
          .as(log)
          .matches(seen -> !seen.isInstalled())
          .hasToString("cassandra 2.1.9 (install ok installed, not installed on this node)");
    }
  }

  @Test
  void aRemovedOrBrokenPackageIsNotInstalled() {
    for (var status :
        List.of("deinstall ok config-files", "install reinstreq half-installed", "unknown")) {
      assertThat(cassandra("cassandra|" + status + "|2.1.9\n" + LOG).isInstalled())
          .as(status)
          .isFalse();
    }
    assertThat(cassandra("cassandra-tools|install ok installed|2.1.9\n" + LOG))
        .matches(seen -> !seen.isInstalled())
        .hasToString("cassandra unknown to dpkg");
  }

  @Test
  void parsesEachRepositoryWithItsList() {
    assertThat(
            Apt.parseTargets(
                "file:/usr/share/midolab/apt/midonet/|/etc/apt/sources.list.d/midonet.list:1\n"
                    + "file:/usr/share/midolab/apt/datastax|/etc/apt/sources.list.d/x.list:12\n"
                    + "E: something else\n"))
        .isEqualTo(
            Map.of(
                "file:/usr/share/midolab/apt/midonet",
                "/etc/apt/sources.list.d/midonet.list",
                "file:/usr/share/midolab/apt/datastax",
                "/etc/apt/sources.list.d/x.list"));
    assertThat(Apt.parseTargets("")).isEmpty();
  }

  @Test
  void parsesTheSourcesOfEachCandidate() {
    var policy =
        """
        cassandra:
          Installed: 2.0.17
          Candidate: 2.1.9
          Version table:
             2.1.9 500
                500 file:/usr/share/midolab/apt/datastax stable/main amd64 Packages
         *** 2.0.17 500
                500 file:/usr/share/midolab/apt/old stable/main amd64 Packages
                100 /var/lib/dpkg/status
        midolman:
          Installed: (none)
          Candidate: (none)
          Version table:
             5.0.0 -1
                100 /var/lib/dpkg/status
        zookeeper:
          Installed: 3.4.13
          Candidate: 3.4.13
          Version table:
         *** 3.4.13 100
                100 /var/lib/dpkg/status
        """;

    assertThat(
            Apt.parsePolicy(List.of("cassandra", "midolman", "zookeeper", "no-such-thing"), policy))
        .isEqualTo(
            Map.of(
                "cassandra", List.of("file:/usr/share/midolab/apt/datastax"),
                "midolman", List.of(),
                "zookeeper", List.of(),
                "no-such-thing", List.of()));
  }
}
