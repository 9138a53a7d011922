package org.midolab.lab.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/**
 * A Debian package of the lab: the tree of {@code images/packages/NAME} as it is installed, and
 * what is made rather than kept in the repository.
 *
 * <p>In build order: what a node needs at run time is named by the packages themselves.
 */
enum PackageRecipe {
  ZOOKEEPER("zookeeper", build -> Map.of("usr/share/zookeeper", build.jars("zookeeper"))),
  ZKDUMP("zkdump", _ -> Map.of()),
  NMAP_NCAT("nmap-ncat", _ -> Map.of()),
  JAVA_7("java-1.7.0-openjdk-headless", _ -> Map.of()),
  JAVA_8("java-1.8.0-openjdk-headless", _ -> Map.of()),
  DSC20("dsc20", build -> Map.of("usr/share/cassandra/lib", build.jars("cassandra"))),
  MIDONET_JRE("midonet-jre", build -> Map.of("usr/lib/jvm/midonet-jre", build.runtimeImage())),
  MIDONET_TOOLS("midonet-tools", build -> Map.of("usr/share/midonet/lib", build.systemJars())),
  MIDONET_CLUSTER("midonet-cluster", _ -> Map.of()),
  PYTHON_MIDONETCLIENT("python-midonetclient", _ -> Map.of()),
  /** {@code /bpf} is compiled on the way: see {@code images/builder/build-package}. */
  MIDOLMAN(
      "midolman",
      build ->
          Files.isDirectory(build.bpfSources()) ? Map.of("bpf", build.bpfSources()) : Map.of());

  /** What a recipe may ask for. */
  interface Build {
    Path jars(String name);

    Path systemJars();

    Path runtimeImage();

    Path bpfSources();
  }

  private final String packageName;
  private final Function<Build, Map<String, Path>> made;

  PackageRecipe(String packageName, Function<Build, Map<String, Path>> made) {
    this.packageName = packageName;
    this.made = made;
  }

  String packageName() {
    return packageName;
  }

  /** Trees that go into the package, by their place in it. */
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
