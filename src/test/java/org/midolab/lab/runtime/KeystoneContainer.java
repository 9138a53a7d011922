package org.midolab.lab.runtime;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A real Keystone that runs during a test class and is reachable on this machine's loopback only.
 * Its secrets are generated for each run and passed to it in a file. It is removed when the tests'
 * JVM ends.
 */
public final class KeystoneContainer implements BeforeAllCallback, AfterAllCallback {

  private static final int PORT = 5000;

  private final String adminPassword = secret();
  private final String adminToken = secret();
  private final Duration tokenLife;
  private GenericContainer<?> container;
  private Watchdog watchdog;

  /**
   * @param tokenLife how long its tokens are valid
   */
  public KeystoneContainer(Duration tokenLife) {
    this.tokenLife = tokenLife;
  }

  private static String secret() {
    byte[] random = new byte[18];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().encodeToString(random);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    LabHome home = LabHome.find();
    new Setup(home).require(Setup::allowedByEnvironment, Progress.SILENT);
    String image;
    try (Engine engine = Engine.connect()) {
      image = new Images(home, engine, Progress.SILENT).keystone();
    }
    String secrets =
        "ADMIN_PASSWORD=%s\nADMIN_TOKEN=%s\nTOKEN_SECONDS=%d\n"
            .formatted(adminPassword, adminToken, tokenLife.toSeconds());
    String name = "keystone-test-" + UUID.randomUUID().toString().substring(0, 8);
    container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withLabels(Map.of(Labels.LAB, name, Labels.SESSION, name))
            .withCreateContainerCmdModifier(
                create ->
                    create
                        .withName("midolab-" + name)
                        .withHostConfig(
                            HostConfig.newHostConfig()
                                .withPortBindings(
                                    new PortBinding(
                                        Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(PORT)))))
            .withExposedPorts(PORT)
            .withCopyToContainer(
                Transferable.of(secrets.getBytes(StandardCharsets.UTF_8), 0600),
                "/run/keystone-secrets")
            .waitingFor(
                Wait.forHttp("/v3").forPort(PORT).withStartupTimeout(Duration.ofMinutes(2)));
    watchdog = Watchdog.start(name);
    container.start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (watchdog != null) {
      container.stop();
      watchdog.release();
    }
  }

  /** Returns the URI of its API, such as {@code http://127.0.0.1:32768/v3}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + container.getMappedPort(PORT) + "/v3");
  }

  /** Returns the password of the user admin, who has the role admin in the project admin. */
  public String adminPassword() {
    return adminPassword;
  }

  public String adminToken() {
    return adminToken;
  }

  /** Freezes the service: it accepts connections and does not answer. */
  public void freeze() {
    container.getDockerClient().pauseContainerCmd(container.getContainerId()).exec();
  }

  /** Unfreezes the service, so that it answers again. */
  public void thaw() {
    container.getDockerClient().unpauseContainerCmd(container.getContainerId()).exec();
  }

  /** Returns the command lines of all its processes. */
  public String commandLines() throws Exception {
    return container
        .execInContainer("sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")
        .getStdout();
  }

  /** Returns its log so far. */
  public String log() {
    return container.getLogs();
  }
}
