package org.midolab.lab.runtime;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Checks what this machine needs before a lab can run. It reports what is missing with the command
 * that fixes it, or fixes it. A second run changes nothing.
 */
public final class Setup {

  private static final Duration ENGINE_START = Duration.ofSeconds(60);

  /**
   * Something that the machine lacks.
   *
   * @param what description of the missing thing
   * @param fix the command that a user would type
   * @param remedy does the same as the command
   */
  public record Missing(String what, String fix, Runnable remedy) {}

  private final LabHome home;

  public Setup(LabHome home) {
    this.home = home;
  }

  /**
   * Reports whether set-up may change the machine without asking: {@code CI} is set, or {@code
   * MIDOLAB_SETUP=yes}.
   */
  public static boolean allowedByEnvironment() {
    return System.getenv("CI") != null || "yes".equals(System.getenv("MIDOLAB_SETUP"));
  }

  /**
   * Returns what is missing, in the order in which it has to be fixed.
   *
   * @throws EnvironmentException if something is missing that cannot be fixed from here
   */
  public List<Missing> missing() {
    requireLinuxAndRoot();
    KernelNeeds.require();
    List<String> packages = new ArrayList<>();
    if (Shell.find("docker").isEmpty() || !engineAnswers() && Shell.find("dockerd").isEmpty()) {
      packages.add("docker.io");
    }
    if (RootFs.given().isEmpty() && Shell.find("mmdebstrap").isEmpty()) {
      packages.add("mmdebstrap");
    }
    if (Shell.find("mvn").isEmpty()) {
      packages.add("maven");
    }
    List<Missing> missing = new ArrayList<>();
    if (!packages.isEmpty()) {
      if (Shell.find("apt-get").isEmpty()) {
        throw new EnvironmentException(
            "missing: "
                + String.join(", ", packages)
                + ", and there is no apt-get to install them with",
            "install them with this system's package manager");
      }
      String install = "apt-get install -y --no-install-recommends " + String.join(" ", packages);
      missing.add(
          new Missing(
              "packages: " + String.join(", ", packages),
              "apt-get update && " + install,
              () -> install(packages)));
    }
    if (!engineAnswers()) {
      missing.add(
          new Missing(
              "no container engine answers at " + Engine.host(),
              Engine.host().equals(Engine.DEFAULT)
                  ? "systemctl start docker   (without systemd: setsid dockerd &)"
                  : "unset DOCKER_HOST   (or start the engine behind it)",
              this::startEngine));
    }
    return missing;
  }

  /** Fixes everything that is missing. */
  public void fix(List<Missing> missing, Progress progress) {
    missing.forEach(one -> progress.time("set-up: " + one.what(), one.remedy()));
  }

  /**
   * Ensures that nothing is missing: fixes it if that is allowed, and throws otherwise.
   *
   * @param allowed called only if something is missing
   * @throws EnvironmentException with every missing thing and its fix
   */
  public void require(BooleanSupplier allowed, Progress progress) {
    List<Missing> missing = missing();
    if (missing.isEmpty()) {
      return;
    }
    if (!allowed.getAsBoolean()) {
      StringBuilder text = new StringBuilder("this machine is not set up:");
      missing.forEach(m -> text.append("\n  ").append(m.what()).append("\n    ").append(m.fix()));
      throw new EnvironmentException(
          text.toString(), "./lab setup --yes   (or set CI or MIDOLAB_SETUP=yes)");
    }
    fix(missing, progress);
  }

  private static void requireLinuxAndRoot() {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new EnvironmentException(
          "labs need Linux, this is " + System.getProperty("os.name"), "use a virtual machine");
    }
    try {
      boolean root =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .anyMatch(line -> line.matches("Uid:\\s+\\d+\\s+0\\s.*"));
      if (!root) {
        throw new EnvironmentException(
            "labs need root: they create links between network namespaces", "sudo ./lab …");
      }
    } catch (IOException e) {
      throw new EnvironmentException("/proc cannot be read: " + e.getMessage(), "", e);
    }
  }

  private static boolean engineAnswers() {
    try {
      Engine.connect().close();
      return true;
    } catch (EnvironmentException e) {
      return false;
    }
  }

  private void install(List<String> packages) {
    Shell.run(home.root(), List.of("apt-get", "-qq", "update"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "-qq",
                "-y",
                "-o",
                "Dpkg::Use-Pty=0",
                "install",
                "--no-install-recommends"));
    command.addAll(packages);
    Shell.run(home.root(), command);
  }

  /**
   * Starts the engine: by systemd if that runs, otherwise as a process that is detached from this
   * one.
   */
  private void startEngine() {
    URI host = Engine.host();
    if (!host.equals(Engine.DEFAULT)) {
      throw new EnvironmentException(
          "DOCKER_HOST says " + host + ", and no engine answers there", "unset DOCKER_HOST");
    }
    try {
      Path log = Path.of("/var/log/midolab-dockerd.log");
      if (Files.isDirectory(Path.of("/run/systemd/system"))) {
        Shell.run(home.root(), List.of("systemctl", "start", "docker.service"));
      } else {
        String dockerd = Shell.find("dockerd").map(Path::toString).orElse("dockerd");
        new ProcessBuilder("setsid", dockerd)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectErrorStream(true)
            .start();
      }
      Awaitility.await()
          .atMost(ENGINE_START)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(200))
          .until(Setup::engineAnswers);
    } catch (IOException e) {
      throw new EnvironmentException("dockerd cannot be started: " + e.getMessage(), "", e);
    } catch (ConditionTimeoutException e) {
      throw new EnvironmentException(
          "dockerd was started but does not answer within " + ENGINE_START.toSeconds() + " s",
          "tail /var/log/midolab-dockerd.log   (or: journalctl -u docker)",
          e);
    }
  }
}
