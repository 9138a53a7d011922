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
 * What this machine needs before a lab can run: says what is missing and the command that cures it,
 * or cures it. Doing it twice does nothing more.
 */
public final class Setup {

  private static final Duration ENGINE_START = Duration.ofSeconds(60);

  /**
   * Something missing.
   *
   * @param what in words
   * @param cure the command that a person would type
   */
  public record Missing(String what, String cure, Runnable remedy) {}

  private final LabHome home;

  public Setup(LabHome home) {
    this.home = home;
  }

  /**
   * Whether set-up may change the machine without asking: {@code CI} or {@code MIDOLAB_SETUP=yes}
   * say so.
   */
  public static boolean allowedByEnvironment() {
    return System.getenv("CI") != null || "yes".equals(System.getenv("MIDOLAB_SETUP"));
  }

  /**
   * What is missing, in the order in which it has to be cured.
   *
   * @throws EnvironmentException when something is missing that cannot be cured from here
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
                + ", and no apt-get here to install them with",
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

  /** Cures all that is missing. */
  public void cure(List<Missing> missing, Progress progress) {
    missing.forEach(one -> progress.time("set-up: " + one.what(), one.remedy()));
  }

  /**
   * Makes sure that nothing is missing: cures it if that is allowed, or tells.
   *
   * @param allowed asked only when something is missing
   * @throws EnvironmentException with every missing thing and its cure
   */
  public void require(BooleanSupplier allowed, Progress progress) {
    List<Missing> missing = missing();
    if (missing.isEmpty()) {
      return;
    }
    if (!allowed.getAsBoolean()) {
      StringBuilder text = new StringBuilder("this machine is not set up:");
      missing.forEach(m -> text.append("\n  ").append(m.what()).append("\n    ").append(m.cure()));
      throw new EnvironmentException(
          text.toString(), "./lab setup --yes   (or set CI or MIDOLAB_SETUP=yes)");
    }
    cure(missing, progress);
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
            "labs need root: links are laid between network namespaces", "sudo ./lab …");
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

  /** By systemd where it runs; else as a process of its own, detached from ours. */
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
