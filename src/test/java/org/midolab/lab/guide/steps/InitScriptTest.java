package org.midolab.lab.guide.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InitScriptTest {

  private static final String LINES =
      "mkdir -p /var/run/cassandra\nchown cassandra:cassandra /var/run/cassandra";

  @Test
  void theRunDirectoryIsMadeInTheStartBranchOnlyAndOnce() {
    var script =
        "case \"$1\" in\nstart)\n  su cassandra -c x\n  ;;\nstop)\n  su cassandra -c y\n  ;;\nesac\n";
    var edited = InitScript.atStart(script, LINES);

    assertThat(edited)
        .contains(
            "start)\n  mkdir -p /var/run/cassandra\n  chown cassandra:cassandra /var/run/cassandra\n  su cassandra -c x")
        .contains("stop)\n  su cassandra -c y");
    assertThat(InitScript.atStart(edited, LINES)).isEqualTo(edited);
  }

  @Test
  void aScriptWithoutAStartBranchIsRefused() {
    assertThatThrownBy(() -> InitScript.atStart("echo hello\n", LINES))
        .hasMessageContaining("start branch");
  }
}
