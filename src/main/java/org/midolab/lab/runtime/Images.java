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
 * built twice or used when it is stale. The images of OpenStack's programs contain none of the
 * packages that this checkout builds. So a change of these packages rebuilds only the small images
 * on top.
 *
 * <pre>
 *   rootfs (mmdebstrap, or MIDOLAB_BASE) ──► base ──┬──► builder ──► packages (.deb)
 *                                                   ├──► nsdb │ agent │ peer │ instance
 *                                                   ├──► openstack ──┬──► controller │ keystone
 *                                                   │                └──► nova ──► cloud-controller
 *                                                   └──► nova-compute ──► hypervisor
 *                                                        each node's with a repository of its packages
 * </pre>
 */
public final class Images {

  private static final int BUILD_MINUTES = 15;

  /** Build argument: the image that an image is based on. */
  private static final String BASE = "BASE";

  /** Build argument: the image from which archives of loaded classes are copied. */
  private static final String CLASSES_FROM = "CLASSES_FROM";

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
      Parallel.map(kinds, kind -> Map.entry(kind, image(ImageRole.of(kind))))
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
          return build("builder", "builder", Map.of(BASE, base), List.of());
        });
  }

  private String image(ImageRole role) {
    return once(
        role.name,
        () -> {
          FutureTask<Map<String, String>> parents = new FutureTask<>(() -> parentImages(role));
          Thread.startVirtualThread(parents);
          List<Packages.Built> repository = repository(role);
          return build(role.name, role.directory, await(role.name, parents), repository);
        });
  }

  /**
   * Returns the images that a role's image is made of, by the names of build arguments. Builds them
   * at the same time.
   */
  private Map<String, String> parentImages(ImageRole role) {
    Map<String, Supplier<String>> builds = new TreeMap<>();
    builds.put(BASE, () -> base(role));
    role.classesFrom.ifPresent(other -> builds.put(CLASSES_FROM, () -> image(other)));
    return Parallel.map(
            builds.entrySet(), build -> Map.entry(build.getKey(), build.getValue().get()))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private String base(ImageRole role) {
    return switch (role) {
      case CONTROLLER, KEYSTONE -> openstack();
      case CLOUD_CONTROLLER -> layer("nova", this::openstack);
      case HYPERVISOR -> layer("nova-compute", this::base);
      case NSDB, AGENT, PEER, INSTANCE -> base();
    };
  }

  /** Returns the image of one kind of node. */
  String image(NodeKind kind) {
    return image(ImageRole.of(kind));
  }

  /**
   * Returns the image of Keystone, OpenStack's identity service. No node runs it; tests of logins
   * use it.
   */
  String keystone() {
    return image(ImageRole.KEYSTONE);
  }

  /** Returns the image with MariaDB, Keystone and Neutron. The Neutron plugin is tested in it. */
  String openstack() {
    return layer("openstack", this::base);
  }

  /**
   * Returns an image of OpenStack's programs, which other images are based on. It contains no
   * packages of this checkout.
   */
  private String layer(String name, Supplier<String> base) {
    return once(name, () -> build(name, name, Map.of(BASE, base.get()), List.of()));
  }

  private String nsdb() {
    return image(ImageRole.NSDB);
  }

  private String base() {
    return once(
        "base",
        () -> {
          RootFs rootFs = new RootFs(home);
          if (!exists(rootFs.tag())) {
            progress.time("root file system", () -> rootFs.build(aptOptions()));
          }
          return build("base", "base", Map.of(BASE, rootFs.tag()), List.of());
        });
  }

  /** Returns the packages of a role. Builds those that are missing. */
  private List<Packages.Built> repository(ImageRole role) {
    return role.packages.stream()
        .map(
            recipe ->
                this.<Packages.Built>once(
                    "package " + recipe, () -> packages.build(recipe, builder(), progress)))
        .toList();
  }

  /**
   * Builds an image with a repository, unless it exists.
   *
   * @param directory the directory below {@code images/} with the Dockerfile
   * @param parents the images that it is made of, by the names of build arguments
   */
  private String build(
      String name, String directory, Map<String, String> parents, List<Packages.Built> repository) {
    ContentHash hash = new ContentHash();
    new TreeMap<>(parents).values().forEach(hash::text);
    hash.tree(home.images().resolve(directory));
    repository.forEach(built -> hash.text(built.deb().getFileName().toString()));
    String tag = "midolab/" + name + ":" + hash.value();
    if (!exists(tag)) {
      Path train = home.images().resolve(directory).resolve("train");
      if (Files.exists(train)) {
        // Builds of other checkouts may run at the same time and have the same tag.
        String raw = tag + "-raw-" + session.substring(0, 8);
        progress.time("image " + name, () -> make(name, directory, raw, parents, repository));
        Optional<String> zookeeper = name.equals("nsdb") ? Optional.empty() : Optional.of(nsdb());
        progress.time(
            "training " + name,
            () -> new Training(engine, session, zookeeper).run(raw, tag, train));
      } else {
        progress.time("image " + name, () -> make(name, directory, tag, parents, repository));
      }
    }
    return tag;
  }

  /**
   * Returns the build context: the image's own directory, and each repository with the index of its
   * packages. A repository without packages has an empty index.
   */
  private InputStream context(String directory, List<Packages.Built> packages) {
    TarFile context = new TarFile().tree(home.images().resolve(directory), "");
    for (Repository repository : Repository.values()) {
      String place = "repository/" + repository.directory() + "/";
      StringBuilder index = new StringBuilder();
      for (Packages.Built built : packages) {
        if (built.repository() == repository) {
          context.file(place + built.name() + ".deb", built.deb(), 0644);
          index.append(read(built.stanza())).append('\n');
        }
      }
      context.file(place + "Packages", index.toString().getBytes(StandardCharsets.UTF_8), 0644);
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

  private void make(
      String name,
      String directory,
      String tag,
      Map<String, String> parents,
      List<Packages.Built> repository) {
    StringBuilder output = new StringBuilder();
    var build =
        engine
            .client()
            .buildImageCmd(context(directory, repository))
            .withTags(Set.of(tag))
            .withBuildArg("APT_OPTIONS", String.join(" ", aptOptions()))
            .withNetworkMode("host")
            .withForcerm(true)
            .withLabels(Map.of("midolab.image", name));
    parents.forEach(build::withBuildArg);
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
