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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.midolab.lab.spec.LabFile;
import org.midolab.lab.spec.LabName;

/** After a boot or a run, however it ends, the machine's inventory is the same as before. */
@Isolated("it looks for what others leave")
class LeavesNothingIT {

  private static final Path FILE = Path.of("src/test/resources/org/midolab/lab/runtime/few.yaml");
  private static final String LAB = "xleaves";
  private static final LabName NAME = new LabName(LAB);

  /** Longest time that the watchdog may take. */
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
    file = directory.resolve("lab.yaml");
    Files.writeString(file, Files.readString(FILE).replace("name: few", "name: " + LAB));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void assertNothingIsLeft() {
    await()
        .atMost(WATCH)
        .untilAsserted(
            () -> {
              assertThat(HostInventory.take(engine).since(before, LAB)).isEmpty();
              assertThat(home.state(NAME)).doesNotExist();
            });
  }

  private void assertUnderWay() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> HostInventory.take(engine).of(LAB).size() > 3);
  }

  /** Another container, which is not the lab's, has a name that a node needs. It is not changed. */
  @Test
  void aBootThatFailsHalfway() throws Exception {
    var plan = LabFile.plan(file.toString(), Files.readString(file));
    String image =
        new Images(home, engine, Progress.SILENT).ensure(plan).values().iterator().next();
    String stranger =
        engine
            .client()
            .createContainerCmd(image)
            .withName(Labels.container(NAME, "worker"))
            .withCmd("true")
            .exec()
            .getId();
    try {
      Process up = launcher("up", file.toString(), "--bare");
      String output = output(up);
      assertThat(up.waitFor()).as(output).isEqualTo(1);
      assertThat(output).contains("worker").contains("already in use");
      assertThat(HostInventory.take(engine).of(LAB))
          .containsExactly("container /" + Labels.container(NAME, "worker"));
    } finally {
      engine.client().removeContainerCmd(stranger).exec();
    }
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "KILL"})
  void theLauncherIsKilledWhileItBoots(String signal) throws Exception {
    Process up = launcher("up", file.toString(), "--bare");
    try {
      assertUnderWay();
      signal(up, signal);
      assertThat(up.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(up.exitValue()).isNotZero();
      assertNothingIsLeft();
    } finally {
      up.destroyForcibly();
    }
  }

  /** A lab that is up outlives its launcher, and is removed by its name. */
  @Test
  void aLabThatIsUpStaysUntilItIsRemoved() throws Exception {
    Process up = launcher("up", file.toString(), "--bare");
    String output = output(up);
    assertThat(up.waitFor()).as(output).isZero();
    try (Lab lab = Lab.attach(home, NAME)) {
      assertThat(lab.isComplete()).isTrue();
    }
    Process down = launcher("down", LAB);
    assertThat(output(down)).contains("is gone");
    assertThat(down.waitFor()).isZero();
    assertNothingIsLeft();
  }

  /** The tests' own JVM is killed while its lab is up. */
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
      assertNothingIsLeft();
    } finally {
      run.destroyForcibly();
    }
  }

  /** The program that is killed. It boots a lab, prints a line and waits. */
  static final class Killed {
    public static void main(String[] args) throws IOException {
      LabBuilder.of(LabHome.find(), args[0]).ownedByThisProcess().boot();
      System.out.print("up");
      System.out.flush();
      System.in.read();
    }
  }

  /**
   * Starts the launcher as from a terminal. A shell starts background processes with SIGINT
   * ignored, so the signal is set to its default.
   */
  private Process launcher(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("env", "--default-signal=INT", home.root().resolve("lab").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile())
        .start();
  }

  private static String output(Process process) throws IOException {
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
