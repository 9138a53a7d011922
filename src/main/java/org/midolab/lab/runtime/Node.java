package org.midolab.lab.runtime;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.midolab.lab.spec.LinkPlan;
import org.midolab.lab.spec.NodePlan;

/** One running node of a lab. Safe for use by several threads. */
public final class Node {

  /** Time limit of a command, unless the caller passes another. */
  public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(20);

  private static final Duration BOOT_LIMIT = Duration.ofSeconds(90);

  private final Engine engine;
  private final LabState state;
  private final NodePlan plan;
  private final List<LinkPlan> links;

  Node(Engine engine, LabState state, NodePlan plan, List<LinkPlan> links) {
    this.engine = engine;
    this.state = state;
    this.plan = plan;
    this.links =
        links.stream()
            .filter(link -> link.ends().stream().anyMatch(e -> e.node().equals(plan.name())))
            .toList();
  }

  public String name() {
    return plan.name();
  }

  public NodePlan plan() {
    return plan;
  }

  /** Returns the container's name, for {@code docker}. */
  public String container() {
    return Labels.container(state.lab(), plan.name());
  }

  String namespaceOwner() {
    return Labels.namespaceOwner(state.lab(), plan);
  }

  /** Returns the management address. Instances and segments have none. */
  public Optional<String> managementAddress() {
    return Optional.ofNullable(state.addresses().get(plan.name()));
  }

  /** Returns the address that the lab assigned to an interface, without its prefix length. */
  public Optional<String> address(String iface) {
    if (plan.kind().managed() && iface.equals("eth0")) {
      return managementAddress();
    }
    return links.stream()
        .flatMap(link -> link.ends().stream())
        .filter(end -> end.is(plan.name(), iface))
        .flatMap(end -> end.address().stream())
        .map(address -> address.address())
        .findFirst();
  }

  /** Runs a command without a terminal and without a shell around it. */
  public ExecResult exec(String... command) {
    return exec(DEFAULT_LIMIT, List.of(command));
  }

  /**
   * Runs a command without a terminal and without a shell around it.
   *
   * @throws LabFailure if the command does not end within the limit (it is killed then), or if the
   *     node does not run
   */
  public ExecResult exec(Duration limit, List<String> command) {
    return exec(limit, command, new byte[0]);
  }

  /** Runs a command like {@link #exec(Duration, List)}, with the given standard input. */
  public ExecResult exec(Duration limit, List<String> command, byte[] stdin) {
    return engine.exec(container(), command, stdin, limit);
  }

  /**
   * Runs a command and copies its streams from and to the given ones while it runs. Returns its
   * exit code.
   */
  public int stream(List<String> command, InputStream in, OutputStream out, OutputStream err) {
    return engine.stream(container(), command, in, out, err);
  }

  /**
   * Runs a shell command line. Never put a secret into it: other processes can read the arguments
   * while it runs.
   */
  public ExecResult shell(String line) {
    return exec("/bin/sh", "-c", line);
  }

  /**
   * Runs a command in the holder of the node's network namespace. This works while the node is
   * down, too.
   */
  ExecResult execInNamespace(List<String> command, byte[] stdin) {
    return engine.exec(namespaceOwner(), command, stdin, DEFAULT_LIMIT);
  }

  /** Runs a command on a new pseudo-terminal. */
  public Terminal terminal(List<String> command, int columns, int rows) {
    return engine.terminal(container(), command, columns, rows);
  }

  /**
   * Writes bytes to a file. An existing file keeps its owner and mode. The bytes are passed through
   * standard input, never as arguments, so that secrets do not show in process lists.
   */
  public void write(String path, byte[] bytes) {
    exec(DEFAULT_LIMIT, List.of("/bin/sh", "-c", "cat > \"$1\"", "sh", path), bytes)
        .orFail("writing " + path + " on " + name());
  }

  public void write(String path, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0) {
      exec("truncate", "-s", "0", path).orFail("emptying " + path + " on " + name());
    } else {
      write(path, bytes);
    }
  }

  /** Returns the text of a file. */
  public String read(String path) {
    return exec("cat", path).orFail("reading " + path + " on " + name()).out();
  }

  /**
   * Returns the last lines of the journal, newest last, of one unit, or of all units if it is
   * empty.
   *
   * @throws LabFailure if the node keeps no journal, or has no such unit
   */
  public String logs(Optional<UnitName> unit, int lines) {
    if (!plan.kind().systemd()) {
      throw new LabFailure(
          "%s has no journal: nodes of kind '%s' run no services"
              .formatted(name(), plan.kind().word()));
    }
    unit.filter(wanted -> !exec("systemctl", "cat", "--", wanted.value()).ok())
        .ifPresent(
            absent -> {
              throw noUnit(plan, absent);
            });
    return exec(DEFAULT_LIMIT, journal(unit, lines))
        .orFail("reading the journal of " + name())
        .out();
  }

  static LabFailure noUnit(NodePlan plan, UnitName absent) {
    return new LabFailure(
        "%s has no unit '%s'; its units: %s"
            .formatted(plan.name(), absent, String.join(", ", plan.services())));
  }

  static List<String> journal(Optional<UnitName> unit, int lines) {
    return Stream.concat(
            Stream.of("journalctl", "--no-pager", "-o", "short-precise", "--lines=" + lines),
            unit.map(u -> "--unit=" + u).stream())
        .toList();
  }

  /** Restarts the node like a hardware reset. Its links stay. Returns when the node is ready. */
  public void reboot() {
    act("restart", () -> engine.client().restartContainerCmd(container()).withTimeout(0).exec());
    awaitReady();
  }

  /** Kills all processes of the node at once, like a power failure. The links stay. */
  public void kill() {
    act("kill", () -> engine.client().killContainerCmd(container()).withSignal("KILL").exec());
  }

  /** Starts a killed node. Returns when the node is ready. */
  public void start() {
    act("start", () -> engine.client().startContainerCmd(container()).exec());
    awaitReady();
  }

  /** Reports whether the node's container exists, running or not. */
  public boolean exists() {
    try {
      engine.client().inspectContainerCmd(container()).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  public boolean isRunning() {
    try {
      return Boolean.TRUE.equals(
          engine.client().inspectContainerCmd(container()).exec().getState().getRunning());
    } catch (NotFoundException e) {
      return false;
    }
  }

  /** Returns the path on this machine of the node's network namespace. */
  public Path networkNamespace() {
    String owner = namespaceOwner();
    Long pid = engine.client().inspectContainerCmd(owner).exec().getState().getPidLong();
    if (pid == null || pid == 0) {
      throw new LabFailure(owner + " is not running; start the lab again: " + again());
    }
    return Path.of("/proc", pid.toString(), "ns", "net");
  }

  /** Waits until systemd says that the node has booted. */
  void awaitReady() {
    if (!plan.kind().systemd()) {
      return;
    }
    String[] seen = {"nothing"};
    try {
      Awaitility.await()
          .atMost(BOOT_LIMIT)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                seen[0] = exec("systemctl", "is-system-running", "--wait").out().strip();
                return seen[0].equals("running") || seen[0].equals("degraded");
              });
    } catch (ConditionTimeoutException e) {
      throw new LabFailure(
          name()
              + " did not boot within "
              + BOOT_LIMIT.toSeconds()
              + " s: systemd says '"
              + seen[0]
              + "'; see: docker exec "
              + container()
              + " systemctl list-jobs",
          e);
    }
    if (seen[0].equals("degraded")) {
      throw new LabFailure(
          name()
              + " booted with failed units:\n"
              + exec("systemctl", "--failed", "--no-legend", "--plain").out().strip()
              + "\nsee: docker exec "
              + container()
              + " journalctl -b");
    }
  }

  private String again() {
    return "./lab down %1$s && ./lab up %1$s".formatted(state.lab());
  }

  private void act(String what, Runnable action) {
    try {
      action.run();
    } catch (NotFoundException e) {
      throw new LabFailure("node " + name() + " is gone; start the lab again: " + again(), e);
    } catch (ConflictException e) {
      throw new LabFailure("cannot " + what + " " + name() + ": " + e.getMessage(), e);
    } catch (DockerException e) {
      throw new LabFailure(what + " of " + name() + " failed: " + e.getMessage(), e);
    }
  }
}
