package org.midolab.lab.runtime;

import com.github.dockerjava.api.command.BuildImageResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.BuildResponseItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.midolab.lab.runtime.PackageRecipe.Repository;
import org.midolab.lab.spec.LabPlan;
import org.midolab.lab.spec.NodeKind;
import org.midolab.lab.spec.NodePlan;

/**
 * The images of a lab's nodes. An image's tag is the hash of all its inputs, so that no image is
 * built twice or used when it is stale.
 *
 * <pre>
 *   rootfs (mmdebstrap, or MIDOLAB_BASE) ──► base ──┬──► builder ──► packages (.deb)
 *                                                   ├──► nsdb │ agent │ peer │ instance
 *                                                   └──► openstack ──► controller │ keystone
 *                                                        each node's with a repository of its packages
 * </pre>
 */
public final class Images {

  /**
   * A kind of image: its directory under {@code images/}, and the packages in its repositories,
   * which the guide installs.
   */
  private enum Role {
    NSDB(
        "nsdb",
        "midolab-release",
        "java-1.7.0-openjdk-headless",
        "zookeeper",
        "zkdump",
        "nmap-ncat",
        "dsc20"),
    CONTROLLER(
        "controller",
        "midolab-release",
        "java-1.8.0-openjdk-headless",
        "midonet-jre",
        "midonet-tools",
        "midonet-cluster",
        "python-midonetclient",
        "openstack-neutron",
        "python-neutron-plugin-midonet",
        "midolman"),
    AGENT(
        "agent",
        "midolab-release",
        "java-1.8.0-openjdk-headless",
        "midonet-jre",
        "midonet-tools",
        "midolman"),
    PEER("peer"),
    INSTANCE("instance"),
    KEYSTONE("keystone");

    private final String directory;
    private final List<PackageRecipe> packages;

    Role(String directory, String... packages) {
      this.directory = directory;
      this.packages = Arrays.stream(packages).map(PackageRecipe::of).toList();
    }

    static Role of(NodeKind kind) {
      return switch (kind) {
        case NSDB -> NSDB;
        case CONTROLLER -> CONTROLLER;
        case GATEWAY, COMPUTE -> AGENT;
        case BGP_PEER, INTERNET -> PEER;
        case INSTANCE, BRIDGE -> INSTANCE;
      };
    }
  }

  private static final int BUILD_MINUTES = 15;

  private final LabHome home;
  private final Engine engine;
  private final Progress progress;
  private final Packages packages;
  private final Map<String, FutureTask<Object>> tasks = new ConcurrentHashMap<>();
  private final String session = UUID.randomUUID().toString();

  Images(LabHome home, Engine engine, Progress progress) {
    this.home = home;
    this.engine = engine;
    this.progress = progress;
    this.packages = new Packages(home, engine, session);
  }

  /** Builds all images that any lab may need, unless they exist and are current. */
  public static void buildAll(LabHome home, Engine engine, Progress progress) {
    new Images(home, engine, progress).ensure(EnumSet.allOf(NodeKind.class));
  }

  /**
   * Builds the images that a lab needs, unless they exist. Returns the image of each kind of node,
   * segments included.
   */
  Map<NodeKind, String> ensure(LabPlan plan) {
    return ensure(
        Stream.concat(plan.nodes().stream().map(NodePlan::kind), Stream.of(NodeKind.BRIDGE))
            .collect(Collectors.toSet()));
  }

  private Map<NodeKind, String> ensure(Set<NodeKind> kinds) {
    Map<NodeKind, String> images = new EnumMap<>(NodeKind.class);
    Watchdog watchdog = Watchdog.start(session);
    try (var _ = BuildLock.take(home, progress)) {
      Parallel.map(kinds, kind -> Map.entry(kind, image(Role.of(kind))))
          .forEach(entry -> images.put(entry.getKey(), entry.getValue()));
      return images;
    } finally {
      watchdog.release();
    }
  }

  /** Returns the image in which packages are built and BPF programs are compiled. */
  String builder() {
    return once(
        "builder",
        () -> {
          String base = base();
          return build("builder", base, List.of());
        });
  }

  private String image(Role role) {
    return once(
        role.directory,
        () -> {
          FutureTask<String> parent = new FutureTask<>(() -> parentImage(role));
          Thread.startVirtualThread(parent);
          List<Packages.Built> repository = repository(role);
          return build(role.directory, await(role.directory, parent), repository);
        });
  }

  /** Returns the image that a role's image is based on. */
  private String parentImage(Role role) {
    return switch (role) {
      case CONTROLLER, KEYSTONE -> openstack();
      case NSDB, AGENT, PEER, INSTANCE -> base();
    };
  }

  /** Returns the image of one kind of node. */
  String image(NodeKind kind) {
    return image(Role.of(kind));
  }

  /**
   * Returns the image of Keystone, OpenStack's identity service. No node runs it; tests of logins
   * use it.
   */
  String keystone() {
    return image(Role.KEYSTONE);
  }

  /**
   * Returns the image with OpenStack's programs and without ours, in which the Neutron plugin is
   * tested.
   */
  String openstack() {
    return once("openstack", () -> build("openstack", base(), List.of()));
  }

  private String nsdb() {
    return image(Role.NSDB);
  }

  private String base() {
    return once(
        "base",
        () -> {
          RootFs rootFs = new RootFs(home);
          if (!exists(rootFs.tag())) {
            progress.time("root file system", () -> rootFs.build(aptOptions()));
          }
          return build("base", rootFs.tag(), List.of());
        });
  }

  /** Returns the packages of a role. Builds those that are missing. */
  private List<Packages.Built> repository(Role role) {
    return role.packages.stream()
        .map(
            recipe ->
                this.<Packages.Built>once(
                    "package " + recipe, () -> packages.build(recipe, builder(), progress)))
        .toList();
  }

  /** Builds {@code images/NAME} on {@code base} with a repository, unless the image exists. */
  private String build(String name, String base, List<Packages.Built> repository) {
    ContentHash hash = new ContentHash().text(base).tree(home.images().resolve(name));
    repository.forEach(built -> hash.text(built.deb().getFileName().toString()));
    String tag = "midolab/" + name + ":" + hash.value();
    if (!exists(tag)) {
      Path train = home.images().resolve(name).resolve("train");
      if (Files.exists(train)) {
        // Builds of other checkouts may run at the same time and have the same tag.
        String raw = tag + "-raw-" + session.substring(0, 8);
        progress.time("image " + name, () -> make(name, raw, base, repository));
        Optional<String> zookeeper = name.equals("nsdb") ? Optional.empty() : Optional.of(nsdb());
        progress.time(
            "training " + name,
            () -> new Training(engine, session, zookeeper).run(raw, tag, train));
      } else {
        progress.time("image " + name, () -> make(name, tag, base, repository));
      }
    }
    return tag;
  }

  /**
   * Returns the build context: the image's own directory, and each repository with the index of its
   * packages. A repository without packages has an empty index.
   */
  private InputStream context(String name, List<Packages.Built> packages) {
    TarFile context = new TarFile().tree(home.images().resolve(name), "");
    for (Repository repository : Repository.values()) {
      String directory = "repository/" + repository.directory() + "/";
      StringBuilder index = new StringBuilder();
      for (Packages.Built built : packages) {
        if (built.repository() == repository) {
          context.file(directory + built.name() + ".deb", built.deb(), 0644);
          index.append(read(built.stanza())).append('\n');
        }
      }
      context.file(directory + "Packages", index.toString().getBytes(StandardCharsets.UTF_8), 0644);
    }
    return context.stream();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void make(String name, String tag, String base, List<Packages.Built> repository) {
    StringBuilder output = new StringBuilder();
    var build =
        engine
            .client()
            .buildImageCmd(context(name, repository))
            .withTags(Set.of(tag))
            .withBuildArg("BASE", base)
            .withBuildArg("APT_OPTIONS", String.join(" ", aptOptions()))
            .withNetworkMode("host")
            .withForcerm(true)
            .withLabels(Map.of("midolab.image", name));
    proxies().forEach(build::withBuildArg);
    try {
      build
          .exec(
              new BuildImageResultCallback() {
                @Override
                public void onNext(BuildResponseItem item) {
                  if (item.getStream() != null) {
                    output.append(item.getStream());
                  }
                  super.onNext(item);
                }
              })
          .awaitImageId(BUILD_MINUTES, TimeUnit.MINUTES);
    } catch (RuntimeException e) {
      throw new EnvironmentException(
          "image "
              + name
              + " cannot be built: "
              + e.getMessage()
              + "\n"
              + Shell.last(output.toString()),
          "",
          e);
    }
  }

  private boolean exists(String tag) {
    try {
      engine.client().inspectImageCmd(tag).exec();
      return true;
    } catch (NotFoundException e) {
      return false;
    } catch (DockerException e) {
      throw new LabFailure("cannot look up image " + tag + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the machine's proxy settings as build arguments. They are used during the build only
   * and are not stored in the image.
   */
  private static Map<String, String> proxies() {
    Map<String, String> proxies = new TreeMap<>();
    for (String name : List.of("http_proxy", "https_proxy", "no_proxy")) {
      String value = System.getenv(name);
      if (value != null && !value.isBlank()) {
        proxies.put(name, value);
      }
    }
    return proxies;
  }

  /**
   * Returns the options by which the machine's own apt reaches its mirror; none if the machine has
   * no apt.
   */
  private List<String> aptOptions() {
    if (Shell.find("apt-config").isEmpty()) {
      return List.of();
    }
    List<String> wanted =
        List.of(
            "Acquire::Check-Valid-Until",
            "Acquire::Check-Date",
            "Acquire::http::Proxy",
            "Acquire::https::Proxy");
    return Shell.run(home.root(), List.of("apt-config", "dump"))
        .lines()
        .map(line -> line.replaceFirst("^(\\S+) \"(.*)\";$", "$1=$2"))
        .filter(line -> wanted.contains(line.split("=", 2)[0]) && !line.endsWith("="))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private <T> T once(String what, Supplier<T> work) {
    FutureTask<Object> task = new FutureTask<>(work::get);
    FutureTask<Object> first = tasks.putIfAbsent(what, task);
    if (first == null) {
      task.run();
      first = task;
    }
    return (T) await(what, first);
  }

  private static <T> T await(String what, Future<T> made) {
    try {
      return Parallel.get(made);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("interrupted while building " + what, e);
    }
  }
}
