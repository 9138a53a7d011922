package org.midolab.lab.runtime;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.midolab.lab.spec.Cidr;
import org.midolab.lab.spec.LabFile;
import org.midolab.lab.spec.LabName;
import org.midolab.lab.spec.LabPlan;
import org.midolab.lab.spec.NodeKind;
import org.midolab.lab.spec.NodePlan;
import org.midolab.lab.spec.Printable;

/**
 * Boots a lab from its file. The nodes are bare: each has an operating system, and the guide's
 * packages in repositories that are not configured yet.
 *
 * <pre>{@code
 * try (Lab lab = LabBuilder.of(home, "quickstart").progress(progress).boot()) { … }
 * }</pre>
 */
public final class LabBuilder {

  private final LabHome home;
  private final Path file;
  private Progress progress = Progress.SILENT;
  private boolean ownedByThisProcess;
  private Optional<LabName> name = Optional.empty();

  private LabBuilder(LabHome home, Path file) {
    this.home = home;
    this.file = file;
  }

  /**
   * Starts from a lab file.
   *
   * @param nameOrPath a shipped lab's name, a directory with a {@code lab.yaml}, or a lab file
   */
  public static LabBuilder of(LabHome home, String nameOrPath) {
    return new LabBuilder(home, home.labFile(nameOrPath));
  }

  public LabBuilder progress(Progress listener) {
    this.progress = listener;
    return this;
  }

  /** Makes the lab end with this process, however the process ends. For tests. */
  public LabBuilder ownedByThisProcess() {
    this.ownedByThisProcess = true;
    return this;
  }

  /** Boots the lab under another name, so that two labs of one file can run at the same time. */
  public LabBuilder named(LabName other) {
    this.name = Optional.of(other);
    return this;
  }

  /**
   * Reads and checks the lab file. Starts nothing.
   *
   * @throws org.midolab.lab.spec.InvalidLabException if the file has errors
   */
  public LabPlan plan() {
    return LabFile.plan(file.toString(), text());
  }

  /** Returns the lab file that the plan is read from. */
  public Path file() {
    return file;
  }

  private String text() {
    if (!Files.exists(file)) {
      throw new WrongUsage(home.unknownLab(file.toString()));
    }
    if (!Files.isRegularFile(file)) {
      throw new WrongUsage(
          "'"
              + Printable.of(file.toString())
              + "' is not a file; a lab is described by its lab.yaml");
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = LabFile.text(file.toString(), in.readNBytes(LabFile.MAX_BYTES + 1));
      return name.map(n -> text.replaceFirst("(?m)^name:.*$", "name: " + n)).orElse(text);
    } catch (IOException e) {
      throw new WrongUsage(
          "'"
              + Printable.of(file.toString())
              + "' cannot be read: "
              + Printable.sentence("" + e.getMessage()));
    }
  }

  /**
   * Boots the lab. If that fails, everything that was created is removed again.
   *
   * @throws WrongUsage if a lab of that name is up
   * @throws LabFailure if a part of the lab does not start
   * @throws EnvironmentException if the machine lacks something
   */
  public Lab boot() {
    LabPlan plan = plan();
    Engine engine = Engine.connect();
    boolean done = false;
    try {
      LabRemoval removal = LabRemoval.of(engine, home);
      removal.removeOrphans();
      refuseTaken(removal, plan.name());
      Map<NodeKind, String> images = new Images(home, engine, progress).ensure(plan);
      Lab lab = boot(engine, plan, images, removal);
      done = true;
      return lab;
    } finally {
      if (!done) {
        engine.close();
      }
    }
  }

  /**
   * Throws if the name is in use. Container names are unique in the engine, so two checkouts cannot
   * both run a lab of the same name.
   */
  private void refuseTaken(LabRemoval removal, LabName lab) {
    for (KnownLab known : removal.all()) {
      if (known.name().equals(lab)) {
        throw known.own() ? new WrongUsage(inUse(home.state(lab), lab)) : upElsewhere(known);
      }
    }
  }

  /** Returns the reason why this checkout's lab cannot be booted, and what to type next. */
  static String inUse(Path directory, LabName lab) {
    Optional<String> boot =
        LabState.read(directory)
            .filter(state -> state.phase() == LabState.Phase.BOOTING)
            .map(LabState::booting);
    return boot.or(() -> UnfinishedWalk.in(directory).map(walk -> walk.sentence(lab)))
        .orElseGet(
            () ->
                "lab '%1$s' is up already; see ./lab status %1$s, or remove it with: ./lab down %1$s"
                    .formatted(lab));
  }

  private static WrongUsage upElsewhere(KnownLab known) {
    return new WrongUsage(
        known.ownerless()
            ? "lab "
                + known.describe()
                + " left objects behind; remove them with: ./lab clean "
                + known.name()
            : "lab "
                + known.describe()
                + " is up; in that checkout, remove it with: ./lab down "
                + known.name());
  }

  private Lab boot(Engine engine, LabPlan plan, Map<NodeKind, String> images, LabRemoval removal) {
    Path directory = home.state(plan.name());
    LabState state =
        new LabState(
            plan.name(),
            home.root().toString(),
            file.toAbsolutePath().normalize().toString(),
            UUID.randomUUID().toString(),
            ProcessHandle.current().pid(),
            LabState.Phase.BOOTING,
            Labels.network(plan.name()),
            "",
            Map.of());
    Watchdog watchdog = Watchdog.start(state.session(), directory);
    claim(directory, plan.name());
    boolean done = false;
    try {
      state.write(directory);
      Lab lab = boot(engine, plan, images, directory, state);
      if (!ownedByThisProcess) {
        watchdog.release();
      }
      done = true;
      return lab;
    } finally {
      if (!done) {
        removal.undo(state, directory);
      }
    }
  }

  /** Creates the lab's directory. Of two concurrent boots, only one succeeds. */
  private static void claim(Path directory, LabName lab) {
    try {
      Files.createDirectories(directory.getParent());
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      throw new WrongUsage(inUse(directory, lab));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Lab boot(
      Engine engine, LabPlan plan, Map<NodeKind, String> images, Path directory, LabState state) {
    copyLabFile(directory);
    Secrets secrets = new Secrets(directory.resolve("secrets.json"));
    LabState leased =
        progress.time("namespaces", () -> startHolders(engine, plan, state, directory, images));
    Lab lab = new Lab(engine, home, plan, leased, secrets);
    progress.time("links", () -> createLinks(plan, lab));
    progress.time("nodes", () -> startNodes(engine, leased, images, lab));
    LabState running = leased.running(ownedByThisProcess);
    running.write(directory);
    return new Lab(engine, home, plan, running, secrets);
  }

  private void copyLabFile(Path directory) {
    try {
      Files.writeString(directory.resolve("lab.yaml"), text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LabState startHolders(
      Engine engine, LabPlan plan, LabState state, Path directory, Map<NodeKind, String> images) {
    Cidr subnet = ManagementNetwork.lease(engine, state);
    LabState leased = state.leased(subnet.toString(), ManagementNetwork.addresses(subnet, plan));
    leased.write(directory);
    Parallel.each(
        plan.nodes(), node -> startHolder(engine, leased, node, images.get(NodeKind.BRIDGE)));
    return leased;
  }

  /**
   * Starts the holder: the container that owns the node's network namespace, so that links outlive
   * the node.
   */
  private void startHolder(Engine engine, LabState state, NodePlan node, String image) {
    boolean segment = node.kind() == NodeKind.BRIDGE;
    String name = Labels.namespaceOwner(state.lab(), node);
    String address = state.addresses().get(node.name());
    HostConfig config =
        HostConfig.newHostConfig()
            .withNetworkMode(address == null ? "none" : state.network())
            .withCapDrop(Capability.ALL)
            .withCapAdd(Capabilities.HOLDER.toArray(Capability[]::new))
            .withSysctls(sysctls(node.kind()))
            .withReadonlyRootfs(true)
            .withTmpFs(Map.of("/tmp", "rw,mode=1777"))
            .withDns("127.0.0.1");
    CreateContainerCmd create =
        engine
            .client()
            .createContainerCmd(image)
            .withName(name)
            .withHostName(node.name())
            .withLabels(Labels.of(state, node, segment ? "node" : "holder"))
            .withStopSignal("SIGKILL")
            .withCmd("tini", "--", "sleep", "infinity")
            .withHostConfig(config);
    if (address != null) {
      create.withIpv4Address(address);
    }
    start(engine, create, name, id -> {});
    clearResolver(engine, name);
  }

  /**
   * Empties the resolver configuration that the engine wrote and that the node shares. The engine's
   * name service would resolve the nodes' names, and so make the guide's first step (2.1)
   * unnecessary.
   */
  private static void clearResolver(Engine engine, String holder) {
    String file = engine.client().inspectContainerCmd(holder).exec().getResolvConfPath();
    if (file != null && !file.isEmpty()) {
      try {
        Files.writeString(Path.of(file), "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Returns the sysctl settings of the namespace, which can only be written when it is created.
   * IPv6 is off, because its unsolicited messages would be in every capture. Forwarding is set
   * explicitly, because a new namespace inherits it from the machine, where Docker turns it on.
   */
  static Map<String, String> sysctls(NodeKind kind) {
    Map<String, String> sysctls = new HashMap<>();
    sysctls.put("net.ipv6.conf.all.disable_ipv6", "1");
    sysctls.put("net.ipv6.conf.default.disable_ipv6", "1");
    sysctls.put("net.ipv4.conf.all.rp_filter", "0");
    sysctls.put("net.ipv4.conf.default.rp_filter", "0");
    sysctls.put("net.ipv4.ping_group_range", "0 2147483647");
    sysctls.put("net.ipv4.ip_forward", kind.forwards() ? "1" : "0");
    if (kind.router()) {
      sysctls.put("net.ipv4.fib_multipath_hash_policy", "1");
    }
    return sysctls;
  }

  private static void createLinks(LabPlan plan, Lab lab) {
    Map<String, Path> paths = new LinkedHashMap<>();
    lab.nodes().forEach(node -> paths.put(node.name(), node.networkNamespace()));
    try (Wiring wiring = new Wiring(plan, paths)) {
      wiring.create();
    }
  }

  private void startNodes(Engine engine, LabState state, Map<NodeKind, String> images, Lab lab) {
    List<Node> all =
        lab.nodes().stream().filter(node -> node.plan().kind() != NodeKind.BRIDGE).toList();
    List<String> confinement = engine.confinement();
    Parallel.each(
        all,
        node -> {
          start(
              engine,
              createCommand(engine, state, node, images, confinement),
              node.container(),
              id ->
                  BgpConfig.of(node.plan(), lab.secrets())
                      .ifPresent(config -> config.copyTo(engine, id)));
          node.awaitReady();
        });
  }

  private CreateContainerCmd createCommand(
      Engine engine,
      LabState state,
      Node node,
      Map<NodeKind, String> images,
      List<String> confinement) {
    NodeKind kind = node.plan().kind();
    HostConfig config =
        HostConfig.newHostConfig()
            .withNetworkMode("container:" + Labels.holder(state.lab(), node.name()))
            .withCapDrop(Capability.ALL)
            .withCapAdd(Capabilities.of(kind).toArray(Capability[]::new))
            .withSecurityOpts(Capabilities.securityOptions(kind, confinement))
            .withCgroupnsMode("private")
            .withDevices(Capabilities.devices(kind))
            // The command "reboot" ends the first process; the engine then starts it again.
            .withRestartPolicy(RestartPolicy.unlessStoppedRestart())
            .withTmpFs(Map.of("/run", "rw,exec,mode=755", "/tmp", "rw,exec,mode=1777"));
    CreateContainerCmd create =
        engine
            .client()
            .createContainerCmd(images.get(kind))
            .withName(node.container())
            .withLabels(Labels.of(state, node.plan(), "node"))
            .withHostConfig(config);
    return kind.systemd() ? create : create.withCmd("tini", "--", "sleep", "infinity");
  }

  /**
   * Creates a container and starts it.
   *
   * @param prepare copies files to the container of this id, so that its services find them
   */
  private static void start(
      Engine engine, CreateContainerCmd create, String name, Consumer<String> prepare) {
    try {
      String id = create.exec().getId();
      prepare.accept(id);
      engine.client().startContainerCmd(id).exec();
    } catch (DockerException e) {
      throw new LabFailure("starting " + name + ": " + e.getMessage(), e);
    }
  }
}
