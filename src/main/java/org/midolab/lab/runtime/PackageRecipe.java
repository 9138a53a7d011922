package org.midolab.lab.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A Debian package of the lab: the files in {@code images/packages/NAME}, and files that are
 * generated at build time.
 *
 * <p>The constants are in build order. The dependencies at run time are in the packages' own
 * control files.
 */
enum PackageRecipe {
  ZOOKEEPER(
      "zookeeper",
      Repository.MIDONET,
      build -> Map.of("usr/share/zookeeper", build.jars("zookeeper"))),
  ZKDUMP("zkdump", Repository.MIDONET, build -> Map.of("usr/share/zkdump/lib", build.zkdumpJars())),
  MIDOLAB_RELEASE("midolab-release", Repository.SYSTEM, _ -> Map.of()),
  NMAP_NCAT("nmap-ncat", Repository.SYSTEM, _ -> Map.of()),
  JAVA_7("java-1.7.0-openjdk-headless", Repository.SYSTEM, _ -> Map.of()),
  JAVA_8("java-1.8.0-openjdk-headless", Repository.SYSTEM, _ -> Map.of()),
  DSC20(
      "dsc20",
      Repository.DATASTAX,
      build -> Map.of("usr/share/cassandra/lib", build.jars("cassandra"))),
  MIDONET_JRE(
      "midonet-jre",
      Repository.SYSTEM,
      build -> Map.of("usr/lib/jvm/midonet-jre", build.runtimeImage())),
  MIDONET_TOOLS(
      "midonet-tools",
      Repository.MIDONET,
      build -> Map.of("usr/share/midonet/lib", build.systemJars())),
  MIDONET_CLUSTER("midonet-cluster", Repository.MIDONET, _ -> Map.of()),
  PYTHON_MIDONETCLIENT("python-midonetclient", Repository.MIDONET, _ -> Map.of()),
  OPENSTACK_NEUTRON("openstack-neutron", Repository.SYSTEM, _ -> Map.of()),
  PYTHON_NEUTRON_PLUGIN_MIDONET(
      "python-neutron-plugin-midonet",
      Repository.MIDONET,
      build -> build.pythonModules("midonet", "midonet_neutron-5.0.0.dist-info")),
  /** Its code is in the plugin's package. It makes {@code service_plugins = lbaas} known. */
  PYTHON_NEUTRON_LBAAS(
      "python-neutron-lbaas",
      Repository.SYSTEM,
      build -> build.pythonModules("midonet_lbaas-5.0.0.dist-info")),
  /** {@code /bpf} is compiled on the way: see {@code images/builder/build-package}. */
  MIDOLMAN(
      "midolman",
      Repository.MIDONET,
      build ->
          Files.isDirectory(build.bpfSources()) ? Map.of("bpf", build.bpfSources()) : Map.of());

  /** The repositories inside a node's image, as in the guide (2.3). */
  enum Repository {
    /** The operating system's repository, which is configured in the image. */
    SYSTEM,
    /** DataStax' repository, which the guide configures in step 2.3-repo-6. */
    DATASTAX,
    /**
     * MidoNet's repository, with third-party tools and libraries, which the guide configures in
     * step 2.3-repo-7.
     */
    MIDONET;

    /** Returns the repository's directory below {@code /usr/share/midolab/apt}. */
    String directory() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The generated files that a recipe can use. */
  interface Build {
    Path jars(String name);

    Path systemJars();

    Path zkdumpJars();

    Path runtimeImage();

    Path bpfSources();

    /** A directory of {@code src/main/python}, which Neutron's interpreter loads. */
    Path python(String name);

    /** Returns directories of {@code src/main/python} by their place in a package. */
    default Map<String, Path> pythonModules(String... names) {
      return Arrays.stream(names)
          .collect(
              Collectors.toUnmodifiableMap(
                  name -> "usr/lib/python3/dist-packages/" + name, this::python));
    }
  }

  private final String packageName;
  private final Repository repository;
  private final Function<Build, Map<String, Path>> made;

  PackageRecipe(
      String packageName, Repository repository, Function<Build, Map<String, Path>> made) {
    this.packageName = packageName;
    this.repository = repository;
    this.made = made;
  }

  String packageName() {
    return packageName;
  }

  Repository repository() {
    return repository;
  }

  /** Returns the generated files and directories of the package, by their path in it. */
  Map<String, Path> made(Build build) {
    return made.apply(build);
  }

  static PackageRecipe of(String name) {
    return Arrays.stream(values())
        .filter(recipe -> recipe.packageName.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no package " + name));
  }
}
