package org.midolab.lab.guide.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class InitScriptTest {

  private static final String LINES =
      "mkdir -p /var/run/cassandra\nchown cassandra:cassandra /var/run/cassandra";

  @Test
  void theLinesAreInsertedOnceInTheStartBranchOnly() {
    var script =
        "case \"$1\" in\n"
            + "start)\n"
            + "  su cassandra -c x\n"
            + "  ;;\n"
            + "stop)\n"
            + "  su cassandra -c y\n"
            + "  ;;\n"
            + "esac\n";
    var edited = InitScript.atStart(script, LINES);

    assertThat(edited)
        .contains(
            "start)\n"
                + "  mkdir -p /var/run/cassandra\n"
                + "  chown cassandra:cassandra /var/run/cassandra\n"
                + "  su cassandra -c x")
        .contains("stop)\n  su cassandra -c y");
    assertThat(InitScript.atStart(edited, LINES)).isEqualTo(edited);
  }

  @Test
  void rejectsAScriptWithoutAStartBranch() {
    assertThatThrownBy(() -> InitScript.atStart("echo hello\n", LINES))
        .hasMessageContaining("start branch");
  }

  private static final String STOCK =
      """
      #!/bin/bash
      f() {
          exit 1
      }
      case "$1" in
          start)
              # Cassandra startup
              echo -n "Starting Cassandra: "
              su cassandra -c x
              exit 0
              ;;
          stop)
              su cassandra -c y
              ;;
      esac
      """;

  @Test
  void findsTheCommandsBeforeTheServer() {
    assertThat(InitScript.beforeTheServer(STOCK))
        .containsExactly("echo -n \"Starting Cassandra: \"");
    assertThat(InitScript.beforeTheServer(InitScript.atStart(STOCK, LINES)))
        .containsSubsequence(LINES.lines().toList());
  }

  @Test
  void linesThatAreNeverReachedDoNotCount() {
    var lines = LINES.replace("\n", "\n        ");
    var behindTheExit = STOCK.replace("exit 0\n", "exit 0\n        " + lines + "\n");
    var behindTheServer = STOCK.replace("-c x\n", "-c x\n        " + lines + "\n");
    var commented =
        STOCK.replace(
            "su cassandra -c x", "# " + lines.replace("\n", "\n# ") + "\n su cassandra -c x");
    var conditional =
        STOCK.replace("su cassandra -c x", "if false; then\n" + LINES + "\nfi\n su cassandra -c x");
    var afterAnExit =
        STOCK.replace("su cassandra -c x", "exit 0\n" + LINES + "\n su cassandra -c x");
    var leftBefore = InitScript.atStart(STOCK, LINES).replace("case \"$1\"", "exit 0\ncase \"$1\"");

    assertThat(
            List.of(
                behindTheExit, behindTheServer, commented, conditional, afterAnExit, leftBefore))
        .allSatisfy(
            script -> {
              assertThat(script).contains("mkdir -p /var/run/cassandra");
              assertThat(InitScript.beforeTheServer(script))
                  .doesNotContain("mkdir -p /var/run/cassandra");
            });
  }
}
