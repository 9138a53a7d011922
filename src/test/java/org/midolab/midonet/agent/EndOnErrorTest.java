package org.midolab.midonet.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.midonet.conf.HostId;

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
    assertThat(exitCode(System.getProperty("java.class.path"), Victim.class))
        .isEqualTo(EndOnError.EXIT_CODE);
  }

  /** The first class that the agent uses is damaged, so its main thread meets an Error. */
  @Test
  void theAgentInstallsTheHandler(@TempDir Path damaged) throws Exception {
    Path file = damaged.resolve(HostId.class.getName().replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "not a class");
    String classPath = damaged + File.pathSeparator + System.getProperty("java.class.path");
    assertThat(exitCode(classPath, Midolman.class)).isEqualTo(EndOnError.EXIT_CODE);
  }

  private static int exitCode(String classPath, Class<?> program) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(java, "-cp", classPath, program.getName())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the process has ended").isTrue();
      return process.exitValue();
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
