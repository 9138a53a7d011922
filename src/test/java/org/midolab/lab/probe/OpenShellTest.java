package org.midolab.lab.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.midolab.lab.runtime.ExecResult;

/** Tests {@link OpenShell} with a shell of this machine instead of a node's. */
class OpenShellTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final OpenShell shell = new OpenShell("here", OpenShellTest::joined);

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void commandsKeepTheirStreamsApartAndTheirExitCode() {
    assertThat(shell.run(LIMIT, List.of("/bin/sh", "-c", "echo out; echo err >&2; exit 7")))
        .contains(new ExecResult(7, "out\n", "err\n"));
    assertThat(shell.run(LIMIT, List.of("printf", "%s|%s", "it's", "$HOME \"x\" \\ ü")))
        .contains(new ExecResult(0, "it's|$HOME \"x\" \\ ü", ""));
    assertThat(shell.run(LIMIT, List.of("head", "-c", "300000", "/dev/zero")).orElseThrow().out())
        .hasSize(300_000);
    assertThat(shell.run(LIMIT, List.of("cat")).orElseThrow().out()).isEmpty();
    assertThat(shell.run(LIMIT, List.of("no-such-command")).orElseThrow().exit()).isEqualTo(127);
  }

  @Test
  void doesNotWaitForBackgroundProcesses() {
    assertThat(shell.run(LIMIT, List.of("/bin/sh", "-c", "sleep 30 & echo $!")).orElseThrow().ok())
        .isTrue();
  }

  @Test
  void reportsACommandThatHangs() {
    assertThatThrownBy(() -> shell.run(Duration.ofMillis(300), List.of("sleep", "3")))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("did not end in time");
    assertThat(shell.pid()).matches("\\d+");
  }

  @Test
  void reportsAShellThatHasEnded() {
    shell.run(LIMIT, List.of("true"));
    shell.close();
    assertThat(shell.run(LIMIT, List.of("true"))).isEmpty();
    assertThat(shell.isOpen()).isFalse();
  }

  private static void joined(List<String> command, InputStream in, OutputStream out) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(false).start();
      var typing =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (var keyboard = process.getOutputStream()) {
                      var buffer = new byte[4096];
                      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        keyboard.write(buffer, 0, n);
                        keyboard.flush();
                      }
                    } catch (IOException e) {
                      // The shell ended first.
                    }
                  });
      process.getInputStream().transferTo(out);
      typing.interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
