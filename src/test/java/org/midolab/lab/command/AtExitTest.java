package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work that is done when a signal ends a process. */
class AtExitTest {

  /** A process that registers work, ends one of two registrations, and waits for a signal. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws InterruptedException {
      AtExit.run(() -> System.out.println("closed before")).close();
      try (var _ = AtExit.run(() -> System.out.println("interrupted"))) {
        System.out.println("ready");
        Thread.sleep(Duration.ofMinutes(1));
      }
    }
  }

  /** Ctrl-C and a closed terminal. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "HUP"})
  void isDoneAtASignalUnlessItWasClosedBefore(String signal) throws Exception {
    Process process =
        new ProcessBuilder(
                "env", // a process that ignores these signals, as under nohup, passes that on
                "--default-signal=INT,HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
      assertThat(out.readAllLines()).containsExactly("interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void anInterruptedBootIsReportedWithItsPhaseAndTheNextCommand() {
    assertThat(UpCommand.bootInterrupted("links", "quickstart").strip())
        .startsWith("interrupted during: links; the lab is not up")
        .endsWith("./lab up quickstart");
    assertThat(UpCommand.bootInterrupted("", "pair")).contains("interrupted; the lab");
  }
}
