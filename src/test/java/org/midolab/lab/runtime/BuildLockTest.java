package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of one checkout: only one builds packages and images. */
class BuildLockTest {

  /** Another process that takes the lock and holds it until its end. */
  static final class Other {
    private Other() {}

    public static void main(String[] args) throws InterruptedException {
      try (var _ = BuildLock.take(new LabHome(Path.of(args[0])), Progress.SILENT)) {
        System.out.println("locked");
        Thread.sleep(Duration.ofMinutes(1));
      }
    }
  }

  private final class Said implements Progress {
    @Override
    public void started(String phase) {}

    @Override
    public void finished(String phase, Duration took) {}

    @Override
    public void say(String sentence) {
      said.add(sentence);
    }
  }

  private final List<String> said = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;
  private LabHome home;
  private Process other;

  @BeforeEach
  void anotherProcessHasTheLock() throws IOException {
    home = new LabHome(directory);
    other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(other.inputReader().readLine()).isEqualTo("locked");
  }

  @AfterEach
  void end() {
    other.destroyForcibly().onExit().join();
  }

  @Test
  void waitsUntilTheOtherProcessEndsAndSaysWhyItWaits() {
    var taken = CompletableFuture.supplyAsync(() -> BuildLock.take(home, new Said()));
    await().until(() -> !said.isEmpty() || taken.isDone());
    await().during(Duration.ofMillis(500)).until(() -> !taken.isDone());
    assertThat(said)
        .containsExactly(
            ("another ./lab (process %d) builds packages and images;"
                    + " this one goes on when it has finished")
                .formatted(other.pid()));
    other.destroyForcibly();
    try (var lock = taken.join()) {
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void namesTheProcessThatBuildsUntilItEnds() {
    assertThat(BuildLock.holder(home)).contains(other.pid());
    other.destroyForcibly().onExit().join();
    assertThat(BuildLock.holder(home)).isEmpty();
  }
}
