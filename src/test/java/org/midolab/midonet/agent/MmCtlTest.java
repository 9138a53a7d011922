package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arguments of mm-ctl. {@code BindingServerTest} covers the bindings. */
class MmCtlTest {

  private static final String PORT = "1f5a3c0e-0000-4000-8000-000000000001";

  @TempDir private Path directory;

  private String err;

  private int run(String... arguments) {
    var stderr = new ByteArrayOutputStream();
    int code =
        MmCtl.run(
            List.of(arguments),
            directory.resolve("no.sock"),
            new PrintStream(stderr, true, StandardCharsets.UTF_8));
    err = stderr.toString(StandardCharsets.UTF_8);
    return code;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--bind-port",
        "--bind-port " + PORT,
        "--bind-port not-a-uuid tap1",
        "--bind-port " + PORT + " tap1 more",
        "--unbind-port",
        "--unbind-port not-a-uuid",
        "--unbind-port " + PORT + " --bind-port " + PORT + " tap1",
        "--list-hosts",
      })
  void wrongUsageIsReportedWithTheUsage(String arguments) {
    assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(2);
    assertThat(err)
        .startsWith("mm-ctl: expected ")
        .contains("--bind-port", "--unbind-port")
        .doesNotContain("java.", "index");
  }
}
