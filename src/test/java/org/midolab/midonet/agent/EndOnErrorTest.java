package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EndOnErrorTest {

  /** A process whose control loop throws an Error. Without the handler it would run for ever. */
  static final class Victim {

    private Victim() {}

    public static void main(String[] arguments) throws InterruptedException {
      Thread.setDefaultUncaughtExceptionHandler(new EndOnError(Runtime.getRuntime()::halt));
      ControlLoop loop =
          new ControlLoop(
              "victim",
              () -> {
                throw new NoClassDefFoundError("a class that is gone");
              });
      loop.start();
      loop.wake();
      Thread.currentThread().join();
    }
  }

  @Test
  void anErrorInAThreadEndsTheProcessWithItsExitCode() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Victim.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the process has ended").isTrue();
      assertThat(process.exitValue()).isEqualTo(EndOnError.EXIT_CODE);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void anExceptionEndsOnlyItsThread() throws Exception {
    List<Integer> codes = new ArrayList<>();
    Thread thread =
        new Thread(
            () -> {
              throw new IllegalStateException("a failure of one thread");
            });
    thread.setUncaughtExceptionHandler(new EndOnError(codes::add));
    thread.start();
    thread.join();
    assertThat(codes).isEmpty();
  }
}
