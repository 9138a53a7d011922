package org.midolab.lab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.spec.LabFile;

/** However a boot or a run ends, the machine is as it was: by its inventory before and after. */
class LeavesNothingIT {

  private static final Path FILE = Path.of("src/test/resources/org/midolab/lab/runtime/few.yaml");
  private static final String LAB = "xleaves";

  /** As long as the watchdog may take. */
  private static final Duration WATCH = Duration.ofSeconds(30);

  private final LabHome home = LabHome.find();
  private Engine engine;
  private HostInventory before;
  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void takeStock() throws IOException {
    engine = Engine.connect();
    Images.buildAll(home, engine, Progress.SILENT);
    before = HostInventory.take(engine);
    file = file(LAB);
  }

  private Path file(String lab) throws IOException {
    return Files.writeString(
        directory.resolve(lab + ".yaml"),
        Files.readString(FILE).replace("name: few", "name: " + lab));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void assertNothingIsLeft(String lab) {
    await()
        .atMost(WATCH)
        .untilAsserted(
            () -> {
              assertThat(HostInventory.take(engine).since(before, lab)).isEmpty();
              assertThat(home.state(lab)).doesNotExist();
            });
  }

  private void assertUnderWay(Process up, String lab) throws IOException {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> HostInventory.take(engine).of(lab).size() > 3 || !up.isAlive());
    if (!up.isAlive()) {
      throw new AssertionError(lab + " is no longer booting: " + said(up));
    }
  }

  /** A name that a node needs is taken by a stranger's container, which stays as it is. */
  @Test
  void aBootThatFailsHalfway() throws Exception {
    var plan = LabFile.plan(file.toString(), Files.readString(file));
    String image =
        new Images(home, engine, Progress.SILENT).ensure(plan).values().iterator().next();
    String stranger =
        engine
            .client()
            .createContainerCmd(image)
            .withName(Labels.container(LAB, "worker"))
            .withCmd("true")
            .exec()
            .getId();
    try {
      Process up = launcher("up", file.toString(), "--bare");
      String said = said(up);
      assertThat(up.waitFor()).as(said).isEqualTo(1);
      assertThat(said).contains("worker").contains("already in use");
      assertThat(HostInventory.take(engine).of(LAB))
          .containsExactly("container /" + Labels.container(LAB, "worker"));
    } finally {
      engine.client().removeContainerCmd(stranger).exec();
    }
    assertNothingIsLeft(LAB);
  }

  /** Three at a time, each with a lab of its own, so that it takes no longer than one. */
  @Test
  void theLauncherIsKilledWhileItBoots() throws Exception {
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      List<Future<?>> kills = new ArrayList<>();
      for (String signal : List.of("INT", "TERM", "KILL")) {
        kills.add(
            threads.submit(
                () -> {
                  killWhileItBoots(signal, LAB + signal.toLowerCase(Locale.ROOT));
                  return signal;
                }));
      }
      for (Future<?> kill : kills) {
        kill.get();
      }
    }
  }

  private void killWhileItBoots(String signal, String lab) throws Exception {
    Process up = launcher("up", file(lab).toString(), "--bare");
    try {
      assertUnderWay(up, lab);
      signal(up, signal);
      assertThat(up.waitFor(20, TimeUnit.SECONDS)).as(signal).isTrue();
      assertThat(up.exitValue()).as(signal).isNotZero();
      assertNothingIsLeft(lab);
    } finally {
      up.destroyForcibly();
    }
  }

  /** A lab that is up outlives its launcher, and goes by its name. */
  @Test
  void aLabThatIsUpStaysAndGoesDown() throws Exception {
    Process up = launcher("up", file.toString(), "--bare");
    String said = said(up);
    assertThat(up.waitFor()).as(said).isZero();
    try (Lab lab = Lab.attach(home, LAB)) {
      assertThat(lab.isComplete()).isTrue();
    }
    Process down = launcher("down", LAB);
    assertThat(said(down)).contains("is gone");
    assertThat(down.waitFor()).isZero();
    assertNothingIsLeft(LAB);
  }

  /** The tests' own JVM, with a lab that is up and working. */
  @Test
  void aTestRunIsKilledWithItsLabUp() throws Exception {
    Process run =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (InputStream out = run.getInputStream()) {
      assertThat(new String(out.readNBytes(2), StandardCharsets.US_ASCII)).isEqualTo("up");
      signal(run, "KILL");
      assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertNothingIsLeft(LAB);
    } finally {
      run.destroyForcibly();
    }
  }

  /** What is killed: it boots a lab, says so and waits for its end. */
  static final class Killed {
    public static void main(String[] args) throws IOException {
      LabBuilder.of(LabHome.find(), args[0]).ownedByThisProcess().boot();
      System.out.print("up");
      System.out.flush();
      System.in.read();
    }
  }

  private Process launcher(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(home.root().resolve("lab").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile())
        .start();
  }

  private static String said(Process process) throws IOException {
    try (InputStream out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void signal(Process process, String signal) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor())
        .isZero();
  }
}
