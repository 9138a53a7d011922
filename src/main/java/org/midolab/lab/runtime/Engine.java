package org.midolab.lab.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectExecResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The local container engine. Safe for use by several threads. */
public final class Engine implements AutoCloseable {

  static final URI DEFAULT = URI.create("unix:///var/run/docker.sock");

  private static final Executor THREADS = task -> Thread.ofVirtual().name("engine").start(task);

  private final DockerClient client;
  private final Path socket;

  private Engine(DockerClient client, Path socket) {
    this.client = client;
    this.socket = socket;
  }

  /**
   * Returns the address of the engine's socket: the value of {@code DOCKER_HOST}, or Docker's
   * default.
   */
  static URI host() {
    String host = System.getenv("DOCKER_HOST");
    return host == null || host.isBlank() ? DEFAULT : URI.create(host);
  }

  /**
   * Connects to the local engine.
   *
   * @throws EnvironmentException if no local engine answers
   */
  public static Engine connect() {
    URI host = host();
    if (!"unix".equals(host.getScheme())) {
      throw new EnvironmentException(
          "DOCKER_HOST is "
              + host
              + "; a lab's links are created on this machine, so its engine must"
              + " be local",
          "unset DOCKER_HOST");
    }
    Path socket = Path.of(host.getPath());
    if (!Files.exists(socket)) {
      throw new EnvironmentException(
          "no container engine answers at " + socket, "./lab setup --yes");
    }
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host.toString())
            .build();
    var http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .maxConnections(64)
            .connectionTimeout(Duration.ofSeconds(10))
            .build();
    DockerClient client = DockerClientImpl.getInstance(config, http);
    try {
      client.pingCmd().exec();
    } catch (RuntimeException e) {
      throw new EnvironmentException(
          "the container engine at " + socket + " does not answer: " + e.getMessage(),
          "./lab setup --yes",
          e);
    }
    return new Engine(client, socket);
  }

  /**
   * Returns the security modules that confine containers in addition to capabilities, by the
   * engine's names: {@code apparmor}, {@code seccomp}, {@code selinux}.
   */
  public List<String> confinement() {
    List<String> options = client.infoCmd().exec().getSecurityOptions();
    return options == null
        ? List.of()
        : options.stream()
            .flatMap(option -> Stream.of(option.split(",")))
            .filter(part -> part.startsWith("name="))
            .map(part -> part.substring("name=".length()))
            .toList();
  }

  DockerClient client() {
    return client;
  }

  /**
   * Runs a command in a container and waits until it ends.
   *
   * @throws LabFailure if the command does not end within the limit (it is killed then), or if the
   *     container is not running
   */
  ExecResult exec(String container, List<String> command, byte[] stdin, Duration limit) {
    String exec = create(container, command, stdin.length > 0, false);
    try (ExecConnection connection = ExecConnection.start(socket, exec, false)) {
      if (stdin.length > 0) {
        THREADS.execute(() -> feed(connection, stdin));
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      CompletableFuture.runAsync(() -> demultiplex(connection.in(), out, err), THREADS)
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return new ExecResult(
          exitCode(exec),
          out.toString(StandardCharsets.UTF_8),
          err.toString(StandardCharsets.UTF_8));
    } catch (TimeoutException e) {
      kill(exec);
      throw new LabFailure(
          "'"
              + String.join(" ", command)
              + "' in "
              + container
              + " did not end within "
              + limit.toMillis() / 1000.0
              + " s",
          e);
    } catch (ExecutionException | IOException e) {
      throw failure(container, command, e);
    } catch (InterruptedException e) {
      kill(exec);
      throw interrupted(command, e);
    }
  }

  /**
   * Runs a command and copies its streams from and to the given ones while it runs. Returns its
   * exit code.
   */
  int stream(
      String container, List<String> command, InputStream in, OutputStream out, OutputStream err) {
    String exec = create(container, command, true, false);
    try (ExecConnection connection = ExecConnection.start(socket, exec, false)) {
      THREADS.execute(
          () -> {
            try {
              in.transferTo(connection.out());
              connection.closeOutput();
            } catch (IOException e) {
              // The command ended without reading all its input. The exit code shows whether that
              // is a failure.
            }
          });
      demultiplex(connection.in(), out, err);
      return exitCode(exec);
    } catch (IOException e) {
      throw failure(container, command, e);
    } catch (InterruptedException e) {
      throw interrupted(command, e);
    }
  }

  private static LabFailure failure(String container, List<String> command, Exception e) {
    return new LabFailure(
        "'" + String.join(" ", command) + "' in " + container + ": " + e.getMessage(), e);
  }

  private static LabFailure interrupted(List<String> command, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new LabFailure("interrupted while '" + String.join(" ", command) + "' ran", e);
  }

  /** Starts a command on a new pseudo-terminal of a container. */
  Terminal terminal(String container, List<String> command, int columns, int rows) {
    String exec = create(container, command, true, true);
    try {
      ExecConnection connection = ExecConnection.start(socket, exec, true);
      Terminal terminal = new EngineTerminal(this, exec, connection);
      terminal.resize(columns, rows);
      return terminal;
    } catch (IOException e) {
      throw new LabFailure("cannot open a terminal in " + container + ": " + e.getMessage(), e);
    }
  }

  private String create(String container, List<String> command, boolean stdin, boolean tty) {
    try {
      return client
          .execCreateCmd(container)
          .withCmd(command.toArray(String[]::new))
          .withEnv(tty ? List.of("TERM=xterm", "HOME=/root", "USER=root") : List.of("HOME=/root"))
          .withAttachStdout(true)
          .withAttachStderr(true)
          .withAttachStdin(stdin)
          .withTty(tty)
          .exec()
          .getId();
    } catch (NotFoundException | ConflictException e) {
      throw new LabFailure("container " + container + " is not running; see: docker ps -a", e);
    } catch (DockerException e) {
      throw new LabFailure("exec in " + container + ": " + e.getMessage(), e);
    }
  }

  private static void feed(ExecConnection connection, byte[] stdin) {
    try {
      connection.out().write(stdin);
      connection.closeOutput();
    } catch (IOException e) {
      // The command ended without reading all its input. The exit code shows whether that is a
      // failure.
    }
  }

  /**
   * Splits Docker's multiplexed stream. A frame has a byte for the stream (1 out, 2 err), three
   * zero bytes, the length in 32 bits, big endian, and the content.
   */
  private static void demultiplex(InputStream stream, OutputStream out, OutputStream err) {
    try {
      DataInputStream frames = new DataInputStream(stream);
      for (int type = frames.read(); type >= 0; type = frames.read()) {
        frames.skipNBytes(3);
        OutputStream to = type == 2 ? err : out;
        to.write(frames.readNBytes(frames.readInt()));
        to.flush();
      }
    } catch (EOFException e) {
      // A truncated frame: the container ended before the command. The output so far is kept.
    } catch (IOException e) {
      throw new LabFailure("reading a command's output: " + e.getMessage(), e);
    }
  }

  /**
   * Returns the exit code of an ended command. Waits for it, since the stream may end shortly
   * before the engine knows the exit code.
   */
  int exitCode(String exec) throws InterruptedException {
    for (int attempt = 0; attempt < 500; attempt++) {
      InspectExecResponse state = client.inspectExecCmd(exec).exec();
      if (!Boolean.TRUE.equals(state.isRunning()) && state.getExitCodeLong() != null) {
        return state.getExitCodeLong().intValue();
      }
      TimeUnit.MILLISECONDS.sleep(Math.min(20, 1 + attempt));
    }
    throw new LabFailure("the engine does not report the exit code of exec " + exec);
  }

  void resize(String exec, int columns, int rows) {
    try {
      client.resizeExecCmd(exec).withSize(rows, columns).exec();
    } catch (DockerException e) {
      // The command has ended already.
    }
  }

  /**
   * Kills the process of an exec. The engine reports its process id in the machine's own PID
   * namespace.
   */
  void kill(String exec) {
    Long pid = client.inspectExecCmd(exec).exec().getPidLong();
    if (pid != null && pid > 0) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new LabFailure("closing the engine's connections: " + e.getMessage(), e);
    }
  }
}
