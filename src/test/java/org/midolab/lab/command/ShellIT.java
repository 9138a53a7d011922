package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.midolab.lab.junit.MidoLab;

/**
 * Tests verbs that connect a terminal, on a real one, which {@code script} of util-linux creates.
 */
class ShellIT {

  private static final String LAB = "xshell";

  @Test
  void everyKeyIsSentToTheNodeAndTheExitCodeIsReturned() throws Exception {
    try (var lab = new MidoLab("src/test/resources/org/midolab/lab/runtime/lab.yaml").named(LAB)) {
      lab.start();
      Process shell = typing("shell --lab " + LAB + " gate");
      // Typed after the prompt, as a person does: a former defect lost every key.
      String shown = until(shell, "# ");
      type(shell, "echo on $(hostname), $(tput cols) wide\r");
      shown += until(shell, "80 wide");
      type(shell, "exit 7\r");
      shown += new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(shell.waitFor(20, TimeUnit.SECONDS)).as(shown).isTrue();
      assertThat(shown).contains("on gate, 80 wide");
      assertThat(shell.exitValue()).isEqualTo(7);
    }
  }

  private static Process typing(String arguments) throws IOException {
    String command =
        String.join(
            " ",
            ProcessHandle.current().info().command().orElse("java"),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            Lab.class.getName(),
            arguments);
    var builder =
        new ProcessBuilder(
            List.of(
                "timeout",
                "--foreground",
                "60",
                "script",
                "-qefc",
                "stty cols 80 rows 24; " + command,
                "/dev/null"));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.redirectErrorStream(true).start();
  }

  private static void type(Process terminal, String keys) throws IOException {
    terminal.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    terminal.getOutputStream().flush();
  }

  /** Returns the output up to a text, or up to its end. */
  private static String until(Process terminal, String text) throws IOException {
    var shown = new StringBuilder();
    for (int next = terminal.getInputStream().read();
        next >= 0;
        next = terminal.getInputStream().read()) {
      shown.append((char) next);
      if (shown.toString().endsWith(text)) {
        return shown.toString();
      }
    }
    return shown.toString();
  }
}
