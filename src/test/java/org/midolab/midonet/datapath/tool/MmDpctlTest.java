package org.midolab.midonet.datapath.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MmDpctlTest {

  @TempDir private Path empty;

  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return MmDpctl.command().setErr(new PrintWriter(err, true)).execute(arguments);
  }

  @Test
  void reportsAMissingDatapathWithExitCode3() {
    assertThat(run("--pins", empty.toString(), "datapath", "--show", "midonet")).isEqualTo(3);
    assertThat(err.toString())
        .contains("no datapath is pinned in " + empty)
        .contains("systemctl status midolman.service");
  }

  @Test
  void namesWrongUsage() {
    assertThat(run("datapath", "--show", "other")).isEqualTo(2);
    assertThat(err.toString()).contains("'other'").contains("'midonet'");
    assertThat(run()).isEqualTo(2);
    assertThat(run("flows", "--src-ip", "300.1.2.3")).isEqualTo(2);
    assertThat(err.toString()).contains("300.1.2.3");
    assertThat(run("flows", "foo")).isEqualTo(2);
    assertThat(err.toString())
        .endsWith("mm-dpctl: unknown word 'foo'\n  see mm-dpctl flows --help\n");
  }
}
